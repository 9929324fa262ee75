-- Employers and groups of borrowers stand in the tree like cases, and move with it. See decisions 0029 and 0031.

-- 1. Where a row stands is the database's to say ------------------------------------------------------------------------------
create function employers_place() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform pg_advisory_xact_lock_shared(office_tree());
    if tg_op = 'INSERT' then
        perform open_office(new.office_id);
        perform open_office(office_now(new.bpjs_office_id, portal_today()));
    end if;
    new.bpjs_office_id := office_now(new.bpjs_office_id, portal_today());
    new.bank_position := (select position from offices where id = new.office_id);
    new.bpjs_position := (select position from offices where id = new.bpjs_office_id);
    return new;
end $$;
create trigger employers_a_place before insert or update of office_id, bank_position, bpjs_office_id, bpjs_position on employers
    for each row when (current_user <> 'bpjsbjb_offices') execute function employers_place();

create function loan_groups_place() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform pg_advisory_xact_lock_shared(office_tree());
    new.bank_position := open_office(new.office_id);
    new.bpjs_position := office_at('Bpjs', new.bpjs_position, portal_today());
    return new;
end $$;
create trigger loan_groups_place before insert on loan_groups for each row execute function loan_groups_place();

-- The role of the tree changes places alone, and the guards of people's changes do not ask it (offices.v1.sql, section 4).
drop trigger employers_guard on employers;
create trigger employers_guard before insert or update on employers
    for each row when (current_user <> 'bpjsbjb_offices') execute function employers_guard();
drop trigger loans_debtor_guard on loans;
create trigger loans_debtor_guard before insert or update on loans
    for each row when (current_user <> 'bpjsbjb_offices') execute function loans_debtor_guard();

do $$
declare placed record;
begin
    for placed in select * from (values
        ('employers', array['name_search', 'bank_position', 'bpjs_position']), ('loan_groups', array['bank_position', 'bpjs_position'])) as t (name, ignored)
    loop
        execute format('drop trigger %I on %I', placed.name || '_audit', placed.name);
        execute format('drop trigger %I on %I', placed.name || '_audit_truncate', placed.name);
        perform audit_table(placed.name::regclass, variadic placed.ignored);
        execute format('create policy offices on %I to bpjsbjb_offices using (true)', placed.name);
    end loop;
end $$;

grant select (id, office_id, bpjs_office_id, bank_position, bpjs_position), update (office_id, bpjs_office_id, bank_position, bpjs_position)
    on employers to bpjsbjb_offices;
grant select (id, office_id, bank_position, bpjs_position), update (office_id, bank_position, bpjs_position) on loan_groups to bpjsbjb_offices;

-- 2. Moving and merging as in v1, with employers and groups -------------------------------------------------------------------
grant create on schema public to bpjsbjb_offices;
set role bpjsbjb_offices; -- whose the functions are

create or replace function move_office(the_office uuid, the_parent uuid, width int default null) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    moved offices;
    needed int;
    first int;
    shift int;
begin
    select * into strict moved from offices where id = the_office;
    select max(position_end) - moved.position + 1 into needed from offices
     where institution = moved.institution and position between moved.position + 1 and moved.position_end;
    needed := greatest(coalesce(width, moved.position_end - moved.position + 1), needed, 1);
    first := office_room(the_parent, needed);
    select * into strict moved from offices where id = the_office; -- room may have been made by moving what is above it
    shift := first - moved.position;

    update offices
       set position = position + shift,
           position_end = case when id = the_office then first + needed - 1 else position_end + shift end,
           parent_id = case when id = the_office then the_parent else parent_id end
     where institution = moved.institution and position between moved.position and moved.position_end;
    if moved.institution = 'Bjb' then
        update enrollments set bank_position = bank_position + shift where bank_position between moved.position and moved.position_end;
        update loans set bank_position = bank_position + shift where bank_position between moved.position and moved.position_end;
        update data_requests set bank_position = bank_position + shift where bank_position between moved.position and moved.position_end;
        update employers set bank_position = bank_position + shift where bank_position between moved.position and moved.position_end;
        update loan_groups set bank_position = bank_position + shift where bank_position between moved.position and moved.position_end;
    else
        update enrollments set bpjs_position = bpjs_position + shift where bpjs_position between moved.position and moved.position_end;
        update loans set bpjs_position = bpjs_position + shift where bpjs_position between moved.position and moved.position_end;
        update participations set bpjs_position = bpjs_position + shift where bpjs_position between moved.position and moved.position_end;
        update data_requests set bpjs_position = bpjs_position + shift where bpjs_position between moved.position and moved.position_end;
        update employers set bpjs_position = bpjs_position + shift where bpjs_position between moved.position and moved.position_end;
        update loan_groups set bpjs_position = bpjs_position + shift where bpjs_position between moved.position and moved.position_end;
    end if;
end $$;

create or replace function carry_out_merger(the_id uuid) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare
    merger office_mergers;
    a offices;
    b offices;
    below uuid;
    moved_cases int;
    moved_loans int;
    moved_participations int := 0;
begin
    perform pg_advisory_xact_lock(office_tree());
    select * into merger from office_mergers where id = the_id for update;
    if merger.status is distinct from 'Approved' or merger.effective_on > portal_today() then return false; end if;

    for below in select id from offices where parent_id = merger.from_office_id and valid_to is null order by position loop
        perform move_office(below, merger.into_office_id);
    end loop;
    perform move_office(merger.from_office_id, merger.into_office_id, 1);
    update offices set valid_to = merger.effective_on - 1 where id = merger.from_office_id;
    select * into strict a from offices where id = merger.from_office_id;
    select * into strict b from offices where id = merger.into_office_id;

    if a.institution = 'Bjb' then
        with moved as (
            update enrollments set office_id = b.id, bank_position = b.position
             where office_id = a.id and status in ('Draft', 'Submitted', 'Returned') returning id
        )
        insert into enrollment_history (id, enrollment_id, kind, by, at, detail)
        select gen_random_uuid(), id, 'Moved', merger.decided_by, clock_timestamp(), a.name || ' → ' || b.name from moved;
        get diagnostics moved_cases = row_count;
        update loans set origin_office_id = coalesce(origin_office_id, office_id), office_id = b.id, bank_position = b.position
         where office_id = a.id and is_live_loan(status, applied_on, term_months);
        get diagnostics moved_loans = row_count;
        update data_requests r set bank_position = e.bank_position from enrollments e
         where e.id = r.enrollment_id and r.bank_position = a.position and e.bank_position <> a.position;
        update employers set office_id = b.id, bank_position = b.position where office_id = a.id;
        update loan_groups set office_id = b.id, bank_position = b.position where office_id = a.id;
    else
        with moved as (
            update enrollments set bpjs_office_id = b.id, bpjs_position = b.position
             where bpjs_office_id = a.id and status in ('Draft', 'Submitted', 'Returned') returning id
        )
        insert into enrollment_history (id, enrollment_id, kind, by, at, detail)
        select gen_random_uuid(), id, 'Moved', merger.decided_by, clock_timestamp(), a.name || ' → ' || b.name from moved;
        get diagnostics moved_cases = row_count;
        update loans set bpjs_position = b.position where bpjs_position = a.position and is_live_loan(status, applied_on, term_months);
        get diagnostics moved_loans = row_count;
        update participations set bpjs_office_id = b.id, bpjs_position = b.position where bpjs_office_id = a.id;
        get diagnostics moved_participations = row_count;
        update data_requests r set bpjs_position = e.bpjs_position from enrollments e
         where e.id = r.enrollment_id and r.bpjs_position = a.position and e.bpjs_position <> a.position;
        update employers set bpjs_office_id = b.id, bpjs_position = b.position where bpjs_office_id = a.id;
        update loan_groups set bpjs_position = b.position where bpjs_position = a.position;
    end if;

    update office_successions set successor_id = b.id where successor_id = a.id and valid_to is null and valid_from >= merger.effective_on;
    with ended as (
        update office_successions set valid_to = merger.effective_on - 1 where successor_id = a.id and valid_to is null returning office_id
    )
    insert into office_successions (office_id, valid_from, successor_id)
    select office_id, merger.effective_on, b.id from ended union all select a.id, merger.effective_on, b.id;

    update office_mergers
       set status = 'Done', done_at = clock_timestamp(), cases = moved_cases, loans = moved_loans, participations = moved_participations
     where id = the_id;
    return true;
end $$;

set role bpjsbjb_owner;
revoke create on schema public from bpjsbjb_offices;
