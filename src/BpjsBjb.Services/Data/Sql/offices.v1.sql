-- Offices kept by people: a tree with validity dates, numbers that are never given twice, and mergers. See decision 0031.

-- One lock for the tree: whoever reads or places rows shares it for the transaction, whoever changes the tree has it alone.
create function office_tree() returns bigint language sql immutable as $$ select x'4C444F4649'::bigint $$;

-- 1. Numbers -----------------------------------------------------------------------------------------------------------------
-- A number belongs to one office for ever: an interval that was left shows nothing to whoever still holds it, never somebody else's rows.
create table office_spans (
    id bigint generated always as identity constraint pk_office_spans primary key,
    institution varchar(40) not null,
    office_id uuid not null constraint fk_office_spans_offices references offices (id),
    position int not null,
    position_end int not null,
    since timestamptz not null default clock_timestamp(),
    retired_at timestamptz null,
    constraint ex_office_spans_number exclude using gist (institution with =, position with =, office_id with <>)
);
create index ix_office_spans_number on office_spans (institution, position);
create unique index ux_office_spans_current on office_spans (office_id) where retired_at is null;

create function offices_span() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update office_spans set retired_at = clock_timestamp() where office_id = new.id and retired_at is null;
    insert into office_spans (institution, office_id, position, position_end) values (new.institution, new.id, new.position, new.position_end);
    return null;
end $$;
insert into office_spans (institution, office_id, position, position_end) select institution, id, position, position_end from offices;
create trigger offices_span_new after insert on offices for each row execute function offices_span();
create trigger offices_span_moved after update on offices
    for each row when ((old.position, old.position_end) is distinct from (new.position, new.position_end)) execute function offices_span();

-- Room for two thousand million numbers below each head office.
update offices set position_end = 1999999999 where kind = 'HeadOffice' and parent_id is null and position = 0;

-- At commit every office stands inside its parent and beside its siblings.
create function offices_nested() returns trigger language plpgsql as $$
begin
    if exists (select from offices p where p.id = new.parent_id
                  and (p.institution <> new.institution or new.position <= p.position or new.position_end > p.position_end))
       or exists (select from offices o where o.institution = new.institution and o.id <> new.id and o.parent_id is not distinct from new.parent_id
                     and o.position <= new.position_end and new.position <= o.position_end)
       or exists (select from offices c where c.parent_id = new.id and (c.position <= new.position or c.position_end > new.position_end)) then
        raise exception using errcode = 'BJ008', message = 'office.not-nested';
    end if;
    return null;
end $$;
create constraint trigger offices_nested after insert or update of institution, parent_id, position, position_end on offices
    deferrable initially deferred for each row execute function offices_nested();

-- 2. Validity and what an office was called ------------------------------------------------------------------------------------
alter table offices add constraint ck_offices_validity check (valid_to is null or valid_to >= valid_from);
alter table offices add constraint ex_offices_code
    exclude using gist (institution with =, code with =, daterange(valid_from, valid_to, '[]') with &&) where (code is not null);

create table office_versions (
    office_id uuid not null constraint fk_office_versions_offices references offices (id),
    valid_from date not null,
    kind varchar(40) not null,
    code varchar(20) null,
    name varchar(100) not null,
    regency_code text null,
    parent_id uuid null,
    constraint pk_office_versions primary key (office_id, valid_from)
);
insert into office_versions select id, valid_from, kind, code, name, regency_code, parent_id from offices;

create function offices_version() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare since date := new.valid_from;
begin
    if tg_op = 'UPDATE' then since := greatest(new.valid_from, portal_today()); end if;
    insert into office_versions values (new.id, since, new.kind, new.code, new.name, new.regency_code, new.parent_id)
        on conflict (office_id, valid_from) do update
            set (kind, code, name, regency_code, parent_id) = (excluded.kind, excluded.code, excluded.name, excluded.regency_code, excluded.parent_id);
    return null;
end $$;
create trigger offices_version_new after insert on offices for each row execute function offices_version();
create trigger offices_version_changed after update on offices for each row
    when ((old.kind, old.code, old.name, old.regency_code, old.parent_id) is distinct from (new.kind, new.code, new.name, new.regency_code, new.parent_id))
    execute function offices_version();

-- What the trail tells of offices: nothing of a person but who did it.
create view office_changes as
select id, at, actor, login, operation, row_key, before, after from audit_entries where table_name = 'offices';

-- 3. Mergers ---------------------------------------------------------------------------------------------------------------------
create table office_mergers (
    id uuid constraint pk_office_mergers primary key,
    from_office_id uuid not null constraint fk_office_mergers_offices_from references offices (id),
    into_office_id uuid not null constraint fk_office_mergers_offices_into references offices (id),
    effective_on date not null,
    reason varchar(1000) not null,
    status varchar(40) not null default 'Proposed',
    proposed_by uuid not null constraint fk_office_mergers_users_proposed_by references users (id),
    proposed_at timestamptz not null,
    decided_by uuid null constraint fk_office_mergers_users_decided_by references users (id),
    decided_at timestamptz null,
    cancelled_by uuid null constraint fk_office_mergers_users_cancelled_by references users (id),
    cancelled_at timestamptz null,
    done_at timestamptz null,
    cases int null,          -- what moved
    loans int null,
    participations int null,
    constraint ck_office_mergers_offices check (from_office_id <> into_office_id),
    constraint ck_office_mergers_reason check (btrim(reason) <> ''),
    constraint ck_office_mergers_status check (status in ('Proposed', 'Approved', 'Refused', 'Withdrawn', 'Cancelled', 'Done')
        and (status = 'Proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null)
        and (status = 'Cancelled') = (cancelled_by is not null) and (cancelled_by is null) = (cancelled_at is null)
        and (status = 'Done') = (done_at is not null)),
    constraint ck_office_mergers_two_people check (status in ('Proposed', 'Withdrawn') or decided_by <> proposed_by),
    constraint ck_office_mergers_withdrawn check (status <> 'Withdrawn' or decided_by = proposed_by)
);
create index ix_office_mergers_from on office_mergers (from_office_id);
create index ix_office_mergers_into on office_mergers (into_office_id);
create index ix_office_mergers_due on office_mergers (effective_on) where status = 'Approved';
select audit_table('office_mergers');

create function office_mergers_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE'
       or (new.id, new.from_office_id, new.into_office_id, new.effective_on, new.reason, new.proposed_by, new.proposed_at)
          is distinct from (old.id, old.from_office_id, old.into_office_id, old.effective_on, old.reason, old.proposed_by, old.proposed_at)
       or old.status in ('Refused', 'Withdrawn', 'Cancelled', 'Done')
       or (old.decided_by is not null and (new.decided_by, new.decided_at) is distinct from (old.decided_by, old.decided_at)) then
        raise exception using errcode = 'BJ001', message = 'database.append-only';
    end if;
    return new;
end $$;
create trigger office_mergers_guard before update or delete on office_mergers for each row execute function office_mergers_guard();
create trigger office_mergers_no_truncate before truncate on office_mergers for each statement execute function append_only();

-- As which office an office that was merged stands on a day.
create table office_successions (
    office_id uuid not null constraint fk_office_successions_offices references offices (id),
    valid_from date not null,
    valid_to date null,
    successor_id uuid not null constraint fk_office_successions_offices_successor references offices (id),
    constraint pk_office_successions primary key (office_id, valid_from),
    constraint ck_office_successions_validity check (valid_to is null or valid_to >= valid_from)
);

create function office_now(the_office uuid, on_date date) returns uuid language sql stable as $$
    select coalesce((select successor_id from office_successions
                      where office_id = the_office and on_date >= valid_from and on_date <= coalesce(valid_to, 'infinity')), the_office)
$$;

-- Where a facility was applied for, once it is led elsewhere: reports of the days before stay with that office.
alter table loans add origin_office_id uuid null constraint fk_loans_offices_origin references offices (id);

-- 4. Where a row stands is the database's to say -------------------------------------------------------------------------------
-- A number read a minute ago may be left by now. It still names one office, and the row is placed where that office is today.
create function office_at(the_institution text, the_number int, on_date date) returns int language plpgsql stable as $$
declare place int;
begin
    select position into place from offices where id = office_now(
        (select office_id from office_spans where institution = the_institution and position = the_number limit 1), on_date);
    if not found then
        raise exception using errcode = '42501', message = 'office.not-its-place';
    end if;
    return place;
end $$;

-- Work begins at offices that are open: not before their first day, nor once their last is set.
create function open_office(the_office uuid) returns int language plpgsql stable as $$
declare place offices;
begin
    select * into place from offices where id = the_office;
    if place.valid_to is not null or place.valid_from > portal_today() then
        raise exception using errcode = 'BJ008', message = 'office.closed';
    end if;
    return place.position;
end $$;

create function enrollments_place() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform pg_advisory_xact_lock_shared(office_tree());
    if tg_op = 'INSERT' then
        new.bank_position := open_office(new.office_id);
    end if;
    if tg_op = 'INSERT' or new.bpjs_office_id <> old.bpjs_office_id then
        new.bpjs_office_id := office_now(new.bpjs_office_id, portal_today());
        if tg_op = 'INSERT' or new.bpjs_office_id <> old.bpjs_office_id then
            new.bpjs_position := open_office(new.bpjs_office_id);
        else
            new.bpjs_position := (select position from offices where id = new.bpjs_office_id);
        end if;
    elsif office_at('Bpjs', new.bpjs_position, portal_today()) = (select position from offices where id = new.bpjs_office_id) then
        new.bpjs_position := (select position from offices where id = new.bpjs_office_id);
    else
        raise exception using errcode = '42501', message = 'office.not-its-place';
    end if;
    return new;
end $$;
create trigger enrollments_place before insert or update of bpjs_office_id, bpjs_position on enrollments
    for each row when (current_user <> 'bpjsbjb_offices') execute function enrollments_place();

create function loans_place() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform pg_advisory_xact_lock_shared(office_tree());
    if tg_op = 'UPDATE' and (new.office_id, new.origin_office_id) is distinct from (old.office_id, old.origin_office_id) then
        raise exception using errcode = 'BJ004', message = 'loan.terms-are-fixed';
    end if;
    new.bank_position := (select position from offices where id = new.office_id);
    new.bpjs_position := office_at('Bpjs', new.bpjs_position, portal_today());
    return new;
end $$;
create trigger loans_place before insert or update of office_id, origin_office_id, bank_position, bpjs_position on loans
    for each row when (current_user <> 'bpjsbjb_offices') execute function loans_place();

create function participations_place() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform pg_advisory_xact_lock_shared(office_tree());
    new.bpjs_office_id := office_now(new.bpjs_office_id, portal_today());
    new.bpjs_position := (select position from offices where id = new.bpjs_office_id);
    return new;
end $$;
create trigger participations_place before insert or update of bpjs_office_id, bpjs_position on participations
    for each row when (current_user <> 'bpjsbjb_offices') execute function participations_place();

-- A request stands with its case.
create function data_requests_place() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform pg_advisory_xact_lock_shared(office_tree());
    new.bank_position := (select position from offices where id = (
        select office_id from office_spans where institution = 'Bjb' and position = new.bank_position limit 1));
    new.bpjs_position := (select position from offices where id = (
        select office_id from office_spans where institution = 'Bpjs' and position = new.bpjs_position limit 1));
    return new;
end $$;
create trigger data_requests_place before insert or update of bank_position, bpjs_position on data_requests
    for each row when (current_user <> 'bpjsbjb_offices') execute function data_requests_place();

-- The guards of a case and a facility say what people may change. The role below changes places alone, by its rights, and is not asked:
-- what was decided is placed anew without being changed, and triggers that speak at commit would look through the administrator's empty scope.
drop trigger enrollments_guard on enrollments;
create trigger enrollments_guard before insert or update on enrollments
    for each row when (current_user <> 'bpjsbjb_offices') execute function enrollments_guard();
drop trigger loans_guard on loans;
create trigger loans_guard before insert or update on loans for each row when (current_user <> 'bpjsbjb_offices') execute function loans_guard();
drop trigger loans_are_insured on loans;
create constraint trigger loans_are_insured after insert or update on loans
    deferrable initially deferred for each row when (current_user <> 'bpjsbjb_offices') execute function loans_are_insured();
drop trigger loans_disbursed_has_row on loans;
create constraint trigger loans_disbursed_has_row after update on loans
    deferrable initially deferred for each row when (new.status = 'Disbursed' and current_user <> 'bpjsbjb_offices')
    execute function loans_disbursed_has_row();
drop trigger data_requests_guard on data_requests;
create trigger data_requests_guard before insert or update on data_requests
    for each row when (current_user <> 'bpjsbjb_offices') execute function data_requests_guard();

-- Places follow from the offices named beside them: a move of the tree is one entry of the office, not one of each row below it.
do $$
declare placed record;
begin
    for placed in select * from (values
        ('enrollments', array['name_search', 'last_edited_at', 'bank_position', 'bpjs_position']),
        ('participations', array['covered_from', 'covered_through', 'bpjs_position']),
        ('loans', array['bank_position', 'bpjs_position']),
        ('data_requests', array['bank_position', 'bpjs_position'])) as t (name, ignored)
    loop
        execute format('drop trigger %I on %I', placed.name || '_audit', placed.name);
        execute format('drop trigger %I on %I', placed.name || '_audit_truncate', placed.name);
        perform audit_table(placed.name::regclass, variadic placed.ignored);
    end loop;
end $$;

-- 5. The scope of a transaction ---------------------------------------------------------------------------------------------------
-- Shares the tree until the transaction ends, then looks whether the reader's interval is still an office's: each statement of a volatile
-- function sees what is committed when it begins, so what the lock waited for is seen.
create function enter_scope(who text, bank_lo int, bank_hi int, bpjs_lo int, bpjs_hi int) returns void language plpgsql as $$
begin
    perform set_config('app.user', who, true), set_config('app.bank_lo', bank_lo::text, true), set_config('app.bank_hi', bank_hi::text, true),
            set_config('app.bpjs_lo', bpjs_lo::text, true), set_config('app.bpjs_hi', bpjs_hi::text, true);
    perform pg_advisory_xact_lock_shared(office_tree());
    if exists (select from office_spans where retired_at is not null
                  and (institution, position, position_end) in (('Bjb', bank_lo, bank_hi), ('Bpjs', bpjs_lo, bpjs_hi))) then
        raise exception using errcode = 'BJ009', message = 'scope.moved';
    end if;
end $$;

-- 6. Changing the tree -----------------------------------------------------------------------------------------------------------
create function office_rank(the_kind text) returns int language sql immutable as $$
    select array_position(array['HeadOffice', 'Region', 'Branch', 'SubBranch'], the_kind)
$$;

-- A facility with something still to be done about it.
create function is_live_loan(the_status text, applied_on date, term_months int) returns boolean language sql stable as $$
    select the_status in ('Applied', 'Cleared')
        or (the_status = 'Disbursed' and (applied_on + make_interval(months => term_months))::date >= portal_today())
$$;

create function keeping_offices() returns void language plpgsql as $$
begin
    if not is_admin_in_force(nullif(current_setting('app.user', true), '')::uuid, now()) then
        raise exception using errcode = 'BJ008', message = 'office.not-an-administrator';
    end if;
    perform pg_advisory_xact_lock(office_tree());
end $$;

-- The first of so many numbers below an office that nobody ever had. Where there are too few, the office moves to a wider place of its own.
create function office_room(the_parent uuid, width int) returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare
    parent offices;
    first int;
begin
    loop
        select * into strict parent from offices where id = the_parent;
        select greatest(parent.position, max(position_end)) + 1 into first from office_spans
         where institution = parent.institution and position > parent.position and position_end <= parent.position_end;
        if first::bigint + width - 1 <= parent.position_end then return first; end if;

        if parent.parent_id is null then
            raise exception using errcode = 'BJ008', message = 'office.tree-full';
        end if;
        perform move_office(parent.id, parent.parent_id,
            greatest(2 * (parent.position_end - parent.position + 1), first - parent.position + width));
    end loop;
end $$;

-- An office with all below it under fresh numbers, and every row that stands there with it.
create function move_office(the_office uuid, the_parent uuid, width int default null) returns void
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
    else
        update enrollments set bpjs_position = bpjs_position + shift where bpjs_position between moved.position and moved.position_end;
        update loans set bpjs_position = bpjs_position + shift where bpjs_position between moved.position and moved.position_end;
        update participations set bpjs_position = bpjs_position + shift where bpjs_position between moved.position and moved.position_end;
        update data_requests set bpjs_position = bpjs_position + shift where bpjs_position between moved.position and moved.position_end;
    end if;
end $$;

create function check_place(the_kind text, the_institution text, the_regency text, parent offices, from_day date) returns void language plpgsql as $$
begin
    if parent.id is null or parent.institution <> the_institution or parent.valid_to is not null or parent.valid_from > from_day then
        raise exception using errcode = 'BJ008', message = 'office.parent-closed';
    end if;
    if office_rank(the_kind) <= office_rank(parent.kind) then
        raise exception using errcode = 'BJ008', message = 'office.kind-not-below';
    end if;
    if the_regency is not null and not exists (select from regions where code = the_regency and length(code) = 4) then
        raise exception using errcode = 'BJ008', message = 'office.regency-unknown';
    end if;
end $$;

create function add_office(the_id uuid, the_parent uuid, the_kind text, the_code text, the_name text, the_regency text, from_day date, sample boolean)
    returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
    parent offices;
    width constant int := case the_kind when 'Region' then 100000 when 'Branch' then 100 else 5 end;
    first int;
begin
    perform keeping_offices();
    select * into parent from offices where id = the_parent;
    perform check_place(the_kind, parent.institution, the_regency, parent, from_day);
    first := office_room(the_parent, width);
    insert into offices (id, institution, kind, code, name, regency_code, parent_id, position, position_end, valid_from, is_sample)
    values (the_id, parent.institution, the_kind, the_code, the_name, the_regency, the_parent, first, first + width - 1, from_day, sample);
end $$;

create function change_office(the_id uuid, seen bigint, the_parent uuid, the_code text, the_name text, the_regency text, sample boolean)
    returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
    present offices;
    parent offices;
begin
    perform keeping_offices();
    select * into present from offices where id = the_id and xmin::text::bigint = seen;
    if not found then
        raise exception using errcode = 'BJ008', message = 'office.changed-meanwhile';
    end if;
    if present.valid_to is not null then
        raise exception using errcode = 'BJ008', message = 'office.has-ended';
    end if;
    update offices set code = the_code, name = the_name, regency_code = the_regency, is_sample = sample where id = the_id;
    if present.parent_id is null then return; end if;

    select * into parent from offices where id = the_parent;
    perform check_place(present.kind, present.institution, the_regency, parent, greatest(present.valid_from, portal_today()));
    if the_parent = present.parent_id then return; end if;
    if parent.position between present.position and present.position_end then
        raise exception using errcode = 'BJ008', message = 'office.below-itself';
    end if;
    perform move_office(the_id, the_parent);
end $$;

-- What keeps an office open. Rows are counted, never shown.
create function office_work(the_office uuid)
    returns table (cases bigint, loans bigint, bills bigint, requests bigint, participations bigint, staff bigint, offices_below bigint)
    language sql stable security definer set search_path = public, pg_temp as $$
    select (select count(*) from enrollments e where the_office in (e.office_id, e.bpjs_office_id) and e.status in ('Draft', 'Submitted', 'Returned')),
           (select count(*) from loans l where (l.office_id = the_office or (o.institution = 'Bpjs' and l.bpjs_position = o.position))
               and is_live_loan(l.status, l.applied_on, l.term_months)),
           (select count(*) from bills b join enrollments e on e.id = b.enrollment_id
             where the_office in (e.office_id, e.bpjs_office_id) and b.paid_at is null and b.cancelled_at is null),
           (select count(*) from data_requests r where o.position = case o.institution when 'Bjb' then r.bank_position else r.bpjs_position end
               and r.done_at is null and r.status <> 'Refused'),
           (select count(*) from participations p where p.bpjs_office_id = the_office),
           (select count(*) from access_grants g where g.office_id = the_office and g.approved_at is not null and g.ended_at is null
               and coalesce(g.valid_to, 'infinity') >= portal_today()),
           (select count(*) from offices c where c.parent_id = the_office and c.valid_to is null)
      from offices o where o.id = the_office
$$;

create function close_office(the_id uuid, seen bigint, first_day date) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    present offices;
    open_work record;
begin
    perform keeping_offices();
    select * into present from offices where id = the_id and xmin::text::bigint = seen;
    if not found then
        raise exception using errcode = 'BJ008', message = 'office.changed-meanwhile';
    end if;
    if present.valid_to is not null then
        raise exception using errcode = 'BJ008', message = 'office.has-ended';
    end if;
    if present.parent_id is null then
        raise exception using errcode = 'BJ008', message = 'office.head-stays';
    end if;
    if first_day < portal_today() or first_day <= present.valid_from then
        raise exception using errcode = 'BJ008', message = 'office.end-past';
    end if;
    select * into open_work from office_work(the_id);
    if open_work.offices_below > 0 then
        raise exception using errcode = 'BJ008', message = 'office.has-open-offices';
    end if;
    if open_work.cases + open_work.loans + open_work.bills + open_work.requests > 0 then
        raise exception using errcode = 'BJ008', message = 'office.has-open-work';
    end if;
    if exists (select from office_mergers where the_id in (from_office_id, into_office_id) and status in ('Proposed', 'Approved')) then
        raise exception using errcode = 'BJ008', message = 'office-merger.already-planned';
    end if;
    update offices set valid_to = first_day - 1 where id = the_id;
end $$;

-- 7. Merging ------------------------------------------------------------------------------------------------------------------------
create function propose_merger(the_id uuid, the_from uuid, the_into uuid, the_day date, why text, proposed timestamptz) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    a offices;
    b offices;
begin
    perform keeping_offices();
    select * into a from offices where id = the_from;
    select * into b from offices where id = the_into;
    if a.id is null or b.id is null or a.id = b.id or a.institution <> b.institution
       or a.kind not in ('Branch', 'SubBranch') or b.kind not in ('Branch', 'SubBranch') or office_rank(b.kind) > office_rank(a.kind)
       or b.position between a.position and a.position_end then
        raise exception using errcode = 'BJ008', message = 'office-merger.not-two-branches';
    end if;
    if a.valid_to is not null or b.valid_to is not null or a.valid_from >= the_day or b.valid_from > the_day then
        raise exception using errcode = 'BJ008', message = 'office.closed';
    end if;
    if the_day < portal_today() then
        raise exception using errcode = 'BJ008', message = 'office-merger.day-past';
    end if;
    if exists (select from office_mergers where status in ('Proposed', 'Approved')
                  and (the_from in (from_office_id, into_office_id) or the_into in (from_office_id, into_office_id))) then
        raise exception using errcode = 'BJ008', message = 'office-merger.already-planned';
    end if;
    insert into office_mergers (id, from_office_id, into_office_id, effective_on, reason, proposed_by, proposed_at)
    values (the_id, the_from, the_into, the_day, why, nullif(current_setting('app.user', true), '')::uuid, proposed);
end $$;

create function decide_merger(the_id uuid, decision text, decided timestamptz) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    who constant uuid := nullif(current_setting('app.user', true), '')::uuid;
    merger office_mergers;
begin
    perform keeping_offices();
    select * into merger from office_mergers where id = the_id for update;
    if merger.status is distinct from (case decision when 'Cancelled' then 'Approved' else 'Proposed' end) then
        raise exception using errcode = 'BJ008', message = 'office-merger.decided';
    end if;
    if decision in ('Approved', 'Refused') and merger.proposed_by = who then
        raise exception using errcode = 'BJ008', message = 'office-merger.own-proposal';
    end if;
    if decision = 'Withdrawn' and merger.proposed_by <> who then
        raise exception using errcode = 'BJ008', message = 'office-merger.not-own-proposal';
    end if;
    if decision = 'Approved' and merger.effective_on < portal_today() then
        raise exception using errcode = 'BJ008', message = 'office-merger.day-past';
    end if;
    if decision = 'Cancelled' then
        update office_mergers set status = decision, cancelled_by = who, cancelled_at = decided where id = the_id;
    else
        update office_mergers set status = decision, decided_by = who, decided_at = decided where id = the_id;
    end if;
end $$;

-- Does what two people decided, once its day has come: false when it has not, or it is done. The branch goes under its successor with its past,
-- its open work becomes the successor's, and whatever asks about a later day finds the successor in its place.
create function carry_out_merger(the_id uuid) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
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

-- 8. No right is given at an office that has ended -------------------------------------------------------------------------------
create function access_grants_office() returns trigger language plpgsql as $$
begin
    if (tg_op = 'INSERT' or (new.approved_at is not null and old.approved_at is null)) and new.origin <> 'Existing'
       and exists (select from offices where id = new.office_id and (valid_to is not null or valid_from > portal_today())) then
        raise exception using errcode = 'BJ008', message = 'grant.office-closed';
    end if;
    return new;
end $$;
create trigger access_grants_office before insert or update on access_grants for each row execute function access_grants_office();

-- 9. Figures of a day belong to the office that led the facility on it ----------------------------------------------------------
grant select on office_successions to bpjsbjb_figures;
grant usage, create on schema public to bpjsbjb_figures, bpjsbjb_offices;
alter view office_changes owner to bpjsbjb_figures;

-- 10. Whose functions these are ----------------------------------------------------------------------------------------------------
grant select, insert, update on offices, office_mergers, office_successions to bpjsbjb_offices;
grant select on office_spans, regions, access_grants to bpjsbjb_offices;
grant select (id, person_id, nik_hash, participation_id, office_id, bpjs_office_id, bank_position, bpjs_position, status),
    update (office_id, bpjs_office_id, bank_position, bpjs_position) on enrollments to bpjsbjb_offices;
grant select (id, office_id, origin_office_id, bank_position, bpjs_position, status, applied_on, term_months),
    update (office_id, origin_office_id, bank_position, bpjs_position) on loans to bpjsbjb_offices;
grant select (id, person_id, bpjs_office_id, bpjs_position), update (bpjs_office_id, bpjs_position) on participations to bpjsbjb_offices;
grant select (id, enrollment_id, bank_position, bpjs_position, status, done_at), update (bank_position, bpjs_position) on data_requests to bpjsbjb_offices;
grant select (id, enrollment_id, participation_id, paid_at, cancelled_at) on bills to bpjsbjb_offices;
grant select (id, nik_hash) on people to bpjsbjb_offices;
grant insert (id, enrollment_id, kind, by, at, detail) on enrollment_history to bpjsbjb_offices;
create policy offices on enrollment_history for insert to bpjsbjb_offices with check (true);
do $$
declare placed text;
begin
    foreach placed in array array['enrollments', 'loans', 'participations', 'data_requests', 'bills'] loop
        execute format('create policy offices on %I to bpjsbjb_offices using (true)', placed);
    end loop;
end $$;

revoke execute on function office_room(uuid, int), move_office(uuid, uuid, int), add_office(uuid, uuid, text, text, text, text, date, boolean),
    change_office(uuid, bigint, uuid, text, text, text, boolean), close_office(uuid, bigint, date), office_work(uuid),
    propose_merger(uuid, uuid, uuid, date, text, timestamptz), decide_merger(uuid, text, timestamptz), carry_out_merger(uuid) from public;
alter function office_room(uuid, int) owner to bpjsbjb_offices;
alter function move_office(uuid, uuid, int) owner to bpjsbjb_offices;
alter function add_office(uuid, uuid, text, text, text, text, date, boolean) owner to bpjsbjb_offices;
alter function change_office(uuid, bigint, uuid, text, text, text, boolean) owner to bpjsbjb_offices;
alter function close_office(uuid, bigint, date) owner to bpjsbjb_offices;
alter function office_work(uuid) owner to bpjsbjb_offices;
alter function propose_merger(uuid, uuid, uuid, date, text, timestamptz) owner to bpjsbjb_offices;
alter function decide_merger(uuid, text, timestamptz) owner to bpjsbjb_offices;
alter function carry_out_merger(uuid) owner to bpjsbjb_offices;
revoke create on schema public from bpjsbjb_offices;
