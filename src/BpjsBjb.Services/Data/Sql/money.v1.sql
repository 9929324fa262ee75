-- Every rupiah that came in stands somewhere: it paid a bill, or waits in an account with a name. See decision 0035.

-- 1. What came in before now: each payment was one receipt for exactly its bill ---------------------------------------------------
insert into receipts (id, participation_id, bill_id, amount, paid_on, channel, reference, recorded_by, recorded_at)
select p.id, b.participation_id, b.id, p.amount, p.paid_on, p.channel, p.reference, p.recorded_by, p.recorded_at
  from payments p join bills b on b.id = p.bill_id;
insert into money_entries (id, receipt_id, account, bill_id, amount, by, at)
select gen_random_uuid(), p.id, 'Bill', p.bill_id, p.amount, p.recorded_by, p.recorded_at from payments p;

-- The months a payment covered before it was taken back.
create table reversed_months (
    payment_id uuid not null,
    participation_id uuid not null,
    month date not null,
    amount bigint not null,
    payer varchar(40) not null,
    constraint pk_reversed_months primary key (payment_id, month),
    constraint fk_reversed_months_payments foreign key (payment_id) references payments (id),
    constraint fk_reversed_months_participations foreign key (participation_id) references participations (id)
);

-- Rules by which paid months became cheaper, each worked through once.
create table discount_runs (
    proposal_id uuid not null constraint pk_discount_runs primary key constraint fk_discount_runs_proposals references rule_proposals (id),
    months int not null,
    done_at timestamptz not null default clock_timestamp()
);

-- 2. Whose the rows are, and that they are only ever added -------------------------------------------------------------------------
do $$
declare
    part record;
    everything constant text :=
        $scope$current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
           and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647$scope$;
begin
    for part in
        select * from (values
            ('receipts',          'exists (select from participations p where p.id = participation_id)'),
            ('money_entries',     'exists (select from receipts r where r.id = receipt_id)'),
            ('payment_reversals', 'exists (select from payments p where p.id = payment_id)'),
            ('reversed_months',   'exists (select from participations p where p.id = participation_id)')
        ) as t (name, seen)
    loop
        execute format('alter table %I enable row level security', part.name);
        execute format('alter table %I force row level security', part.name);
        execute format('create policy scope on %I using ((%s) or %s)', part.name, everything, part.seen);
        execute format('create trigger %I before update or delete on %I for each row execute function append_only()', part.name || '_append_only', part.name);
        execute format('create trigger %I before truncate on %I for each statement execute function append_only()', part.name || '_no_truncate', part.name);
    end loop;
end $$;
select audit_table('receipts');

-- 3. Every rupiah in one place: asked of each receipt whose money moved, when the transaction ends ------------------------------------
create function money_adds_up() returns trigger language plpgsql as $$
declare
    the_receipt uuid := case when tg_table_name = 'receipts' then (to_jsonb(new) ->> 'id')::uuid else (to_jsonb(new) ->> 'receipt_id')::uuid end;
begin
    if (select sum(amount) from money_entries where receipt_id = the_receipt) is distinct from (select amount from receipts where id = the_receipt) then
        raise exception using errcode = 'BJ041', message = 'money.does-not-add-up';
    end if;
    if exists (select from money_entries where receipt_id = the_receipt group by account, bill_id having sum(amount) < 0) then
        raise exception using errcode = 'BJ041', message = 'money.taken-twice';
    end if;
    return null;
end $$;
create constraint trigger receipts_add_up after insert on receipts
    deferrable initially deferred for each row execute function money_adds_up();
create constraint trigger money_entries_add_up after insert on money_entries
    deferrable initially deferred for each row execute function money_adds_up();

-- A bill has as much money as it costs, or none: no bill is paid by a payment without money, no money lies on a bill that is not paid.
create function bill_money_guard() returns trigger language plpgsql as $$
declare
    the_bill uuid := (to_jsonb(new) ->> 'bill_id')::uuid;
    lies bigint := (select coalesce(sum(amount), 0) from money_entries where bill_id = the_bill and account = 'Bill');
    carried bigint := (select coalesce(sum(credited), 0) from carried_discounts where bill_id = the_bill);
    expected bigint := (select case when p.id is null or r.payment_id is not null then 0 else b.total end
                          from bills b left join payments p on p.bill_id = b.id left join payment_reversals r on r.payment_id = p.id
                         where b.id = the_bill);
begin
    if the_bill is not null and lies <> (case when expected = 0 then 0 else expected - carried end) then
        raise exception using errcode = 'BJ041', message = 'money.bill-differs';
    end if;
    return null;
end $$;
create constraint trigger money_entries_bill after insert on money_entries
    deferrable initially deferred for each row when (new.bill_id is not null) execute function bill_money_guard();
create constraint trigger payments_money after insert on payments
    deferrable initially deferred for each row execute function bill_money_guard();

create function money_entries_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    -- Whoever moves a receipt's money waits for whoever moves it just now.
    perform from receipts where id = new.receipt_id for update;
    if new.account in ('Refunded', 'Reversed') and new.amount < 0 then
        raise exception using errcode = 'BJ041', message = 'money.is-gone';
    end if;
    return new;
end $$;
create trigger money_entries_guard before insert on money_entries for each row execute function money_entries_guard();

-- 4. A payment taken back: its months are no longer covered, and say so for good ------------------------------------------------------
create function covered_months_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and old.payment_id is not null and exists (select from payment_reversals where payment_id = old.payment_id) then
        return old;
    end if;
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;
drop trigger covered_months_append_only on covered_months;
create trigger covered_months_append_only before update or delete on covered_months for each row execute function covered_months_kept();

create function payment_reversals_guard() returns trigger language plpgsql as $$
declare the_payment payments;
begin
    select * into the_payment from payments where id = new.payment_id;
    if new.reversed_by = the_payment.recorded_by then
        raise exception using errcode = 'BJ041', message = 'reversal.own-payment';
    end if;
    perform from participations p join bills b on b.participation_id = p.id where b.id = the_payment.bill_id for update of p;
    return new;
end $$;
create trigger payment_reversals_guard before insert on payment_reversals for each row execute function payment_reversals_guard();

create function payment_reversals_uncover() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare the_participation uuid := (select b.participation_id from bills b join payments p on p.bill_id = b.id where p.id = new.payment_id);
begin
    insert into reversed_months (payment_id, participation_id, month, amount, payer)
    select payment_id, participation_id, month, amount, payer from covered_months where payment_id = new.payment_id;
    delete from covered_months where payment_id = new.payment_id;
    update bills set reversed_at = new.reversed_at where id = (select bill_id from payments where id = new.payment_id);
    update participations p
       set covered_from = c.first, covered_through = c.through
      from (select min(month) as first, (max(month) + interval '1 month' - interval '1 day')::date as through
              from covered_months where participation_id = the_participation) c
     where p.id = the_participation;
    return null;
end $$;
create trigger payment_reversals_uncover after insert on payment_reversals for each row execute function payment_reversals_uncover();

-- A bill whose payment was taken back is neither open nor paid: a new one takes its place.
create or replace function bills_guard() returns trigger language plpgsql as $$
begin
    if (old.total, old.months, old.first_month, old.participation_id, old.payer, old.category, old.sector, old.due_on, old.issued_at)
       is distinct from
       (new.total, new.months, new.first_month, new.participation_id, new.payer, new.category, new.sector, new.due_on, new.issued_at) then
        raise exception using errcode = 'BJ005', message = 'bill.is-fixed';
    end if;
    if (old.paid_at is not null and new.paid_at is distinct from old.paid_at)
       or (old.cancelled_at is not null and new.cancelled_at is distinct from old.cancelled_at) then
        raise exception using errcode = 'BJ005', message = 'bill.already-paid';
    end if;
    if new.reversed_at is distinct from old.reversed_at
       and not exists (select from payments p join payment_reversals r on r.payment_id = p.id where p.bill_id = new.id and r.reversed_at = new.reversed_at) then
        raise exception using errcode = 'BJ041', message = 'reversal.not-paid';
    end if;
    return new;
end $$;

-- 5. Discounts carried forward: once for each paid month and programme -------------------------------------------------------------------
alter table carried_discounts enable row level security;
alter table carried_discounts force row level security;
create policy scope on carried_discounts using (
    (current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
     and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647)
    or exists (select from bills b where b.id = bill_id));
create constraint trigger carried_discounts_money after insert on carried_discounts
    deferrable initially deferred for each row execute function bill_money_guard();
create trigger carried_discounts_append_only before update or delete on carried_discounts for each row execute function append_only();
create trigger carried_discounts_no_truncate before truncate on carried_discounts for each statement execute function append_only();

-- What stands in suspense, account by account, for whoever may see its participant.
create view suspense_lines with (security_invoker = true) as
select r.participation_id, r.id as receipt_id, r.bill_id, r.reference, r.channel, r.paid_on, r.recorded_at, e.account, sum(e.amount)::bigint as amount
  from receipts r join money_entries e on e.receipt_id = r.id
 where e.account not in ('Bill', 'Refunded', 'Reversed')
 group by r.id, e.account
having sum(e.amount) > 0;

-- 6. What lists and dashboards say: a payment taken back is no receipt --------------------------------------------------------------------
grant select on payment_reversals to bpjsbjb_figures;
create policy figures on payment_reversals for select to bpjsbjb_figures using (true);
grant usage, create on schema public to bpjsbjb_figures;
set role bpjsbjb_figures;
create or replace view case_bills as
select bill.id, bill.number, bill.enrollment_id, bill.first_month, bill.months, bill.total, bill.due_on, bill.issued_at, bill.paid_at,
       bill.cancelled_at, (select payment.paid_on from payments payment where payment.bill_id = bill.id) as paid_on,
       e.full_name, e.nik_sealed, e.registered_by, e.bank_position, e.bpjs_position, bill.reversed_at
  from enrollments e
  join bills bill on bill.enrollment_id = e.id
 where e.bank_position between current_setting('app.bank_lo')::int and current_setting('app.bank_hi')::int
   and e.bpjs_position between current_setting('app.bpjs_lo')::int and current_setting('app.bpjs_hi')::int;
