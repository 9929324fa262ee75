-- What must never be wrong, said by the database itself. Code explains these rules, it does not replace them.
-- Refusals carry an SQLSTATE of class BJ and the refusal's code as message.

create extension if not exists btree_gist;

-- Today in Jakarta, by the database's clock: due dates and value dates have no other.
create function portal_today() returns date language sql stable as
$$ select (now() at time zone 'Asia/Jakarta')::date $$;

create function month_of(day date) returns date language sql immutable as
$$ select date_trunc('month', day::timestamp)::date $$;

-- 1. A rule in force is never overlapped by another of its kind -------------------------------------------------------
alter table contribution_brackets add constraint ex_contribution_brackets
    exclude using gist (number with =, daterange(valid_from, valid_to, '[]') with &&);
alter table contribution_brackets add constraint ex_contribution_brackets_income
    exclude using gist (income_from with =, daterange(valid_from, valid_to, '[]') with &&);
alter table flat_contributions add constraint ex_flat_contributions
    exclude using gist (program with =, daterange(valid_from, valid_to, '[]') with &&);
alter table contribution_discounts add constraint ex_contribution_discounts
    exclude using gist (program with =, category with =, sector with =, payer with =, daterange(valid_from, valid_to, '[]') with &&);
alter table program_duties add constraint ex_program_duties
    exclude using gist (category with =, program with =, daterange(valid_from, valid_to, '[]') with &&);
alter table prepayment_terms add constraint ex_prepayment_terms
    exclude using gist (months with =, daterange(valid_from, valid_to, '[]') with &&);
alter table participation_duties add constraint ex_participation_duties
    exclude using gist (product_code with =, int8range(amount_above, amount_up_to, '(]') with &&, daterange(valid_from, valid_to, '[]') with &&);
alter table limits add constraint ex_limits
    exclude using gist (kind with =, daterange(valid_from, valid_to, '[]') with &&);
alter table enterprise_classes add constraint ex_enterprise_classes
    exclude using gist ("class" with =, daterange(valid_from, valid_to, '[]') with &&);
alter table benefits add constraint ex_benefits
    exclude using gist (kind with =, daterange(valid_from, valid_to, '[]') with &&);

-- 2. The ledger of covered months, one partition a year ----------------------------------------------------------------
create table covered_months (
    participation_id uuid not null,
    month date not null constraint ck_covered_months_first_day check (month = month_of(month)),
    payment_id uuid null,
    payer varchar(40) not null,
    amount bigint not null constraint ck_covered_months_amount check (amount >= 0),
    recorded_at timestamptz not null,
    constraint pk_covered_months primary key (participation_id, month),
    constraint fk_covered_months_participations foreign key (participation_id) references participations (id),
    constraint fk_covered_months_payments foreign key (payment_id) references payments (id)
) partition by range (month);

do $$
begin
    for year in 2016..2045 loop
        execute format('create table covered_months_%s partition of covered_months for values from (%L) to (%L)',
            year, make_date(year, 1, 1), make_date(year + 1, 1, 1));
    end loop;
end $$;
create index ix_covered_months_month on covered_months (month);
create index ix_covered_months_payment on covered_months (payment_id);

-- Keeps the two summary dates beside the facts they sum.
create function covered_months_summarise() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update participations
       set covered_from = least(coalesce(covered_from, new.month), new.month),
           covered_through = greatest(coalesce(covered_through, new.month), (new.month + interval '1 month' - interval '1 day')::date)
     where id = new.participation_id;
    return null;
end $$;
create trigger covered_months_summarise after insert on covered_months
    for each row execute function covered_months_summarise();

-- 3. Rows that are only ever added -------------------------------------------------------------------------------------
create function append_only() returns trigger language plpgsql as $$
begin
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;

do $$
declare fact text;
begin
    foreach fact in array array['enrollment_history', 'payments', 'bill_lines', 'covered_months', 'disbursements', 'proofs'] loop
        execute format('create trigger %I before update or delete on %I for each row execute function append_only()', fact || '_append_only', fact);
        execute format('create trigger %I before truncate on %I for each statement execute function append_only()', fact || '_no_truncate', fact);
    end loop;
end $$;

-- 4. The case moves only along its edges -------------------------------------------------------------------------------
create function enrollments_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.status <> 'Draft' then
            raise exception using errcode = 'BJ002', message = 'enrollment.must-start-as-draft';
        end if;
        return new;
    end if;

    if old.status in ('Accepted', 'Rejected', 'Withdrawn') and old is distinct from new then
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
create trigger enrollments_guard before insert or update on enrollments
    for each row execute function enrollments_guard();

-- 5. A facility does not exist without the participation it requires ----------------------------------------------------
create function loans_are_insured() returns trigger language plpgsql as $$
declare the_loan uuid := case when tg_table_name = 'loans' then (to_jsonb(new) ->> 'id')::uuid else (to_jsonb(old) ->> 'loan_id')::uuid end;
begin
    if exists (select from loans where id = the_loan)
       and not exists (select from loan_insured where loan_id = the_loan and role = 'Debtor') then
        raise exception using errcode = 'BJ003', message = 'loan.without-participation';
    end if;
    return null;
end $$;
create constraint trigger loans_are_insured after insert or update on loans
    deferrable initially deferred for each row execute function loans_are_insured();
create constraint trigger loan_insured_stays after update or delete on loan_insured
    deferrable initially deferred for each row execute function loans_are_insured();

create function loan_insured_guard() returns trigger language plpgsql as $$
begin
    if new.decline_reason is not null and not exists (select from loans where id = new.loan_id and duty = 'Offered') then
        raise exception using errcode = 'BJ003', message = 'participation.decline-not-allowed';
    end if;
    if not exists (select from participations where id = new.participation_id and segment = 'Bpu') then
        raise exception using errcode = 'BJ003', message = 'loan.needs-bpu';
    end if;
    -- The very person of the loan's own case: nobody else's cover opens this gate.
    if not exists (select from enrollments e
                    where e.loan_id = new.loan_id and e.person_id = new.person_id and e.participation_id = new.participation_id) then
        raise exception using errcode = 'BJ003', message = 'loan.without-participation';
    end if;
    if tg_op = 'UPDATE' and exists (select from loans where id = new.loan_id and status in ('Cleared', 'Disbursed')) then
        raise exception using errcode = 'BJ003', message = 'loan.terms-are-fixed';
    end if;
    return null;
end $$;
create constraint trigger loan_insured_guard after insert or update on loan_insured
    deferrable initially deferred for each row execute function loan_insured_guard();

-- 6. The gate: every condition with its verdict; pages show it, triggers obey it -----------------------------------------
create function loan_gate(the_loan uuid, on_date date)
    returns table (code text, is_met boolean, blocks boolean, covered_through date)
    language sql stable as $$
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
    select 'gate.case-accepted', exists (select from enrollments e where e.loan_id = the_loan and e.status = 'Accepted'), true, null::date
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

create function loan_gate_is_open(the_loan uuid, on_date date) returns boolean language sql stable as
$$ select coalesce(bool_and(is_met), false) from loan_gate(the_loan, on_date) where blocks $$;

create function loans_guard() returns trigger language plpgsql as $$
declare the_duty participation_duties;
begin
    if tg_op = 'INSERT' and new.status <> 'Applied' then
        raise exception using errcode = 'BJ004', message = 'loan.must-start-as-applied';
    end if;

    select * into the_duty from participation_duties
     where id = new.duty_rule_id and product_code = new.product_code and new.loan_amount > amount_above
       and (amount_up_to is null or new.loan_amount <= amount_up_to)
       and new.applied_on >= valid_from and new.applied_on <= coalesce(valid_to, 'infinity');
    if the_duty.duty is distinct from new.duty then
        raise exception using errcode = 'BJ004', message = 'loan.duty-differs-from-rule';
    end if;

    if tg_op = 'UPDATE' then
        if old.status <> new.status and (old.status, new.status) not in (
                ('Applied', 'Cleared'), ('Applied', 'Cancelled'), ('Cleared', 'Disbursed'), ('Cleared', 'Cancelled')) then
            raise exception using errcode = 'BJ004', message = 'loan.forbidden-transition';
        end if;
        if old.status in ('Cleared', 'Disbursed', 'Cancelled')
           and (old.product_code, old.loan_amount, old.term_months, old.duty_rule_id, old.applied_on, old.office_id, old.business_id)
               is distinct from (new.product_code, new.loan_amount, new.term_months, new.duty_rule_id, new.applied_on, new.office_id, new.business_id) then
            raise exception using errcode = 'BJ004', message = 'loan.terms-are-fixed';
        end if;
        if old.status = 'Applied' and new.status = 'Cleared' then
            if new.cleared_by is null then
                raise exception using errcode = 'BJ004', message = 'loan.not-cleared';
            end if;
            if not loan_gate_is_open(new.id, portal_today()) then
                raise exception using errcode = 'BJ010', message = 'disbursement.gate-closed';
            end if;
        end if;
    end if;
    return new;
end $$;
create trigger loans_guard before insert or update on loans for each row execute function loans_guard();

-- 7. No disbursement without the facts, read again here and now -----------------------------------------------------------
create function disbursements_guard() returns trigger language plpgsql as $$
declare the_loan loans; paid_out bigint;
begin
    select * into the_loan from loans where id = new.loan_id for update;
    if the_loan.status not in ('Cleared', 'Disbursed') then
        raise exception using errcode = 'BJ010', message = 'loan.not-cleared';
    end if;
    if new.value_date > portal_today() then
        raise exception using errcode = 'BJ010', message = 'disbursement.in-the-future';
    end if;
    if new.value_date < the_loan.applied_on then
        raise exception using errcode = 'BJ010', message = 'disbursement.before-application';
    end if;
    select coalesce(sum(amount), 0) into paid_out from disbursements where loan_id = new.loan_id;
    if paid_out + new.amount > the_loan.loan_amount then
        raise exception using errcode = 'BJ010', message = 'disbursement.above-loan-amount';
    end if;
    -- Locked so that no change to what covers this loan slips in between the check and the commit.
    perform from participations p join loan_insured i on i.participation_id = p.id where i.loan_id = new.loan_id for share of p;
    if not loan_gate_is_open(new.loan_id, new.value_date) or not loan_gate_is_open(new.loan_id, portal_today()) then
        raise exception using errcode = 'BJ010', message = 'disbursement.gate-closed';
    end if;
    return new;
end $$;
create trigger disbursements_guard before insert on disbursements for each row execute function disbursements_guard();

create function loans_disbursed_has_row() returns trigger language plpgsql as $$
begin
    if not exists (select from disbursements where loan_id = new.id) then
        raise exception using errcode = 'BJ010', message = 'loan.disbursed-without-disbursement';
    end if;
    return null;
end $$;
create constraint trigger loans_disbursed_has_row after update on loans
    deferrable initially deferred for each row when (new.status = 'Disbursed') execute function loans_disbursed_has_row();

-- 8. Bill, payment, ledger: a payment is for its bill, and it alone writes covered months ----------------------------------
create function bills_add_up() returns trigger language plpgsql as $$
begin
    if new.total <> (select coalesce(sum(amount), 0) from bill_lines where bill_id = new.id)
       or new.months <> (select count(distinct month) from bill_lines where bill_id = new.id) then
        raise exception using errcode = 'BJ005', message = 'bill.lines-differ-from-total';
    end if;
    return null;
end $$;
create constraint trigger bills_add_up after insert or update on bills
    deferrable initially deferred for each row execute function bills_add_up();

create function bills_guard() returns trigger language plpgsql as $$
begin
    if (old.total, old.months, old.first_month, old.participation_id, old.payer, old.due_on, old.issued_at)
       is distinct from (new.total, new.months, new.first_month, new.participation_id, new.payer, new.due_on, new.issued_at) then
        raise exception using errcode = 'BJ005', message = 'bill.is-fixed';
    end if;
    if (old.paid_at is not null and new.paid_at is distinct from old.paid_at)
       or (old.cancelled_at is not null and new.cancelled_at is distinct from old.cancelled_at) then
        raise exception using errcode = 'BJ005', message = 'bill.already-paid';
    end if;
    return new;
end $$;
create trigger bills_guard before update on bills for each row execute function bills_guard();

create function bills_paid_by_payment() returns trigger language plpgsql as $$
begin
    if not exists (select from payments where bill_id = new.id) then
        raise exception using errcode = 'BJ005', message = 'bill.paid-without-payment';
    end if;
    return null;
end $$;
create constraint trigger bills_paid_by_payment after update on bills
    deferrable initially deferred for each row when (new.paid_at is not null) execute function bills_paid_by_payment();

create function payments_guard() returns trigger language plpgsql as $$
declare the_bill bills;
begin
    select * into the_bill from bills where id = new.bill_id for update;
    if the_bill.cancelled_at is not null then
        raise exception using errcode = 'BJ005', message = 'bill.already-cancelled';
    end if;
    if new.amount <> the_bill.total then
        raise exception using errcode = 'BJ005', message = 'payment.amount-differs';
    end if;
    if new.paid_on > portal_today() then
        raise exception using errcode = 'BJ005', message = 'payment.in-the-future';
    end if;
    if new.paid_on < (the_bill.issued_at at time zone 'Asia/Jakarta')::date then
        raise exception using errcode = 'BJ005', message = 'payment.before-bill';
    end if;
    if new.paid_on > the_bill.due_on then
        raise exception using errcode = 'BJ005', message = 'payment.after-due-date';
    end if;
    return new;
end $$;
create trigger payments_guard before insert on payments for each row execute function payments_guard();

create function payments_cover_months() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into covered_months (participation_id, month, payment_id, payer, amount, recorded_at)
    select b.participation_id, l.month, new.id, b.payer, sum(l.amount), new.recorded_at
      from bills b join bill_lines l on l.bill_id = b.id
     where b.id = new.bill_id
     group by b.participation_id, l.month, b.payer;
    return null;
end $$;
create trigger payments_cover_months after insert on payments for each row execute function payments_cover_months();

-- Months paid outside the portal, vouched for by a BPJS reviewer who links an existing card. Never backdates before this month.
create function record_prior_cover(the_participation uuid, through_month date) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if through_month < month_of(portal_today()) or through_month > (portal_today() + interval '60 months')::date then
        raise exception using errcode = 'BJ005', message = 'review.covered-through-out-of-range';
    end if;
    if not exists (select from participations where id = the_participation and kpj_hash is not null) then
        raise exception using errcode = 'BJ005', message = 'gate.registered';
    end if;
    if not exists (select from enrollments
                    where participation_id = the_participation and status = 'Accepted' and outcome = 'LinkedToExisting') then
        raise exception using errcode = 'BJ005', message = 'gate.case-accepted';
    end if;
    insert into covered_months (participation_id, month, payment_id, payer, amount, recorded_at)
    select the_participation, m::date, null, 'Participant', 0, now()
      from generate_series(month_of(portal_today()), month_of(through_month), interval '1 month') m
    on conflict do nothing;
end $$;
revoke execute on function record_prior_cover(uuid, date) from public;

-- 9. The status of a participation on a day, derived from the ledger (the same rule as ParticipationStates.On) -------------
create function participation_status(the_participation uuid, on_date date) returns text language sql stable as $$
    select case
        when p.kpj_hash is null then 'NotRegistered'
        when exists (select from covered_months c where c.participation_id = p.id and c.month = month_of(on_date)) then 'Active'
        when p.covered_through is null or p.covered_through > on_date then 'AwaitingPayment'
        when on_date <= (month_of(p.covered_through) + make_interval(months => grace.value + 1) - interval '1 day')::date then 'Grace'
        else 'Ended'
    end
      from participations p
      cross join lateral (select value from limits
                           where kind = 'GraceMonths' and on_date >= valid_from and on_date <= coalesce(valid_to, 'infinity')) grace
     where p.id = the_participation
$$;

-- 10. A proof says only what the ledger holds -------------------------------------------------------------------------------
create function proofs_guard() returns trigger language plpgsql as $$
begin
    if new.covered_through < new.covered_from
       or not exists (select from loan_insured where loan_id = new.loan_id and participation_id = new.participation_id)
       or exists (select from generate_series(month_of(new.covered_from), month_of(new.covered_through), interval '1 month') m
                   where not exists (select from covered_months c
                                      where c.participation_id = new.participation_id and c.month = m::date)) then
        raise exception using errcode = 'BJ006', message = 'proof.not-active';
    end if;
    return new;
end $$;
create trigger proofs_guard before insert on proofs for each row execute function proofs_guard();
