-- As v2, and a row that is known by a code, or by region, month and measure, is named by these.
create or replace function audit_change() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    who uuid := nullif(current_setting('app.user', true), '')::uuid;
    ignored text[] := coalesce(tg_argv, '{}'); -- null, not empty, where the trigger names none
    old_row jsonb;
    new_row jsonb;
    row_now jsonb;
    shown_before jsonb;
    shown_after jsonb;
    the_enrollment uuid;
    the_participation uuid;
begin
    -- Only who may act as the owner may change something without being named.
    if who is null and not pg_has_role(session_user, current_user, 'member') then
        raise exception using errcode = '28000', message = 'database.nobody-is-acting';
    end if;

    if tg_op = 'TRUNCATE' then
        insert into audit_entries (txid, at, actor, login, table_name, row_key, operation)
        values (pg_current_xact_id(), clock_timestamp(), who, session_user, tg_table_name, '*', tg_op);
        return null;
    end if;

    if tg_op <> 'INSERT' then old_row := to_jsonb(old); end if;
    if tg_op <> 'DELETE' then new_row := to_jsonb(new); end if;
    row_now := coalesce(new_row, old_row);

    if tg_op = 'UPDATE' then
        select jsonb_object_agg(o.key, audit_shown(o.key, o.value)), jsonb_object_agg(n.key, audit_shown(n.key, n.value))
          into shown_before, shown_after
          from jsonb_each(old_row) o join jsonb_each(new_row) n on n.key = o.key
         where o.value is distinct from n.value and o.key <> all (ignored);
        if shown_after is null then return null; end if;
    elsif tg_op = 'INSERT' then
        select jsonb_object_agg(key, audit_shown(key, value)) into shown_after
          from jsonb_each(new_row) where value <> 'null' and key <> all (ignored);
    else
        select jsonb_object_agg(key, audit_shown(key, value)) into shown_before
          from jsonb_each(old_row) where value <> 'null' and key <> all (ignored);
    end if;

    the_enrollment := case tg_table_name when 'enrollments' then row_now ->> 'id' else row_now ->> 'enrollment_id' end;
    the_participation := case tg_table_name when 'participations' then row_now ->> 'id' else row_now ->> 'participation_id' end;
    if tg_table_name = 'payments' then
        select enrollment_id, participation_id into the_enrollment, the_participation from bills where id = (row_now ->> 'bill_id')::uuid;
    end if;

    insert into audit_entries (txid, at, actor, login, table_name, row_key, operation, enrollment_id, loan_id, participation_id, person_id, before, after)
    values (
        pg_current_xact_id(), clock_timestamp(), who, session_user, tg_table_name,
        coalesce(row_now ->> 'id', concat_ws('/', row_now ->> 'loan_id', row_now ->> 'person_id', row_now ->> 'role', row_now ->> 'enrollment_id',
            row_now ->> 'field', row_now ->> 'user_id', row_now ->> 'login_provider',
            row_now ->> 'code', row_now ->> 'regency_code', row_now ->> 'month', row_now ->> 'measure', row_now ->> 'version',
            case when row_now ? 'code' then null else row_now ->> 'name' end)),
        tg_op,
        the_enrollment,
        (case tg_table_name when 'loans' then row_now ->> 'id' else row_now ->> 'loan_id' end)::uuid,
        the_participation,
        (case tg_table_name when 'people' then row_now ->> 'id' else row_now ->> 'person_id' end)::uuid,
        shown_before, shown_after);
    return null;
end $$;
