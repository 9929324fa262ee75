-- Moving sealed values to a newer key, and nothing else. See decision 0021.

create function is_resealed(old_value bytea, new_value bytea) returns boolean language sql immutable as
$$ select length(new_value) = length(old_value) and length(old_value) > 28 and get_byte(new_value, 0) > get_byte(old_value, 0) $$;

-- A line of history stays as it is; only its sealed message may be sealed anew.
create function history_append_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and to_jsonb(new) - 'message_sealed' = to_jsonb(old) - 'message_sealed'
       and is_resealed(old.message_sealed, new.message_sealed) then
        return new;
    end if;
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;
drop trigger enrollment_history_append_only on enrollment_history;
create trigger enrollment_history_append_only before update or delete on enrollment_history
    for each row execute function history_append_only();

-- Nor does a look change, but for its sealed note: the chain holds the note's hash.
create function reads_append_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and to_jsonb(new) - 'note_sealed' = to_jsonb(old) - 'note_sealed'
       and is_resealed(old.note_sealed, new.note_sealed) then
        return new;
    end if;
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;
drop trigger personal_data_reads_append_only on personal_data_reads;
create trigger personal_data_reads_append_only before update or delete on personal_data_reads
    for each row execute function reads_append_only();

-- A settled case stays as it is, too. The portal's own login may update cases, so here the owner alone is let through.
create function is_only_resealed(the_table oid, old_row enrollments, new_row enrollments) returns boolean language sql stable as $$
    select current_user = (select pg_get_userbyid(relowner) from pg_class where oid = the_table)
       and to_jsonb(new_row) - 'form_sealed' - 'nik_sealed' = to_jsonb(old_row) - 'form_sealed' - 'nik_sealed'
       and (old_row.form_sealed = new_row.form_sealed or is_resealed(old_row.form_sealed, new_row.form_sealed))
       and (old_row.nik_sealed = new_row.nik_sealed or is_resealed(old_row.nik_sealed, new_row.nik_sealed))
$$;
create or replace function enrollments_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.status <> 'Draft' then
            raise exception using errcode = 'BJ002', message = 'enrollment.must-start-as-draft';
        end if;
        return new;
    end if;

    if old.status in ('Accepted', 'Rejected', 'Withdrawn') and old is distinct from new and not is_only_resealed(tg_relid, old, new) then
        raise exception using errcode = 'BJ002', message = 'enrollment.not-editable';
    end if;

    if old.status <> new.status
       and (old.status, new.status) not in (
            ('Draft', 'Submitted'), ('Draft', 'Withdrawn'),
            ('Submitted', 'Returned'), ('Submitted', 'Accepted'), ('Submitted', 'Rejected'), ('Submitted', 'Withdrawn'),
            ('Returned', 'Submitted'), ('Returned', 'Withdrawn'))
       -- sent and settled in one unit of work: the portal itself knew active cover, or the debtor declined an offer
       and not (old.status in ('Draft', 'Returned') and new.status = 'Accepted'
                and new.outcome in ('LinkedByPortal', 'Declined') and new.decided_by is null) then
        raise exception using errcode = 'BJ002', message = 'enrollment.forbidden-transition';
    end if;

    if old.registered_by <> new.registered_by or old.office_id <> new.office_id or old.bank_position <> new.bank_position then
        raise exception using errcode = 'BJ002', message = 'enrollment.origin-is-fixed';
    end if;
    return new;
end $$;

-- Whoever counts or moves sealed values must see all of them, also a row that no case leads to. The owner cannot sign in, and says that it
-- is moving keys. Inert until the table has row-level security.
do $$
declare holder text;
begin
    for holder in
        select distinct table_name from information_schema.columns where table_schema = 'public' and column_name like '%\_sealed'
    loop
        execute format(
            'create policy moving_keys on %I to bpjsbjb_owner using (current_setting(''app.moving_keys'', true) = ''on'')', holder);
    end loop;
end $$;

-- Replaces each value that is still the one that was read. Only the owner of the schema may call it.
create function reseal_values(the_table text, the_column text, row_ids text[], old_values bytea[], new_values bytea[]) returns integer
    language plpgsql security definer set search_path = public, pg_temp as $$
declare the_key name; key_type text; replaced integer;
begin
    if the_column not like '%\_sealed' or not exists (
            select from pg_attribute a
             where a.attrelid = to_regclass(format('public.%I', the_table)) and a.attname = the_column and a.atttypid = 'bytea'::regtype) then
        raise exception using errcode = 'BJ001', message = 'database.not-a-sealed-column';
    end if;
    if exists (select from unnest(old_values, new_values) as v(old_value, new_value)
                where is_resealed(v.old_value, v.new_value) is not true) then
        raise exception using errcode = 'BJ001', message = 'database.not-resealed';
    end if;
    select a.attname, format_type(a.atttypid, null) into strict the_key, key_type
      from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
     where i.indrelid = to_regclass(format('public.%I', the_table)) and i.indisprimary and i.indnkeyatts = 1;
    execute format(
        'update %I t set %I = v.new_value from unnest($1, $2, $3) as v(id, old_value, new_value) where t.%I = v.id::%s and t.%I = v.old_value',
        the_table, the_column, the_key, key_type, the_column)
        using row_ids, old_values, new_values;
    get diagnostics replaced = row_count;
    return replaced;
end $$;
revoke execute on function reseal_values(text, text, text[], bytea[], bytea[]) from public;
