-- Rights need two people. What the two checks on the rows cannot say stands here.

-- 1. Two grants of one user are never in force at once. Deferred: the old one ends in the transaction that approves the new one.
alter table access_grants add constraint ex_access_grants_in_force
    exclude using gist (user_id with =, tstzrange(approved_at, ended_at) with &&) where (approved_at is not null)
    deferrable initially deferred;

create function is_admin_in_force(the_user uuid, at timestamptz) returns boolean language sql stable as $$
    select exists (select from access_grants
                    where user_id = the_user and role = 'SystemAdmin' and approved_at is not null and ended_at is null
                      and coalesce(valid_to, 'infinity') >= (at at time zone 'Asia/Jakarta')::date)
$$;

-- Administrators who can act, and those who were given a link that is still good.
create function admins_or_soon(besides uuid, at timestamptz) returns bigint language sql stable as $$
    select count(*) from users
     where users.id <> besides and is_admin_in_force(users.id, at)
       and (email_confirmed or exists (select from invitations where user_id = users.id and used_at is null and expires_at > at))
$$;

-- 2. What was decided stays decided; who decides is an administrator.
create function access_grants_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and (
        (new.id, new.user_id, new.role, new.office_id, new.valid_to, new.origin, new.proposed_by, new.proposed_at)
            is distinct from (old.id, old.user_id, old.role, old.office_id, old.valid_to, old.origin, old.proposed_by, old.proposed_at)
        or (old.approved_at is not null and (new.approved_at, new.approved_by) is distinct from (old.approved_at, old.approved_by))
        or (old.refused_at is not null and (new.refused_at, new.refused_by) is distinct from (old.refused_at, old.refused_by))
        or (old.ended_at is not null and (new.ended_at, new.ended_by, new.ended_why) is distinct from (old.ended_at, old.ended_by, old.ended_why)))
    then
        raise exception using errcode = 'BJ001', message = 'database.append-only';
    end if;

    if tg_op = 'INSERT' and new.origin = 'Admins' and not is_admin_in_force(new.proposed_by, new.proposed_at) then
        raise exception using errcode = 'BJ002', message = 'grant.not-an-admin';
    end if;
    if new.approved_by is not null and (tg_op = 'INSERT' or old.approved_by is null) and not is_admin_in_force(new.approved_by, new.approved_at) then
        raise exception using errcode = 'BJ002', message = 'grant.not-an-admin';
    end if;

    if tg_op = 'INSERT' and new.origin = 'Existing'
        and current_user <> (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid) then
        raise exception using errcode = 'BJ002', message = 'grant.needs-two-people';
    end if;
    if tg_op = 'INSERT' and new.origin = 'Console' then
        perform pg_advisory_xact_lock(x'4C4441444D'::bigint); -- two commands at once
        if new.role <> 'SystemAdmin' or admins_or_soon(new.user_id, new.approved_at) >= 2 then
            raise exception using errcode = 'BJ002', message = 'first-admin.two-are-there';
        end if;
    end if;
    return new;
end $$;
create trigger access_grants_guard before insert or update on access_grants for each row execute function access_grants_guard();

-- 3. A user's role and office are those of the grant in force, moved in the same transaction, which ends the user's sessions.
create function access_grants_project() returns trigger language plpgsql as $$
begin
    if new.approved_at is not null and (tg_op = 'INSERT' or old.approved_at is null) then
        update users
           set role = new.role, office_id = new.office_id,
               security_stamp = upper(replace(gen_random_uuid()::text, '-', '')), concurrency_stamp = gen_random_uuid()::text
         where id = new.user_id and new.origin <> 'Existing';
        update user_sessions set ended_at = new.approved_at, end_reason = 'RightsChanged'
         where user_id = new.user_id and ended_at is null and new.origin <> 'Existing';
    elsif tg_op = 'UPDATE' and new.ended_at is not null and old.ended_at is null then
        update users
           set security_stamp = upper(replace(gen_random_uuid()::text, '-', '')), concurrency_stamp = gen_random_uuid()::text
         where id = new.user_id;
        update user_sessions set ended_at = new.ended_at, end_reason = case new.ended_why when 'Replaced' then 'RightsChanged' else 'UserDisabled' end
         where user_id = new.user_id and ended_at is null;
    end if;
    return null;
end $$;
create trigger access_grants_project after insert or update on access_grants for each row execute function access_grants_project();

create function users_guard() returns trigger language plpgsql as $$
begin
    if (new.role, new.office_id) is distinct from (old.role, old.office_id) and not exists (
        select from access_grants
         where user_id = new.id and role = new.role and office_id = new.office_id and approved_at is not null and ended_at is null)
    then
        raise exception using errcode = 'BJ002', message = 'grant.needs-two-people';
    end if;
    return new;
end $$;
create trigger users_guard before update of role, office_id on users for each row execute function users_guard();

-- 4. A link is used once and never lives longer than it was given.
create function invitations_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.created_by is null and admins_or_soon(new.user_id, new.created_at) >= 2 then
            raise exception using errcode = 'BJ002', message = 'first-admin.two-are-there';
        end if;
        return new;
    end if;
    if old.used_at is not null
        or (new.id, new.user_id, new.token_hash, new.created_by, new.created_at) is distinct from (old.id, old.user_id, old.token_hash, old.created_by, old.created_at)
        or new.expires_at > old.expires_at
    then
        raise exception using errcode = 'BJ001', message = 'database.append-only';
    end if;
    return new;
end $$;
create trigger invitations_guard before insert or update on invitations for each row execute function invitations_guard();
