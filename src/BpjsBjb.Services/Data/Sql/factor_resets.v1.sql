-- Only an administrator in force takes another person's factors off.
create function factor_resets_guard() returns trigger language plpgsql as $$
begin
    if not is_admin_in_force(new.reset_by, new.reset_at) then
        raise exception using errcode = 'BJ002', message = 'grant.not-an-admin';
    end if;
    return new;
end $$;
create trigger factor_resets_guard before insert on factor_resets for each row execute function factor_resets_guard();

select audit_table('factor_resets');
