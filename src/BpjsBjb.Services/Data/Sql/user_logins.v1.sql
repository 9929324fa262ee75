-- Nobody binds an outside subject to somebody else's account, whatever the program says.
create function user_logins_guard() returns trigger language plpgsql as $$
begin
    if new.user_id is distinct from nullif(current_setting('app.user', true), '')::uuid then
        raise exception using errcode = '28000', message = 'database.nobody-is-acting';
    end if;
    return new;
end $$;
create trigger user_logins_guard before insert or update on user_logins for each row execute function user_logins_guard();
