-- Incidents with personal data: the clock, who was told, and how many are affected. See decision 0022.
select audit_table('breach_incidents');

create function breach_incidents_guard() returns trigger language plpgsql as $$
declare moving constant text[] := array['status', 'authority_told_by', 'authority_told_at', 'people_told_by', 'people_told_at', 'closed_by', 'closed_at'];
begin
    if tg_op = 'DELETE' then
        raise exception using errcode = 'BJ001', message = 'database.append-only';
    end if;
    if to_jsonb(new) - moving = to_jsonb(old) - moving then
        if (old.authority_told_at is not null and new.authority_told_at is distinct from old.authority_told_at)
           or (old.people_told_at is not null and new.people_told_at is distinct from old.people_told_at)
           or (old.closed_at is not null and new is distinct from old) then
            raise exception using errcode = 'BJ001', message = 'database.append-only';
        end if;
        return new;
    end if;
    if to_jsonb(new) - 'what_sealed' - 'measures_sealed' = to_jsonb(old) - 'what_sealed' - 'measures_sealed'
       and (new.what_sealed = old.what_sealed or is_resealed(old.what_sealed, new.what_sealed))
       and (new.measures_sealed is not distinct from old.measures_sealed or is_resealed(old.measures_sealed, new.measures_sealed)) then
        return new;
    end if;
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;
create trigger breach_incidents_guard before update or delete on breach_incidents for each row execute function breach_incidents_guard();
create trigger breach_incidents_no_truncate before truncate on breach_incidents for each statement execute function append_only();

-- Every case an incident touches: looked at, exported or changed by the account, from the address, in the window.
create function breach_evidence(the_incident uuid)
    returns table (enrollment_id uuid, at timestamptz, field text) language sql stable as $$
    select r.enrollment_id, r.at, f.field
      from breach_incidents i
      join personal_data_reads r on r.at >= i.window_from and r.at < i.window_before
       and (i.reader_id is null or r.reader = i.reader_id) and (i.address is null or r.address = i.address::inet)
      cross join unnest(r.fields) as f(field)
     where i.id = the_incident and r.enrollment_id is not null
    union all
    select a.enrollment_id, a.at, 'Changed'
      from breach_incidents i
      join audit_entries a on a.at >= i.window_from and a.at < i.window_before and a.actor = i.reader_id
     where i.id = the_incident and a.enrollment_id is not null
$$;

-- How many cases and which fields, for administrators, who see no case. As the owner, who sees the whole trail.
create function breach_figures(the_incident uuid) returns table (cases bigint, fields text[])
    language sql stable security definer set search_path = public, pg_temp as $$
    select count(distinct enrollment_id), coalesce(array_agg(distinct field order by field), '{}') from breach_evidence(the_incident)
$$;
revoke execute on function breach_figures(uuid) from public;
