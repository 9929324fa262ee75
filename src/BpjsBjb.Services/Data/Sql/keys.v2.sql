-- An administrator turns the key that signs decisions before its time: it ends now, and the one that was to follow begins now. Nothing is signed anew.
create or replace function signing_keys_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and to_jsonb(new) - 'private_sealed' = to_jsonb(old) - 'private_sealed' and is_resealed(old.private_sealed, new.private_sealed) then
        return new;
    end if;
    if tg_op = 'UPDATE' and current_setting('app.turning_key', true) = 'on'
       and to_jsonb(new) - 'signs_from' - 'signs_until' = to_jsonb(old) - 'signs_from' - 'signs_until'
       and new.signs_from <= old.signs_from and new.signs_until <= old.signs_until then
        return new;
    end if;
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;

-- False where the present key has only just begun.
create function turn_signing_key(who uuid, moment timestamptz) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not exists (select from users u where u.id = who and u.role = 'SystemAdmin' and is_admin_in_force(u.id, moment)) then
        raise exception using errcode = '42501', message = 'Only a portal administrator turns the signing key.';
    end if;
    if exists (select from signing_keys where signs_from = moment) then return false; end if;

    perform set_config('app.user', who::text, true), set_config('app.turning_key', 'on', true);
    update signing_keys set signs_until = moment where signs_from < moment and signs_until > moment;
    update signing_keys set signs_from = moment where signs_from > moment;
    perform set_config('app.turning_key', 'off', true);
    return true;
end $$;
revoke execute on function turn_signing_key(uuid, timestamptz) from public;
