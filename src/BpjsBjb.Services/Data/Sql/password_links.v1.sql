-- A link for a forgotten password: from one administrator, never for oneself, and never from the one who also took the factors off.
-- Whoever did both could sign in as somebody else.

create function has_second_factor(the_user uuid) returns boolean language sql stable as $$
    select exists (select from user_authenticators where user_id = the_user) or exists (select from user_passkeys where user_id = the_user)
$$;

create or replace function invitations_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.purpose = 'ForgottenPassword' then
            if not is_admin_in_force(new.created_by, new.created_at) then
                raise exception using errcode = 'BJ002', message = 'grant.not-an-admin';
            end if;
            -- Without a factor the password alone leads to the set-up of one.
            if not has_second_factor(new.user_id) then
                if new.created_by = (select reset_by from factor_resets where user_id = new.user_id order by reset_at desc limit 1) then
                    raise exception using errcode = 'BJ002', message = 'password-link.took-factors-off';
                end if;
                if exists (select from access_grants
                            where user_id = new.user_id and approved_at is not null and ended_at is null and proposed_by = new.created_by) then
                    raise exception using errcode = 'BJ002', message = 'grant.own-proposal';
                end if;
            end if;
        end if;
        if new.created_by is null and admins_or_soon(new.user_id, new.created_at) >= 2 then
            raise exception using errcode = 'BJ002', message = 'first-admin.two-are-there';
        end if;
        return new;
    end if;
    if old.used_at is not null
        or (new.id, new.user_id, new.token_hash, new.purpose, new.reason, new.recognised, new.created_by, new.created_at)
            is distinct from (old.id, old.user_id, old.token_hash, old.purpose, old.reason, old.recognised, old.created_by, old.created_at)
        or new.expires_at > old.expires_at
    then
        raise exception using errcode = 'BJ001', message = 'database.append-only';
    end if;
    return new;
end $$;

create or replace function factor_resets_guard() returns trigger language plpgsql as $$
begin
    if not is_admin_in_force(new.reset_by, new.reset_at) then
        raise exception using errcode = 'BJ002', message = 'grant.not-an-admin';
    end if;
    -- The link is open or was used, nobody else's was used after it, and no code of the app came after the password it set: such a code follows
    -- the password, so it shows that the password is the person's. A step of the app is thirty seconds.
    if exists (
        select from invitations link
         where link.user_id = new.user_id and link.purpose = 'ForgottenPassword' and link.created_by = new.reset_by
           and (link.used_at is not null or link.expires_at > new.reset_at)
           and not exists (select from invitations later
                            where later.user_id = link.user_id and later.used_at > link.used_at and later.created_by is distinct from new.reset_by)
           and not exists (select from user_authenticators app where app.user_id = link.user_id and app.last_step * 30 > extract(epoch from link.used_at)))
    then
        raise exception using errcode = 'BJ002', message = 'factor.made-the-link';
    end if;
    return new;
end $$;
