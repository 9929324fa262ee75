-- Requests of debtors about their own data, restriction, legal hold, erasure, retention. See decision 0022.

alter table retention_rules add constraint ex_retention_rules
    exclude using gist (purpose with =, daterange(valid_from, valid_to, '[]') with &&);

create function rule_months(the_purpose text, on_date date) returns int language sql stable as $$
    select months from retention_rules where purpose = the_purpose and on_date >= valid_from and on_date <= coalesce(valid_to, 'infinity')
$$;

-- 1. What was erased, and why: the skeleton that stays. Written by erase_case alone --------------------------------------
create table erasures (
    id bigint generated always as identity constraint pk_erasures primary key,
    txid xid8 not null default pg_current_xact_id(),
    at timestamptz not null default clock_timestamp(),
    enrollment_id uuid not null constraint fk_erasures_enrollments references enrollments (id),
    person_id uuid null,
    rule_id int null constraint fk_erasures_retention_rules references retention_rules (id),
    request_id uuid null constraint fk_erasures_data_requests references data_requests (id),
    constraint ux_erasures_enrollment unique (enrollment_id),
    constraint ck_erasures_reason check ((rule_id is null) <> (request_id is null))
);
create index ix_erasures_txid on erasures (txid);
create trigger erasures_append_only before update or delete on erasures for each row execute function append_only();
create trigger erasures_no_truncate before truncate on erasures for each statement execute function append_only();

-- One row a night: a night that was killed has no end, and the next round goes on with it.
create table retention_runs (
    day date constraint pk_retention_runs primary key,
    started_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz null,
    held int not null default 0,
    erased int not null default 0
);

-- 2. Rows of other offices stay theirs ------------------------------------------------------------------------------------
do $$
declare
    part record;
    everything constant text :=
        $scope$current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
           and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647$scope$;
begin
    for part in select * from (values
        ('data_requests', 'bank_position between current_setting(''app.bank_lo'')::int and current_setting(''app.bank_hi'')::int
            and bpjs_position between current_setting(''app.bpjs_lo'')::int and current_setting(''app.bpjs_hi'')::int'),
        ('erasures', 'exists (select from enrollments e where e.id = enrollment_id)')) as t (name, seen_with)
    loop
        execute format('alter table %I enable row level security', part.name);
        execute format('alter table %I force row level security', part.name);
        execute format('create policy scope on %I using ((%s) or %s)', part.name, everything, part.seen_with);
    end loop;
end $$;
create policy moving_keys on data_requests to bpjsbjb_owner using (current_setting('app.moving_keys', true) = 'on');
select audit_table('data_requests');

-- 3. While personal data are erased -----------------------------------------------------------------------------------------
-- True only inside a transaction in which erase_case has written its row, which no login can do by itself.
create function is_erasing() returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if coalesce(current_setting('app.erasing', true), '') <> 'on' then return false; end if;
    return exists (select from erasures where txid = pg_current_xact_id_if_assigned());
end $$;

-- The audit of an erasure must not keep what was erased.
create or replace function audit_shown(column_name text, value jsonb) returns jsonb language sql stable as $$
    select case
        when value is null or value = 'null' then value
        when column_name like '%\_sealed' or column_name like '%\_hash' then '"changed"'::jsonb
        when column_name in ('full_name', 'name_search', 'birth_date', 'birth_place', 'district_code', 'description', 'purpose', 'application_number')
             and is_erasing() then '"erased"'::jsonb
        else value end
$$;

create or replace function history_append_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and to_jsonb(new) - 'message_sealed' = to_jsonb(old) - 'message_sealed'
       and (is_resealed(old.message_sealed, new.message_sealed) or (new.message_sealed is null and is_erasing())) then
        return new;
    end if;
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;

create or replace function enrollments_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.status <> 'Draft' then
            raise exception using errcode = 'BJ002', message = 'enrollment.must-start-as-draft';
        end if;
        return new;
    end if;

    if old.status in ('Accepted', 'Rejected', 'Withdrawn') and old is distinct from new
       and not is_only_resealed(tg_relid, old, new) and not is_erasing() then
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

-- 4. Questions that concern every office --------------------------------------------------------------------------------------
grant usage, create on schema public to bpjsbjb_lookup;
do $$
declare asked text;
begin
    foreach asked in array array['loans', 'disbursements', 'data_requests', 'erasures'] loop
        execute format('grant select on %I to bpjsbjb_lookup', asked);
        execute format('create policy lookup on %I for select to bpjsbjb_lookup using (true)', asked);
    end loop;
end $$;
grant select on retention_rules to bpjsbjb_lookup;

-- Whether the person asked that processing stop, in whichever office.
create function processing_is_restricted(the_hash bytea) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from data_requests
                    where nik_hash = the_hash and kind in ('Restriction', 'Withdrawal') and status = 'Done' and lifted_at is null)
$$;

-- Why the person's data may not be erased on this day, each with the last day it holds; no end while a loan or case is open.
create function erasure_holds(the_hash bytea, on_date date) returns table (code text, until date)
    language sql stable security definer set search_path = public, pg_temp as $$
    with cases as (select * from enrollments where nik_hash = the_hash),
         facilities as (
            select l.*, (select max(value_date) + make_interval(months => l.term_months) from disbursements d where d.loan_id = l.id)::date as ends
              from loans l where l.id in (select loan_id from cases where status = 'Accepted'))
    select 'hold.case-open', null::date where exists (select from cases where status in ('Submitted', 'Returned'))
    union all
    select 'hold.request-open', null where exists (
        select from data_requests where nik_hash = the_hash and kind <> 'Erasure' and status in ('Received', 'Verified'))
    union all
    select 'hold.loan-open', null where exists (select from facilities where status in ('Applied', 'Cleared'))
    union all
    select 'hold.loan-runs', max(ends) from facilities where status = 'Disbursed' having max(ends) >= on_date
    union all
    select 'hold.credit-file', (max(ends) + make_interval(months => rule_months('CreditFile', on_date)))::date
      from facilities where status = 'Disbursed'
    having max(ends) + make_interval(months => rule_months('CreditFile', on_date)) >= on_date
    union all
    select 'hold.membership', (max(covered_through) + make_interval(months => rule_months('Membership', on_date)))::date
      from participations where id in (select participation_id from cases)
    having max(covered_through) + make_interval(months => rule_months('Membership', on_date)) >= on_date
$$;

-- Cases whose term is over, by which row, since when, and whether the law still holds them.
create function retention_due(on_date date) returns table (enrollment_id uuid, rule_id int, due_on date, is_held boolean)
    language sql stable security definer set search_path = public, pg_temp as $$
    with ended as (
        select e.id, e.nik_hash,
               case when e.status = 'Draft' then 'AbandonedDraft' when e.status = 'Rejected' then 'RejectedCase'
                    when e.status = 'Withdrawn' then 'WithdrawnCase' else 'CreditFile' end as purpose,
               case when e.status = 'Draft' then (e.last_edited_at at time zone 'Asia/Jakarta')::date
                    when e.status = 'Rejected' then (e.decided_at at time zone 'Asia/Jakarta')::date
                    when e.status = 'Withdrawn' then (greatest(e.last_edited_at, e.submitted_at) at time zone 'Asia/Jakarta')::date
                    else (select max(d.value_date) + make_interval(months => l.term_months) from disbursements d where d.loan_id = l.id group by l.id)::date
               end as ended_on
          from enrollments e left join loans l on l.id = e.loan_id
         where (e.status in ('Draft', 'Rejected', 'Withdrawn') or (e.status = 'Accepted' and l.status = 'Disbursed'))
           and not exists (select from erasures done where done.enrollment_id = e.id))
    select ended.id, rule.id, (ended.ended_on + make_interval(months => rule.months))::date,
           exists (select from erasure_holds(ended.nik_hash, on_date))
      from ended
      join retention_rules rule on rule.purpose = ended.purpose and on_date >= rule.valid_from and on_date <= coalesce(rule.valid_to, 'infinity')
     where ended.ended_on + make_interval(months => rule.months) < on_date
$$;

-- The same as numbers, for readers who see no case.
create function retention_figures(on_date date) returns table (rule_id int, due bigint, held bigint, erased bigint)
    language sql stable security definer set search_path = public, pg_temp as $$
    with due as materialized (select * from retention_due(on_date) d)
    select rule.id, (select count(*) from due d where d.rule_id = rule.id), (select count(*) from due d where d.rule_id = rule.id and d.is_held),
           (select count(*) from erasures e where e.rule_id = rule.id)
      from retention_rules rule where on_date >= rule.valid_from and on_date <= coalesce(rule.valid_to, 'infinity')
$$;

revoke execute on function processing_is_restricted(bytea), erasure_holds(bytea, date), retention_due(date), retention_figures(date) from public;
alter function processing_is_restricted(bytea) owner to bpjsbjb_lookup;
alter function erasure_holds(bytea, date) owner to bpjsbjb_lookup;
alter function retention_due(date) owner to bpjsbjb_lookup;
alter function retention_figures(date) owner to bpjsbjb_lookup;
revoke create on schema public from bpjsbjb_lookup;
-- The guards below run as whoever writes, or as the owner.
set role bpjsbjb_lookup;
grant execute on function processing_is_restricted(bytea), erasure_holds(bytea, date), retention_due(date) to bpjsbjb_owner;
set role bpjsbjb_owner;

-- 5. A request moves only along its edges -------------------------------------------------------------------------------------
create function data_requests_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    fixed constant text[] := array['id', 'number', 'kind', 'enrollment_id', 'nik_hash', 'bank_position', 'bpjs_position', 'channel',
        'received_at', 'due_at', 'wanted_sealed', 'recorded_by'];
begin
    if tg_op = 'INSERT' then
        if new.status <> 'Received' or new.decided_at is not null or new.verified_at is not null or new.lifted_at is not null
           or not exists (select from enrollments e where e.id = new.enrollment_id and e.nik_hash = new.nik_hash
                             and e.bank_position = new.bank_position and e.bpjs_position = new.bpjs_position) then
            raise exception using errcode = 'BJ021', message = 'data-request.must-start-as-received';
        end if;
        return new;
    end if;

    if is_erasing() or (new.status = old.status and is_only_resealed_request(old, new)) then return new; end if;
    if exists (select from unnest(fixed) name where to_jsonb(new) -> name is distinct from to_jsonb(old) -> name) then
        raise exception using errcode = 'BJ021', message = 'data-request.is-fixed';
    end if;
    if old.status <> new.status and (old.status, new.status) not in (
            ('Received', 'Verified'), ('Received', 'Refused'), ('Verified', 'Granted'), ('Verified', 'Done'), ('Verified', 'Refused'),
            ('Granted', 'Done')) then
        raise exception using errcode = 'BJ021', message = 'data-request.forbidden-transition';
    end if;
    if old.status in ('Done', 'Refused')
       and to_jsonb(new) - 'lifted_by' - 'lifted_at' <> to_jsonb(old) - 'lifted_by' - 'lifted_at' then
        raise exception using errcode = 'BJ021', message = 'data-request.is-fixed';
    end if;
    if old.lifted_at is not null and (new.lifted_at, new.lifted_by) is distinct from (old.lifted_at, old.lifted_by) then
        raise exception using errcode = 'BJ021', message = 'data-request.is-fixed';
    end if;
    if new.kind = 'Erasure' and new.status = 'Granted' and old.status = 'Verified'
       and exists (select from erasure_holds(new.nik_hash, portal_today())) then
        raise exception using errcode = 'BJ021', message = 'data-request.legal-hold';
    end if;
    if new.kind = 'Erasure' and new.status = 'Done'
       and not exists (select from erasures where enrollment_id = new.enrollment_id) then
        raise exception using errcode = 'BJ021', message = 'data-request.not-carried-out';
    end if;
    return new;
end $$;

create function is_only_resealed_request(old_row data_requests, new_row data_requests) returns boolean language sql stable as $$
    select to_jsonb(new_row) - 'wanted_sealed' - 'answer_sealed' = to_jsonb(old_row) - 'wanted_sealed' - 'answer_sealed'
       and (old_row.wanted_sealed is not distinct from new_row.wanted_sealed or is_resealed(old_row.wanted_sealed, new_row.wanted_sealed))
       and (old_row.answer_sealed is not distinct from new_row.answer_sealed or is_resealed(old_row.answer_sealed, new_row.answer_sealed))
$$;
create trigger data_requests_guard before insert or update on data_requests for each row execute function data_requests_guard();
create trigger data_requests_kept before delete on data_requests for each row execute function append_only();
create trigger data_requests_no_truncate before truncate on data_requests for each statement execute function append_only();

-- 6. Restricted means stopped ---------------------------------------------------------------------------------------------------
create function enrollments_restricted() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if is_erasing() or new.status in ('Withdrawn', 'Rejected') then return new; end if;
    if tg_op = 'UPDATE' and new.status = old.status
       and (new.form_sealed = old.form_sealed or is_resealed(old.form_sealed, new.form_sealed)) then
        return new;
    end if;
    if processing_is_restricted(new.nik_hash) then
        raise exception using errcode = 'BJ022', message = 'person.processing-restricted';
    end if;
    return new;
end $$;
create trigger enrollments_restricted before insert or update on enrollments for each row execute function enrollments_restricted();

create function facilities_restricted() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare the_loan uuid := coalesce(to_jsonb(new) ->> 'loan_id', to_jsonb(new) ->> 'id')::uuid;
begin
    if exists (select from loan_insured i join people p on p.id = i.person_id
                where i.loan_id = the_loan and processing_is_restricted(p.nik_hash)) then
        raise exception using errcode = 'BJ022', message = 'person.processing-restricted';
    end if;
    return new;
end $$;
create trigger loans_restricted before update on loans
    for each row when (new.status in ('Cleared', 'Disbursed') and old.status <> new.status) execute function facilities_restricted();
create trigger disbursements_restricted before insert on disbursements for each row execute function facilities_restricted();
create trigger proofs_restricted before insert on proofs for each row execute function facilities_restricted();

-- 7. Erasing ----------------------------------------------------------------------------------------------------------------------
-- Replaces what is personal by what the caller sealed from nothing; statuses, amounts, months and dates of work stay. Looks at the
-- reason and at every hold again. False when somebody else is at it, or it is done.
create function erase_case(the_case uuid, the_rule int, the_request uuid, the_nik bytea, the_form bytea) returns boolean
    language plpgsql security definer set search_path = public, pg_temp as $$
declare the enrollments;
begin
    select * into the from enrollments where id = the_case for update skip locked;
    if not found or exists (select from erasures where enrollment_id = the_case) then return false; end if;
    if exists (select from erasure_holds(the.nik_hash, portal_today())) then
        raise exception using errcode = 'BJ021', message = 'data-request.legal-hold';
    end if;
    if not exists (select from data_requests where id = the_request and kind = 'Erasure' and status = 'Granted' and nik_hash = the.nik_hash)
       and not exists (select from retention_due(portal_today()) due where due.enrollment_id = the_case and due.rule_id = the_rule) then
        raise exception using errcode = 'BJ021', message = 'database.nothing-to-erase';
    end if;

    perform set_config('app.erasing', 'on', true);
    insert into erasures (enrollment_id, person_id, rule_id, request_id) values (the_case, the.person_id, the_rule, the_request);
    update enrollment_history set message_sealed = null where enrollment_id = the_case and message_sealed is not null;
    update data_requests set nik_hash = erased_hash(enrollment_id), wanted_sealed = null, answer_sealed = null
     where enrollment_id = the_case and (status in ('Done', 'Refused') or id = the_request);
    update loans set purpose = '–' where id = the.loan_id;
    update enrollments
       set status = case status when 'Draft' then 'Withdrawn' else status end, nik_hash = erased_hash(id), nik_sealed = the_nik,
           full_name = '–', name_search = '', form_sealed = the_form, application_number = null
     where id = the_case;
    return true;
end $$;

create function erased_hash(id uuid) returns bytea language sql immutable as
$$ select sha256(convert_to('erased:' || id, 'UTF8')) $$;

-- The person behind the cases just erased, once no case of theirs is left. False when one is.
create function erase_person(the_person uuid, the_nik bytea, the_mother bytea, the_phone bytea, the_address bytea) returns boolean
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not is_erasing() or not exists (select from erasures where person_id = the_person and txid = pg_current_xact_id()) then
        raise exception using errcode = 'BJ021', message = 'database.nothing-to-erase';
    end if;
    perform from people where id = the_person for update;
    if exists (select from enrollments e where e.person_id = the_person and not exists (select from erasures d where d.enrollment_id = e.id))
       or exists (select from enrollments e join people p on p.nik_hash = e.nik_hash where p.id = the_person) then
        return false;
    end if;
    delete from heirs where participation_id in (select id from participations where person_id = the_person);
    update businesses set description = '–' where person_id = the_person;
    update people
       set nik_hash = erased_hash(id), nik_sealed = the_nik, full_name = '–', name_search = '', birth_date = date '1900-01-01', birth_place = '–',
           mother_name_sealed = the_mother, phone_sealed = the_phone, address_sealed = the_address, district_code = ''
     where id = the_person;
    return true;
end $$;

create function erase_participation(the_participation uuid, the_income bytea) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not is_erasing() or not exists (
            select from participations p join people on people.id = p.person_id
             where p.id = the_participation and people.nik_hash = erased_hash(people.id)) then
        raise exception using errcode = 'BJ021', message = 'database.nothing-to-erase';
    end if;
    update participations set income_sealed = the_income, kpj_sealed = null, kpj_hash = null where id = the_participation;
end $$;
revoke execute on function erase_case(uuid, int, uuid, bytea, bytea), erase_person(uuid, bytea, bytea, bytea, bytea),
    erase_participation(uuid, bytea) from public;
