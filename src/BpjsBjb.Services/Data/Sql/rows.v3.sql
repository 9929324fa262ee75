-- What a list shows of a case or a facility stands in six tables; each table's policy is planned with the list and asked for every row of it.
-- These views ask once, at the case or the facility, and show with it what hangs on it. They belong to the role of the figures, which reads the
-- rest without asking, and like the policies they fail without a scope. That role sums over all cases, so the views of cases say the bounds
-- themselves; those of facilities stand under the policy of loans.
grant select on participations, returned_fields, enrollment_history, audit_entries to bpjsbjb_figures;
grant select (id, full_name, birth_date) on people to bpjsbjb_figures;
grant select on limits to bpjsbjb_figures;
create policy figures on people for select to bpjsbjb_figures using (true);
create policy figures on participations for select to bpjsbjb_figures using (true);
create policy figures on returned_fields for select to bpjsbjb_figures using (true);
create policy figures on enrollment_history for select to bpjsbjb_figures using (true);
create policy figures on audit_entries for select to bpjsbjb_figures using (true);

-- A facility with each person insured by it.
create view facilities as
select loan.id, loan.application_number, loan.product_code, loan.loan_amount, loan.regency_code, loan.status, loan.bank_position, loan.bpjs_position,
       insured.decline_reason, insured.participation_id, person.full_name, p.kpj_hash is not null as has_card, p.covered_through,
       exists (select from enrollments e where e.loan_id = loan.id and e.status = 'Accepted') as is_accepted
  from loans loan
  join loan_insured insured on insured.loan_id = loan.id
  left join participations p on p.id = insured.participation_id
  left join people person on person.id = insured.person_id;

create view facility_months as
select loan.id as loan_id, insured.participation_id, covered.month
  from loans loan
  join loan_insured insured on insured.loan_id = loan.id
  join covered_months covered on covered.participation_id = insured.participation_id;

-- Where a case stands: its card and cover, its first returned field, its last event, its open bill.
create view case_standings as
select e.id as enrollment_id, p.id is not null as has_participation, p.kpj_hash is not null as has_card, p.covered_through, person.birth_date,
       (select max(event.at) from enrollment_history event where event.enrollment_id = e.id) as last_event_at,
       (select max(event.at) from enrollment_history event where event.enrollment_id = e.id and event.kind = 'Returned') as returned_at,
       (select returned.field from returned_fields returned where returned.enrollment_id = e.id order by returned.field limit 1) as returned_field,
       (select returned.reason from returned_fields returned where returned.enrollment_id = e.id order by returned.field limit 1) as returned_reason,
       (select open.id from bills open
         where open.participation_id = e.participation_id and open.paid_at is null and open.cancelled_at is null) as open_bill_id,
       (select open.total from bills open
         where open.participation_id = e.participation_id and open.paid_at is null and open.cancelled_at is null) as open_bill_total,
       (select open.due_on from bills open
         where open.participation_id = e.participation_id and open.paid_at is null and open.cancelled_at is null) as open_bill_due_on
  from enrollments e
  left join participations p on p.id = e.participation_id
  left join people person on person.id = e.person_id
 where e.bank_position between current_setting('app.bank_lo')::int and current_setting('app.bank_hi')::int
   and e.bpjs_position between current_setting('app.bpjs_lo')::int and current_setting('app.bpjs_hi')::int;

create view case_months as
select e.id as enrollment_id, covered.month
  from enrollments e
  join covered_months covered on covered.participation_id = e.participation_id
 where e.bank_position between current_setting('app.bank_lo')::int and current_setting('app.bank_hi')::int
   and e.bpjs_position between current_setting('app.bpjs_lo')::int and current_setting('app.bpjs_hi')::int;

create view case_bills as
select bill.id, bill.number, bill.enrollment_id, bill.first_month, bill.months, bill.total, bill.due_on, bill.issued_at, bill.paid_at,
       bill.cancelled_at, (select payment.paid_on from payments payment where payment.bill_id = bill.id) as paid_on,
       e.full_name, e.nik_sealed, e.registered_by, e.bank_position, e.bpjs_position
  from enrollments e
  join bills bill on bill.enrollment_id = e.id
 where e.bank_position between current_setting('app.bank_lo')::int and current_setting('app.bank_hi')::int
   and e.bpjs_position between current_setting('app.bpjs_lo')::int and current_setting('app.bpjs_hi')::int;

-- What the trail tells of a case: of itself, its facility, its participation, its person.
create view case_changes as
select e.id as case_id, entry.id, entry.at, entry.actor, entry.login, entry.table_name, entry.operation, entry.before, entry.after
  from enrollments e
  join audit_entries entry on entry.enrollment_id = e.id or entry.loan_id = e.loan_id
                           or entry.participation_id = e.participation_id or entry.person_id = e.person_id
 where e.bank_position between current_setting('app.bank_lo')::int and current_setting('app.bank_hi')::int
   and e.bpjs_position between current_setting('app.bpjs_lo')::int and current_setting('app.bpjs_hi')::int;

-- The gate's conditions, in the same words as before, asked of a facility inside the reader's scope only.
create or replace function loan_gate(the_loan uuid, on_date date)
    returns table (code text, is_met boolean, blocks boolean, covered_through date)
    language sql stable security definer set search_path = public, pg_temp as $$
    with insured as (
        select i.decline_reason, l.duty, p.id, p.segment, p.kpj_hash, p.covered_from, p.covered_through,
               exists (select from covered_months c where c.participation_id = p.id and c.month = month_of(on_date)) as is_covered,
               (select count(*) from covered_months c
                 where c.participation_id = p.id
                   and c.month > month_of((on_date - make_interval(months => waiting.value))::date) and c.month <= month_of(on_date)) >= waiting.value as has_waited
          from loans l
          join loan_insured i on i.loan_id = l.id
          join participations p on p.id = i.participation_id
          cross join lateral (select value from limits
                               where kind = 'JkmWaitingMonths' and on_date >= valid_from and on_date <= coalesce(valid_to, 'infinity')) waiting
         where l.id = the_loan
    )
    select 'gate.case-accepted',
           exists (select from loans l join enrollments e on e.loan_id = l.id where l.id = the_loan and e.status = 'Accepted'), true, null::date
    union all
    select 'gate.decline-allowed', duty = 'Offered', true, null from insured where decline_reason is not null
    union all
    select 'gate.registered', kpj_hash is not null and segment = 'Bpu', true, null from insured where decline_reason is null
    union all
    select 'gate.paid', covered_from is not null, true, null from insured where decline_reason is null
    union all
    select 'gate.covered', is_covered, true, insured.covered_through from insured where decline_reason is null
    union all
    select 'gate.jkm-waiting', has_waited, false, null from insured where decline_reason is null
$$;

revoke execute on function loan_gate(uuid, date) from public;
grant usage, create on schema public to bpjsbjb_figures;
alter view facilities owner to bpjsbjb_figures;
alter view facility_months owner to bpjsbjb_figures;
alter view case_standings owner to bpjsbjb_figures;
alter view case_months owner to bpjsbjb_figures;
alter view case_changes owner to bpjsbjb_figures;
alter view case_bills owner to bpjsbjb_figures;
alter function loan_gate(uuid, date) owner to bpjsbjb_figures;
revoke create on schema public from bpjsbjb_figures;
