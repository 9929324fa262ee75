-- Whoever could sign in before grants were kept has one from here on; it is to be confirmed like any other.
insert into access_grants (id, user_id, role, office_id, origin, proposed_at, approved_at)
select gen_random_uuid(), id, role, office_id, 'Existing', now(), now() from users;
