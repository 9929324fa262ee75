-- No disbursement without the facts, read here and again at commit, through one function. See decision 0039.
-- What is below belongs to bpjsbjb_gate, which nobody signs in as. Neither the logins of the portal nor the schema's owner may write it.

-- 1. How strong the evidence of a cover must be ----------------------------------------------------------------------------
create function evidence_rank(strength text) returns int language sql immutable as
$$ select array_position(array['Statement', 'Document', 'PartnerFile', 'PartnerAnswer'], strength) $$;

alter table evidence_duties add constraint ck_evidence_duties_strength check (evidence_rank(strength) is not null);
alter table evidence_duties add constraint ex_evidence_duties
    exclude using gist ((coalesce(product_code, '')) with =, daterange(valid_from, valid_to, '[]') with &&);
create trigger evidence_duties_superseded before update on evidence_duties for each row execute function supersede_rule();
create trigger evidence_duties_kept before delete on evidence_duties for each row execute function append_only();
create trigger evidence_duties_no_truncate before truncate on evidence_duties for each statement execute function append_only();

-- 2. Tables ------------------------------------------------------------------------------------------------------------------
create table gate_waivers (
    id uuid constraint pk_gate_waivers primary key,
    loan_id uuid not null constraint fk_gate_waivers_loans references loans (id),
    code varchar(40) not null,            -- the condition of the gate
    reason varchar(40) not null constraint ck_gate_waivers_reason
        check (reason in ('PaymentNotConfirmed', 'PartnerUnreachable', 'Disaster', 'DocumentOnItsWay')),
    days int not null constraint ck_gate_waivers_days check (days between 1 and 30),
    proposed_by uuid not null constraint fk_gate_waivers_users_proposed_by references users (id),
    proposed_office_id uuid not null,
    proposed_at timestamptz not null,
    verdict varchar(40) null constraint ck_gate_waivers_verdict check (verdict in ('Approved', 'Refused', 'Withdrawn')),
    decided_by uuid null constraint fk_gate_waivers_users_decided_by references users (id),
    decided_office_id uuid null,
    decided_at timestamptz null,
    valid_from date null,
    valid_until date null,                -- last day
    reopened_at timestamptz null,         -- when it had run out and the loan was looked at again
    constraint ck_gate_waivers_decided check (num_nonnulls(verdict, decided_by, decided_office_id, decided_at) in (0, 4)),
    constraint ck_gate_waivers_two_people check (verdict is null or verdict = 'Withdrawn' or decided_by <> proposed_by),
    constraint ck_gate_waivers_two_offices check (verdict is null or verdict = 'Withdrawn' or decided_office_id <> proposed_office_id),
    constraint ck_gate_waivers_withdrawn check (verdict is distinct from 'Withdrawn' or decided_by = proposed_by),
    constraint ck_gate_waivers_term check ((verdict is not distinct from 'Approved') = (valid_from is not null)
        and (valid_from is null) = (valid_until is null) and valid_until - valid_from + 1 <= days),
    constraint ck_gate_waivers_reopened check (reopened_at is null or verdict = 'Approved')
);
create index ix_gate_waivers_loan on gate_waivers (loan_id);
create unique index ux_gate_waivers_open on gate_waivers (loan_id, code) where verdict is null;
create index ix_gate_waivers_expiring on gate_waivers (valid_until) where verdict = 'Approved' and reopened_at is null;

create table gate_decisions (
    id uuid constraint pk_gate_decisions primary key,
    loan_id uuid not null constraint fk_gate_decisions_loans references loans (id),
    on_date date not null,                -- the value date it was asked for
    is_open boolean not null,
    amount_cap bigint not null constraint ck_gate_decisions_cap check (amount_cap >= 0), -- rupiah
    duty_rule_id int null,                -- the duty of the value date
    people_hash bytea not null,           -- whose cover was looked at
    facts jsonb not null,                 -- every condition with what was found
    facts_hash bytea not null,
    asked_by varchar(64) null,            -- a system; null where a person asked
    decided_by uuid not null,             -- all zero: the portal without a person
    decided_at timestamptz not null,
    expires_at timestamptz not null,
    constraint ck_gate_decisions_term check (expires_at > decided_at and expires_at <= decided_at + interval '24 hours'),
    constraint ck_gate_decisions_hash check (facts_hash = sha256(convert_to(facts::text, 'UTF8')))
);
create index ix_gate_decisions_loan on gate_decisions (loan_id, decided_at);

alter table disbursements add decision_id uuid null constraint fk_disbursements_gate_decisions references gate_decisions (id);
create index ix_disbursements_decision on disbursements (decision_id);

create table disbursement_attempts (
    id uuid constraint pk_disbursement_attempts primary key,
    loan_id uuid not null,
    decision_id uuid null,
    amount bigint not null,
    value_date date not null,
    reference varchar(40) not null,
    code varchar(60) null,                -- why it was refused; null where it was paid out
    by uuid not null,
    at timestamptz not null default clock_timestamp()
);
create index ix_disbursement_attempts_loan on disbursement_attempts (loan_id, at);
create index ix_disbursement_attempts_refused on disbursement_attempts (at) where code is not null;

create table gate_proofs (
    id uuid not null default gen_random_uuid() constraint pk_gate_proofs primary key,
    at timestamptz not null default clock_timestamp(),
    disbursements int not null,
    differences int not null
);
create index ix_gate_proofs_at on gate_proofs (at);

create table gate_differences (
    disbursement_id uuid not null,
    loan_id uuid not null,
    code varchar(60) not null,
    found_at timestamptz not null default clock_timestamp(),
    gone_at timestamptz null,
    constraint pk_gate_differences primary key (disbursement_id, code)
);

do $$
declare
    made text;
    everything constant text :=
        $scope$current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
           and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647$scope$;
begin
    foreach made in array array['gate_waivers', 'gate_decisions', 'disbursement_attempts', 'gate_differences'] loop
        execute format('alter table %I enable row level security', made);
        execute format('alter table %I force row level security', made);
        execute format('create policy scope on %I for select using ((%s) or exists (select from loans l where l.id = loan_id))', made, everything);
        execute format('create policy gate on %I to bpjsbjb_gate using (true) with check (true)', made);
    end loop;
    foreach made in array array['gate_decisions', 'disbursement_attempts', 'gate_proofs'] loop
        execute format('create trigger %I before update or delete on %I for each row execute function append_only()', made || '_append_only', made);
    end loop;
    foreach made in array array['gate_waivers', 'gate_decisions', 'disbursement_attempts', 'gate_proofs', 'gate_differences'] loop
        execute format('create trigger %I before truncate on %I for each statement execute function append_only()', made || '_no_truncate', made);
    end loop;
    -- An attempt is a line of its own; what is decided, waived or found stands in the trail as well.
    perform audit_table('gate_waivers'), audit_table('gate_decisions', 'facts', 'facts_hash', 'people_hash'), audit_table('gate_differences');
end $$;
create trigger gate_waivers_kept before delete on gate_waivers for each row execute function append_only();
create policy gate on disbursements to bpjsbjb_gate using (true) with check (true);

create function gate_waivers_guard() returns trigger language plpgsql as $$
begin
    if (new.id, new.loan_id, new.code, new.reason, new.days, new.proposed_by, new.proposed_office_id, new.proposed_at)
           is distinct from (old.id, old.loan_id, old.code, old.reason, old.days, old.proposed_by, old.proposed_office_id, old.proposed_at)
       or (old.verdict is not null and (new.verdict, new.decided_by, new.decided_office_id, new.decided_at, new.valid_from, new.valid_until)
           is distinct from (old.verdict, old.decided_by, old.decided_office_id, old.decided_at, old.valid_from, old.valid_until))
       or (old.reopened_at is not null and new.reopened_at is distinct from old.reopened_at) then
        raise exception using errcode = 'BJ001', message = 'database.append-only';
    end if;
    return new;
end $$;
create trigger gate_waivers_guard before update on gate_waivers for each row execute function gate_waivers_guard();

-- 3. What the gate looks at ------------------------------------------------------------------------------------------------------
grant select on evidence_duties, participation_duties, gate_waivers to bpjsbjb_figures;
grant select (nik_hash, segment, paid_through) on registry_members to bpjsbjb_figures;
create policy figures on registry_members for select to bpjsbjb_figures using (true);
create policy figures on gate_waivers for select to bpjsbjb_figures using (true);

set role bpjsbjb_lookup;
grant execute on function death_of_nik(bytea) to bpjsbjb_figures;
grant execute on function processing_is_restricted(bytea), death_of_nik(bytea) to bpjsbjb_gate;
set role bpjsbjb_owner;
grant usage, create on schema public to bpjsbjb_figures;
set role bpjsbjb_figures; -- whose the gate's reading is

-- The strongest that shows a participation covered in the month of a day: BPJS's own answer, a row in its file, a receipt.
create function cover_evidence(the_participation uuid, on_date date) returns text
    language sql stable security definer set search_path = public, pg_temp as $$
    select case
        when c.month is null then 'Statement'
        when c.payment_id is null then 'PartnerAnswer'
        when exists (select from people person join registry_members r on r.nik_hash = person.nik_hash
                      where person.id = p.person_id and r.segment = p.segment and r.paid_through >= on_date) then 'PartnerFile'
        else 'Document' end
      from participations p
      left join covered_months c on c.participation_id = p.id and c.month = month_of(on_date)
     where p.id = the_participation
$$;

-- Whose cover a loan rests on, in one number: another person, participation, worker or member makes another.
create function gate_people(the_loan uuid, on_date date) returns bytea
    language sql stable security definer set search_path = public, pg_temp as $$
    select sha256(convert_to(coalesce(string_agg(who, ' ' order by who), ''), 'UTF8'))
      from (select i.person_id || ':' || i.participation_id || ':' || coalesce(i.decline_reason, '') as who
              from loans l join loan_insured i on i.loan_id = l.id where l.id = the_loan
            union all
            select 'w' || worker_id from loan_worker_cover(the_loan, on_date)
            union all
            select 'm' || member_id from loan_member_cover(the_loan, on_date) where is_required) people
$$;

drop function loan_gate(uuid, date);

-- Every condition with its verdict. One that is waived is still not met, but does not block until its waiver ends.
create function loan_gate(the_loan uuid, on_date date)
    returns table (code text, is_met boolean, blocks boolean, covered_through date, waived_until date)
    language sql stable security definer set search_path = public, pg_temp as $$
    with the as materialized (
        select l.id, l.product_code, l.loan_amount, l.group_id, l.employer_id,
               (select d.duty from participation_duties d
                 where d.product_code = l.product_code and l.loan_amount > d.amount_above and l.loan_amount <= coalesce(d.amount_up_to, l.loan_amount)
                   and on_date >= d.valid_from and on_date <= coalesce(d.valid_to, 'infinity')) as duty,
               (select evidence_rank(e.strength) from evidence_duties e
                 where (e.product_code = l.product_code or e.product_code is null)
                   and on_date >= e.valid_from and on_date <= coalesce(e.valid_to, 'infinity')
                 order by e.product_code nulls last limit 1) as evidence
          from loans l where l.id = the_loan
    ), insured as materialized (
        select i.decline_reason, p.id, p.segment, p.kpj_hash, p.covered_from, p.covered_through,
               exists (select from covered_months c where c.participation_id = p.id and c.month = month_of(on_date)) as is_covered,
               (select count(*) from covered_months c
                 where c.participation_id = p.id
                   and c.month > month_of((on_date - make_interval(months => waiting.value))::date) and c.month <= month_of(on_date)) >= waiting.value as has_waited
          from the
          join loan_insured i on i.loan_id = the.id
          join participations p on p.id = i.participation_id
          cross join lateral (select value from limits
                               where kind = 'JkmWaitingMonths' and on_date >= valid_from and on_date <= coalesce(valid_to, 'infinity')) waiting
    ), workers as materialized (
        select count(*) as all_of_them, count(*) filter (where w.is_covered) as covered
          from the cross join lateral loan_worker_cover(the.id, on_date) w where the.employer_id is not null
    ), members as materialized (
        select count(*) as required, count(*) filter (where m.is_covered) as covered
          from the cross join lateral loan_member_cover(the.id, on_date) m where the.employer_id is not null and m.is_required
    ), debtor as materialized (
        select e.npp, e.legal_form, workers.all_of_them as workers, workers.covered as workers_covered, members.required as members,
               members.covered as members_covered
          from the join employers e on e.id = the.employer_id cross join workers cross join members
    ), conditions as (
        select 'gate.case-accepted' as code,
               exists (select from enrollments e where e.loan_id = the.id and e.status = 'Accepted') as is_met, true as blocks, null::date as covered_through
          from the where the.employer_id is null
        union all
        select 'gate.duty-known', the.duty is not null, true, null from the
        union all
        select 'gate.decline-allowed', coalesce(the.duty = 'Offered', false), true, null from the cross join insured where decline_reason is not null
        union all
        select 'gate.debtor-alive', death_of_nik(person.nik_hash) is null, true, null
          from the join loan_insured i on i.loan_id = the.id join people person on person.id = i.person_id
        union all
        select 'gate.registered', kpj_hash is not null and segment = 'Bpu', true, null from insured where decline_reason is null
        union all
        select 'gate.paid', covered_from is not null, true, null from insured where decline_reason is null
        union all
        select 'gate.covered', is_covered, true, insured.covered_through from insured where decline_reason is null
        union all
        -- only where there is a cover to show; members and workers are in BPJS's books by payments, which are documents
        select 'gate.evidence', coalesce(evidence_rank(cover_evidence(insured.id, on_date)) >= the.evidence, false), true, null
          from the cross join insured where decline_reason is null and is_covered
        union all
        select 'gate.jkm-waiting', has_waited, false, null from insured where decline_reason is null
        union all
        select 'gate.group-complete',
               (select count(*) from loans other where other.group_id = the.group_id and other.status <> 'Cancelled') >= fewest.value, true, null
          from the
          cross join lateral (select value from limits
                               where kind = 'GroupMembersFewest' and on_date >= valid_from and on_date <= coalesce(valid_to, 'infinity')) fewest
         where the.group_id is not null
        union all
        select 'gate.employer-registered', npp is not null, true, null from debtor where workers > 0 or legal_form <> 'Cooperative'
        union all
        select 'gate.workers-covered', workers > 0 and workers_covered = workers, true, null from debtor where workers > 0 or legal_form <> 'Cooperative'
        union all
        select 'gate.members-covered', members > 0 and members_covered = members, true, null from debtor where legal_form = 'Cooperative'
        union all
        select 'gate.evidence', coalesce(the.evidence <= evidence_rank('Document'), false), true, null
          from the cross join debtor where (workers > 0 or members > 0) and workers_covered = workers and members_covered = members
        union all
        select g.code, coalesce(g.is_met, false), g.blocks, g.covered_through from loan_guarantee_gate(the_loan, on_date) g
    )
    select c.code, c.is_met, c.blocks and waived.until is null, c.covered_through, waived.until
      from conditions c
      left join lateral (select max(w.valid_until) as until from gate_waivers w
                          where w.loan_id = the_loan and w.code = c.code and not c.is_met
                            and w.verdict = 'Approved' and on_date between w.valid_from and w.valid_until) waived on true
$$;

-- All of it, as it is kept with a decision: no name and no number of anybody.
create function gate_facts(the_loan uuid, on_date date) returns jsonb
    language sql stable security definer set search_path = public, pg_temp as $$
    select jsonb_build_object(
        'conditions', coalesce((select jsonb_agg(jsonb_strip_nulls(to_jsonb(g)) order by g.code) from loan_gate(the_loan, on_date) g), '[]'),
        'insured', coalesce((select jsonb_agg(jsonb_build_object('participation', i.participation_id, 'evidence', cover_evidence(i.participation_id, on_date))
                                              order by i.participation_id)
                               from loans l join loan_insured i on i.loan_id = l.id where l.id = the_loan and i.decline_reason is null), '[]'),
        'waivers', coalesce((select jsonb_agg(w.id order by w.id) from loans l join gate_waivers w on w.loan_id = l.id
                              where l.id = the_loan and w.verdict = 'Approved' and on_date between w.valid_from and w.valid_until), '[]'))
$$;
-- As before (rows.v3.sql), and whether its gate hangs on more than the case, the card and the month, so that a list has to ask it.
create or replace view facilities as
select loan.id, loan.application_number, loan.product_code, loan.loan_amount, loan.regency_code, loan.status, loan.bank_position, loan.bpjs_position,
       insured.decline_reason, insured.participation_id, person.full_name, p.kpj_hash is not null as has_card, p.covered_through,
       exists (select from enrollments e where e.loan_id = loan.id and e.status = 'Accepted') as is_accepted,
       exists (select from gate_waivers w where w.loan_id = loan.id and w.verdict = 'Approved' and w.reopened_at is null)
       or exists (select from loan_guarantees g where g.loan_id = loan.id)
       or exists (select from claims c where c.person_id = insured.person_id) as needs_look
  from loans loan
  join loan_insured insured on insured.loan_id = loan.id
  left join participations p on p.id = insured.participation_id
  left join people person on person.id = insured.person_id;

revoke execute on function loan_gate(uuid, date), cover_evidence(uuid, date), gate_people(uuid, date), gate_facts(uuid, date) from public;
grant execute on function loan_gate(uuid, date), gate_people(uuid, date), gate_facts(uuid, date) to bpjsbjb_gate;
grant execute on function loan_gate(uuid, date) to bpjsbjb_owner;

set role bpjsbjb_owner;
revoke create on schema public from bpjsbjb_figures;

-- 4. What the gate has others do ----------------------------------------------------------------------------------------------------
create function loan_paid_out(the_loan uuid) returns void language sql security definer set search_path = public, pg_temp as
$$ update loans set status = 'Disbursed' where id = the_loan and status = 'Cleared' $$;
revoke execute on function loan_paid_out(uuid) from public;
grant execute on function loan_paid_out(uuid) to bpjsbjb_gate;

-- As before (reviews.v4.sql), and of one loan whose waiver has run out.
drop function lift_clearances(uuid, uuid, uuid, text[]);
create function lift_clearances(the_person uuid, the_participation uuid, the_employer uuid, causes text[], the_loan uuid default null) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    who constant uuid := coalesce(nullif(current_setting('app.user', true), '')::uuid, '00000000-0000-0000-0000-000000000000');
    fallen record;
begin
    if cardinality(causes) = 0 then return; end if;
    perform set_config('app.lifting', 'on', true);
    for fallen in
        select l.id, l.cleared_by, l.cleared_at from loans l
         where l.status = 'Cleared'
           and (l.id = the_loan or l.employer_id = the_employer
                or exists (select from loan_insured i where i.loan_id = l.id and (i.person_id = the_person or i.participation_id = the_participation)))
         order by l.id for update
    loop
        update loans set status = 'Applied', cleared_by = null, cleared_at = null,
               stated_by = case when who = '00000000-0000-0000-0000-000000000000' then stated_by else who end where id = fallen.id;
        insert into lifted_clearances (id, loan_id, cleared_by, cleared_at, causes, changed_by, at)
        values (gen_random_uuid(), fallen.id, fallen.cleared_by, fallen.cleared_at, causes, who, clock_timestamp());
        insert into enrollment_history (id, enrollment_id, kind, by, at, detail)
        select gen_random_uuid(), e.id, 'ClearanceLifted', who, clock_timestamp(), array_to_string(causes, ' ') from enrollments e where e.loan_id = fallen.id;
    end loop;
    perform set_config('app.lifting', 'off', true);
end $$;
revoke execute on function lift_clearances(uuid, uuid, uuid, text[], uuid) from public;
grant execute on function lift_clearances(uuid, uuid, uuid, text[], uuid), notify(uuid, text, uuid, text, boolean),
    notify_administrators(uuid, text, uuid, text), settle_notices(text, uuid, uuid) to bpjsbjb_gate;

-- 5. Locks: no change to what covers a loan slips in between the check and the commit ---------------------------------------------------
grant select, update (status) on loans to bpjsbjb_gate;
grant select on loan_insured, loan_members, limits, participation_duties, users, offices, loan_closures, people, enrollments, payments, covered_months,
    worker_months, employer_workers, audit_entries to bpjsbjb_gate;
grant select (id, person_id, segment), update (covered_through) on participations to bpjsbjb_gate;
grant select (id), update (npp) on employers to bpjsbjb_gate;
do $$
declare looked_at text;
begin
    foreach looked_at in array array['participations', 'employers', 'loan_insured', 'loan_members', 'people', 'enrollments', 'payments', 'covered_months',
        'worker_months', 'employer_workers', 'loan_closures', 'audit_entries'] loop
        execute format('create policy gate on %I to bpjsbjb_gate using (true)', looked_at);
    end loop;
end $$;

create function gate_lock(the_loan uuid) returns loans language plpgsql as $$
declare found_loan loans;
begin
    select * into found_loan from loans where id = the_loan for update;
    if found_loan.id is null then return null; end if;

    perform from participations p where p.id in (select i.participation_id from loan_insured i where i.loan_id = the_loan) order by p.id for share;
    if found_loan.employer_id is not null then
        perform from employers e where e.id = found_loan.employer_id for update;
        perform from participations p
          where p.segment = 'Bpu' and p.person_id in (select person.id from loan_members m join people person on person.nik_hash = m.nik_hash
                                                       where m.loan_id = the_loan)
          order by p.id for share;
    end if;
    return found_loan;
end $$;

-- 6. Decisions -----------------------------------------------------------------------------------------------------------------------------
create function duty_rule_on(the_loan loans, on_date date) returns int language sql stable as $$
    select id from participation_duties
     where product_code = the_loan.product_code and the_loan.loan_amount > amount_above and the_loan.loan_amount <= coalesce(amount_up_to, the_loan.loan_amount)
       and on_date >= valid_from and on_date <= coalesce(valid_to, 'infinity')
$$;

-- What holds every payout of a loan, whatever its conditions: it is closed at the bank, its debtor died, or asked that the work on their data stop.
create function gate_is_held(the_loan uuid) returns text language sql stable as $$
    select case
        when exists (select from loan_closures c where c.loan_id = the_loan) then 'closure.already-closed'
        when exists (select from loan_insured i join people p on p.id = i.person_id where i.loan_id = the_loan and death_of_nik(p.nik_hash) is not null)
            then 'claim.debtor-deceased'
        when exists (select from loan_insured i join people p on p.id = i.person_id where i.loan_id = the_loan and processing_is_restricted(p.nik_hash))
            then 'person.processing-restricted' end
$$;

create function gate_is_open(the_loan uuid, on_date date) returns boolean language sql stable as $$
    select loan_gate_is_open(the_loan, on_date) and (on_date = portal_today() or loan_gate_is_open(the_loan, portal_today()))
$$;

-- Codes of the conditions that close the gate, as they were found.
create function unmet_in(conditions jsonb) returns text[] language sql immutable as $$
    select array(select c ->> 'code' from jsonb_array_elements(conditions) c
                  where (c ->> 'blocks')::boolean and not coalesce((c ->> 'is_met')::boolean, false))
$$;

-- Decides on a loan of the caller's scope for a value date, and keeps it. Null where there is no such loan.
create function decide_gate(the_id uuid, the_loan uuid, on_date date, client text default null) returns boolean
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    who constant uuid := nullif(current_setting('app.user', true), '')::uuid;
    facts jsonb;
    found_loan loans;
    remaining bigint;
    reasons text[];
    hours int;
begin
    if who is null then raise exception using errcode = '28000', message = 'database.nobody-is-acting'; end if;
    -- Held from here on: a payout on this decision in the same transaction would else wait for another's, and that for this.
    select * into found_loan from loans where id = the_loan for update;
    if not found then return null; end if;

    facts := gate_facts(the_loan, on_date);
    select found_loan.loan_amount - coalesce(sum(d.amount), 0) into remaining from disbursements d where d.loan_id = the_loan;
    select value into strict hours from limits
     where kind = 'GateDecisionHours' and portal_today() >= valid_from and portal_today() <= coalesce(valid_to, 'infinity');
    reasons := unmet_in(facts -> 'conditions') || array_remove(array[
        gate_is_held(the_loan),
        case when found_loan.status not in ('Cleared', 'Disbursed') then 'loan.not-cleared' end,
        case when remaining <= 0 then 'decision.nothing-left' end,
        case when on_date < found_loan.applied_on then 'decision.before-application' end,
        case when on_date > portal_today() + 1 then 'disbursement.in-the-future' end], null);
    if on_date <> portal_today() and not loan_gate_is_open(the_loan, portal_today()) and cardinality(reasons) = 0 then
        reasons := unmet_in(gate_facts(the_loan, portal_today()) -> 'conditions');
    end if;
    facts := facts || jsonb_build_object('reasons', to_jsonb(reasons));
    insert into gate_decisions (id, loan_id, on_date, is_open, amount_cap, duty_rule_id, people_hash, facts, facts_hash, asked_by, decided_by, decided_at, expires_at)
    values (the_id, the_loan, on_date, cardinality(reasons) = 0, case when cardinality(reasons) = 0 then remaining else 0 end, duty_rule_on(found_loan, on_date), gate_people(the_loan, on_date),
            facts, sha256(convert_to(facts::text, 'UTF8')), client, who, portal_now(), portal_now() + make_interval(hours => least(hours, 24)));
    return cardinality(reasons) = 0;
end $$;

-- 7. The payout: one door ------------------------------------------------------------------------------------------------------------------
create or replace function disbursements_guard() returns trigger language plpgsql as $$
declare
    the_loan loans;
    decision gate_decisions;
    paid_out bigint;
    paid_on_decision bigint;
begin
    if current_user <> 'bpjsbjb_gate' then
        raise exception using errcode = 'BJ010', message = 'disbursement.past-the-gate';
    end if;
    the_loan := gate_lock(new.loan_id);
    if the_loan.id is null or the_loan.status not in ('Cleared', 'Disbursed') then
        raise exception using errcode = 'BJ010', message = 'loan.not-cleared';
    end if;
    if gate_is_held(new.loan_id) is not null then
        raise exception using errcode = 'BJ010', message = gate_is_held(new.loan_id);
    end if;
    if new.amount <= 0 then
        raise exception using errcode = 'BJ010', message = 'disbursement.amount-missing';
    end if;
    if new.value_date > portal_today() then
        raise exception using errcode = 'BJ010', message = 'disbursement.in-the-future';
    end if;
    if new.value_date < the_loan.applied_on then
        raise exception using errcode = 'BJ010', message = 'disbursement.before-application';
    end if;
    select coalesce(sum(amount), 0), coalesce(sum(amount) filter (where decision_id = new.decision_id), 0) into paid_out, paid_on_decision
      from disbursements where loan_id = new.loan_id;
    if paid_out + new.amount > the_loan.loan_amount then
        raise exception using errcode = 'BJ010', message = 'disbursement.above-loan-amount';
    end if;
    if not gate_is_open(new.loan_id, new.value_date) then
        raise exception using errcode = 'BJ010', message = 'disbursement.gate-closed';
    end if;

    select * into decision from gate_decisions where id = new.decision_id;
    if decision.id is null or decision.loan_id <> new.loan_id or not decision.is_open then
        raise exception using errcode = 'BJ010', message = 'decision.missing';
    end if;
    if decision.expires_at <= portal_now() then
        raise exception using errcode = 'BJ010', message = 'decision.expired';
    end if;
    if decision.on_date <> new.value_date then
        raise exception using errcode = 'BJ010', message = 'decision.other-day';
    end if;
    if paid_on_decision + new.amount > decision.amount_cap then
        raise exception using errcode = 'BJ010', message = 'decision.above-cap';
    end if;
    if decision.duty_rule_id is distinct from duty_rule_on(the_loan, new.value_date)
       or decision.people_hash <> gate_people(new.loan_id, new.value_date) then
        raise exception using errcode = 'BJ010', message = 'decision.facts-changed';
    end if;
    return new;
end $$;

-- Once more when the transaction ends: whatever it did after the payout is seen here.
create function disbursements_prove() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not gate_is_open(new.loan_id, new.value_date) then
        raise exception using errcode = 'BJ010', message = 'disbursement.gate-closed';
    end if;
    return null;
end $$;
create constraint trigger disbursements_prove after insert on disbursements
    deferrable initially deferred for each row execute function disbursements_prove();

-- Pays out on a decision, or says why not; either way one attempt is on record, if the caller commits.
create function gate_pay_out(
        the_id uuid, the_loan uuid, seen bigint, the_decision uuid, the_amount bigint, the_value_date date, the_reference text, moment timestamptz)
    returns text language plpgsql as $$
declare
    who constant uuid := nullif(current_setting('app.user', true), '')::uuid;
    why text;
    violated text;
begin
    if who is null then raise exception using errcode = '28000', message = 'database.nobody-is-acting'; end if;
    begin
        perform gate_lock(the_loan); -- in a statement of its own: the next one sees what was committed while this one waited
        if seen is not null and exists (select from loans where id = the_loan and xmin::text::bigint <> seen) then
            raise exception using errcode = 'BJ010', message = 'loan.changed-meanwhile';
        end if;
        insert into disbursements (id, loan_id, amount, value_date, reference, recorded_by, recorded_at, decision_id)
        values (the_id, the_loan, the_amount, the_value_date, the_reference, who, moment, the_decision);
        perform loan_paid_out(the_loan);
    exception
        when unique_violation then
            get stacked diagnostics violated = constraint_name;
            if violated <> 'ux_disbursements_reference' then raise; end if;
            why := 'disbursement.reference-used';
        when others then
            if sqlstate not like 'BJ%' then raise; end if;
            why := sqlerrm;
    end;
    insert into disbursement_attempts (id, loan_id, decision_id, amount, value_date, reference, code, by)
    values (the_id, the_loan, the_decision, the_amount, the_value_date, left(the_reference, 40), why, who);
    return why;
end $$;

create function disburse(the_id uuid, the_loan uuid, seen bigint, the_decision uuid, the_amount bigint, the_value_date date, the_reference text)
    returns text language sql security definer set search_path = public, pg_temp as
$$ select gate_pay_out(the_id, the_loan, seen, the_decision, the_amount, the_value_date, the_reference, portal_now()) $$;

-- For a history that is told afterwards: says when it was recorded. What is judged is judged as of now, like every other.
create function disburse_as_recorded(
        the_id uuid, the_loan uuid, the_decision uuid, the_amount bigint, the_value_date date, the_reference text, moment timestamptz)
    returns text language sql security definer set search_path = public, pg_temp as
$$ select gate_pay_out(the_id, the_loan, null, the_decision, the_amount, the_value_date, the_reference, moment) $$;

-- An attempt that ended elsewhere: in the form, or at the commit.
create function record_refused_attempt(the_id uuid, the_loan uuid, the_amount bigint, the_value_date date, the_reference text, why text) returns void
    language sql security definer set search_path = public, pg_temp as $$
    insert into disbursement_attempts (id, loan_id, amount, value_date, reference, code, by)
    select the_id, l.id, the_amount, the_value_date, left(the_reference, 40), left(why, 60), nullif(current_setting('app.user', true), '')::uuid
      from loans l where l.id = the_loan
$$;

-- 8. Waivers ----------------------------------------------------------------------------------------------------------------------------------
-- What a regulation demands nobody waives: where the duty is the law's, cover stands outside.
create function gate_is_waivable(the_code text, the_duty text) returns boolean language sql immutable as $$
    select the_code in ('gate.evidence', 'gate.guarantee-demanded', 'gate.guarantee-in-force')
        or (the_duty <> 'Mandatory' and the_code in ('gate.registered', 'gate.paid', 'gate.covered', 'gate.employer-registered', 'gate.workers-covered', 'gate.members-covered'))
$$;

create function propose_waiver(the_id uuid, the_loan uuid, the_code text, why text, the_days int) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    who constant uuid := nullif(current_setting('app.user', true), '')::uuid;
    found_loan loans;
    proposer users;
    approver record;
begin
    select * into proposer from users where id = who;
    select * into found_loan from loans where id = the_loan for update;
    if proposer.role is distinct from 'BranchSupervisor' or found_loan.id is null then
        raise exception using errcode = 'BJ011', message = 'waiver.not-yours';
    end if;
    if found_loan.status not in ('Applied', 'Cleared', 'Disbursed') or exists (select from loan_closures c where c.loan_id = the_loan) then
        raise exception using errcode = 'BJ011', message = 'waiver.loan-is-over';
    end if;
    if the_days < 1 or the_days > (select value from limits
            where kind = 'WaiverDays' and portal_today() >= valid_from and portal_today() <= coalesce(valid_to, 'infinity')) then
        raise exception using errcode = 'BJ011', message = 'waiver.too-long';
    end if;
    if not gate_is_waivable(the_code, found_loan.duty) then
        raise exception using errcode = 'BJ011', message = 'waiver.not-waivable';
    end if;
    if not exists (select from loan_gate(the_loan, portal_today()) g where g.code = the_code and not g.is_met and g.blocks) then
        raise exception using errcode = 'BJ011', message = 'waiver.not-needed';
    end if;
    if exists (select from gate_waivers w where w.loan_id = the_loan and w.code = the_code and w.verdict is null) then
        raise exception using errcode = 'BJ011', message = 'waiver.waits-already';
    end if;
    insert into gate_waivers (id, loan_id, code, reason, days, proposed_by, proposed_office_id, proposed_at)
    values (the_id, the_loan, the_code, why, the_days, who, proposer.office_id, portal_now());

    for approver in
        select u.id from users u join offices o on o.id = u.office_id
         where u.role = 'RegionalAdmin' and u.office_id <> proposer.office_id and o.position <= found_loan.bank_position and o.position_end >= found_loan.bank_position
    loop
        perform notify(approver.id, 'WaiverToDecide', the_id, 'gate_waivers/' || the_id);
    end loop;
end $$;

create function decide_waiver(the_id uuid, the_verdict text) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
    who constant uuid := nullif(current_setting('app.user', true), '')::uuid;
    waiver gate_waivers;
    decider users;
    found_loan loans;
begin
    select * into waiver from gate_waivers where id = the_id for update;
    select * into found_loan from loans where id = waiver.loan_id;
    select * into decider from users where id = who;
    if waiver.id is null or found_loan.id is null or decider.role is null then
        raise exception using errcode = 'BJ011', message = 'waiver.not-yours';
    end if;
    if waiver.verdict is not null then
        raise exception using errcode = 'BJ011', message = 'waiver.decided-already';
    end if;
    if the_verdict = 'Withdrawn' then
        if who <> waiver.proposed_by then raise exception using errcode = 'BJ011', message = 'waiver.not-yours'; end if;
    else
        if decider.role not in ('RegionalAdmin', 'BranchSupervisor') then
            raise exception using errcode = 'BJ011', message = 'waiver.not-yours';
        end if;
        if who = waiver.proposed_by or who = found_loan.registered_by then
            raise exception using errcode = 'BJ011', message = 'waiver.own-proposal';
        end if;
        if decider.office_id = waiver.proposed_office_id then
            raise exception using errcode = 'BJ011', message = 'waiver.same-office';
        end if;
    end if;
    update gate_waivers
       set verdict = the_verdict, decided_by = who, decided_office_id = decider.office_id, decided_at = portal_now(),
           valid_from = case when the_verdict = 'Approved' then portal_today() end,
           valid_until = case when the_verdict = 'Approved' then portal_today() + days - 1 end
     where id = the_id;
    perform settle_notices('WaiverToDecide', the_id);
end $$;

-- Looks again at every loan whose waiver ran out: a clearance that rested on it falls, and whoever keeps the loan is told.
create function reopen_expired_waivers() returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare
    waiver record;
    counted int := 0;
begin
    for waiver in
        select w.id, w.loan_id, w.code, w.proposed_by, l.registered_by from gate_waivers w join loans l on l.id = w.loan_id
         where w.verdict = 'Approved' and w.reopened_at is null and w.valid_until < portal_today()
         order by w.id for update of w skip locked
    loop
        update gate_waivers set reopened_at = portal_now() where id = waiver.id;
        if exists (select from loan_gate(waiver.loan_id, portal_today()) g where g.code = waiver.code and not g.is_met and g.blocks) then
            perform lift_clearances(null, null, null, array['WaiverExpired'], waiver.loan_id);
            perform notify(waiver.registered_by, 'WaiverExpired', waiver.id, 'gate_waivers/' || waiver.id || '/expired');
            perform notify(waiver.proposed_by, 'WaiverExpired', waiver.id, 'gate_waivers/' || waiver.id || '/expired');
        end if;
        counted := counted + 1;
    end loop;
    return counted;
end $$;

-- 9. The nightly proof: every payout once more, from the ledger and the trail, not from what was decided -------------------------------------------
create function disbursement_differences() returns table (disbursement_id uuid, loan_id uuid, code text) language sql stable as $$
    with first_decision as (select coalesce(min(decided_at), 'infinity') as at from gate_decisions),
    unmet as ( -- what was waived when it was decided counts as met
        select d.id, w.code from disbursements d
          join gate_decisions g on g.id = d.decision_id
          cross join lateral jsonb_array_elements(g.facts -> 'conditions') c
          cross join lateral (select c ->> 'code' as code) w
         where c ? 'waived_until'
    )
    select d.id, d.loan_id, 'proof.no-decision' from disbursements d, first_decision f where d.decision_id is null and d.recorded_at >= f.at
    union all
    select d.id, d.loan_id, 'proof.decision-differs' from disbursements d join gate_decisions g on g.id = d.decision_id
     where not g.is_open or g.loan_id <> d.loan_id or g.on_date <> d.value_date or g.facts_hash <> sha256(convert_to(g.facts::text, 'UTF8'))
        or (select sum(o.amount) from disbursements o where o.decision_id = g.id) > g.amount_cap
    union all
    select d.id, d.loan_id, 'proof.not-covered' from disbursements d
      join loan_insured i on i.loan_id = d.loan_id and i.decline_reason is null
     where not exists (select from covered_months c where c.participation_id = i.participation_id and c.month = month_of(d.value_date))
       and not exists (select from unmet u where u.id = d.id and u.code in ('gate.covered', 'gate.paid', 'gate.registered'))
    union all
    select d.id, d.loan_id, 'proof.worker-not-covered' from disbursements d
      join loans l on l.id = d.loan_id and l.employer_id is not null
     where exists (select from employer_workers w
                    where w.employer_id = l.employer_id and w.valid_from <= d.value_date and (w.valid_to is null or w.valid_to >= d.value_date)
                      and not exists (select from worker_months c
                                       where c.employer_id = w.employer_id and c.nik_hash = w.nik_hash and c.month = month_of(d.value_date)))
       and not exists (select from unmet u where u.id = d.id and u.code in ('gate.workers-covered', 'gate.employer-registered'))
    union all
    select d.id, d.loan_id, 'proof.member-not-covered' from disbursements d
      join loan_members m on m.loan_id = d.loan_id and m.exemption is null
     where not exists (select from people person
                         join participations p on p.person_id = person.id and p.segment = 'Bpu'
                         join covered_months c on c.participation_id = p.id and c.month = month_of(d.value_date)
                        where person.nik_hash = m.nik_hash)
       and not exists (select from unmet u where u.id = d.id and u.code = 'gate.members-covered')
    union all
    -- A month of the ledger that no payment stands behind.
    select d.id, d.loan_id, 'proof.month-without-payment' from disbursements d
      join loan_insured i on i.loan_id = d.loan_id and i.decline_reason is null
      join covered_months c on c.participation_id = i.participation_id and c.month = month_of(d.value_date) and c.payment_id is not null
     where not exists (select from payments p where p.id = c.payment_id)
    union all
    select d.id, d.loan_id, 'proof.loan-not-disbursed' from disbursements d join loans l on l.id = d.loan_id
     where l.status <> 'Disbursed' or l.cleared_by is null or l.cleared_by = l.registered_by
    union all
    select d.id, d.loan_id, 'proof.above-loan-amount' from disbursements d join loans l on l.id = d.loan_id
     where (select sum(o.amount) from disbursements o where o.loan_id = d.loan_id) > l.loan_amount
    union all
    select d.id, d.loan_id, 'proof.not-in-trail' from disbursements d
     where not exists (select from audit_entries a where a.loan_id = d.loan_id and a.table_name = 'disbursements' and a.row_key = d.id::text and a.operation = 'INSERT'
                                                     and (a.after ->> 'amount')::bigint = d.amount and (a.after ->> 'value_date')::date = d.value_date)
    union all
    -- A guard that was taken off concerns every payout: the newest names it.
    (select d.id, d.loan_id, 'proof.guard-is-off' from disbursements d
      where exists (select from pg_trigger t where t.tgrelid = 'disbursements'::regclass and not t.tgisinternal and t.tgenabled <> 'A')
         or (select count(*) from pg_trigger t where t.tgrelid = 'disbursements'::regclass and t.tgname in ('disbursements_guard', 'disbursements_prove')) <> 2
      order by d.recorded_at desc limit 1)
$$;

create function prove_disbursements() returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare
    found record;
    paid_out uuid[];
    loans_of uuid[];
    codes text[];
begin
    perform pg_advisory_xact_lock(hashtextextended('prove_disbursements', 0));
    select coalesce(array_agg(x.disbursement_id), '{}'), coalesce(array_agg(x.loan_id), '{}'), coalesce(array_agg(x.code), '{}')
      into paid_out, loans_of, codes from (select distinct * from disbursement_differences()) x;
    update gate_differences g set gone_at = clock_timestamp()
     where g.gone_at is null
       and not exists (select from unnest(paid_out, codes) x(id, code) where x.id = g.disbursement_id and x.code = g.code);
    for found in
        insert into gate_differences as known (disbursement_id, loan_id, code)
        select * from unnest(paid_out, loans_of, codes)
        on conflict on constraint pk_gate_differences do update set gone_at = null, found_at = clock_timestamp() where known.gone_at is not null
        returning known.disbursement_id, known.code, known.found_at
    loop
        perform notify(u.id, 'ProofDiffers', found.disbursement_id, 'gate_differences/' || found.disbursement_id || '/' || found.code || '/' || found.found_at, true)
           from users u where u.role in ('SystemAdmin', 'Auditor');
    end loop;
    insert into gate_proofs (disbursements, differences) values ((select count(*) from disbursements), cardinality(codes));
    return cardinality(codes);
end $$;

-- 10. From here on it is the gate's ------------------------------------------------------------------------------------------------------------------
-- What read it before reads it still.
grant usage, create on schema public to bpjsbjb_gate;
do $$
declare
    made text;
    the_trigger record;
begin
    foreach made in array array['disbursements', 'gate_waivers', 'gate_decisions', 'disbursement_attempts', 'gate_proofs', 'gate_differences'] loop
        execute format('alter table %I owner to bpjsbjb_gate', made);
        execute format('set role bpjsbjb_gate');
        execute format('grant select on %I to bpjsbjb_owner', made);
        for the_trigger in select tgname from pg_trigger where tgrelid = made::regclass and not tgisinternal loop
            execute format('alter table %I enable always trigger %I', made, the_trigger.tgname);
        end loop;
        execute format('set role bpjsbjb_owner');
    end loop;
    foreach made in array array['gate_is_held(uuid)', 'disbursements_guard()', 'disbursements_prove()', 'gate_lock(uuid)', 'decide_gate(uuid, uuid, date, text)',
        'gate_pay_out(uuid, uuid, bigint, uuid, bigint, date, text, timestamptz)', 'disburse(uuid, uuid, bigint, uuid, bigint, date, text)',
        'disburse_as_recorded(uuid, uuid, uuid, bigint, date, text, timestamptz)', 'record_refused_attempt(uuid, uuid, bigint, date, text, text)',
        'propose_waiver(uuid, uuid, text, text, int)', 'decide_waiver(uuid, text)', 'reopen_expired_waivers()', 'disbursement_differences()',
        'prove_disbursements()', 'gate_waivers_guard()'] loop
        execute format('revoke execute on function %s from public', made);
        execute format('alter function %s owner to bpjsbjb_gate', made);
    end loop;
end $$;
revoke create on schema public from bpjsbjb_gate;

-- 11. Keys that sign decisions for other systems ------------------------------------------------------------------------------------------------------
create table signing_keys (
    id uuid constraint pk_signing_keys primary key,
    public_key text not null,             -- SubjectPublicKeyInfo, base64
    private_sealed bytea not null,        -- PKCS #8
    signs_from timestamptz not null,
    signs_until timestamptz not null,
    made_at timestamptz not null default clock_timestamp(),
    constraint ck_signing_keys_term check (signs_until > signs_from),
    constraint ex_signing_keys exclude using gist (tstzrange(signs_from, signs_until) with &&)
);
-- A key stays as it was made; only its seal may be renewed.
create function signing_keys_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and to_jsonb(new) - 'private_sealed' = to_jsonb(old) - 'private_sealed' and is_resealed(old.private_sealed, new.private_sealed) then
        return new;
    end if;
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;
create trigger signing_keys_kept before update or delete on signing_keys for each row execute function signing_keys_kept();
create trigger signing_keys_no_truncate before truncate on signing_keys for each statement execute function append_only();
select audit_table('signing_keys');

-- Who guards the portal sees what the nightly proof found, of whatever office: a number of a payout, and no person.
grant select on users to bpjsbjb_gate;
set role bpjsbjb_gate;
create policy guards on gate_differences for select using (
    exists (select from users u where u.id = current_setting('app.user')::uuid and u.role in ('SystemAdmin', 'Auditor')));
set role bpjsbjb_owner;
