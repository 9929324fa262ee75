-- Loans of employers on the work list and the radar: one narrow row a loan beside loan_covers, kept the same way. A month is covered when it was paid for
-- everybody who worked in it. See decision 0044.

-- 1. One row a live loan of an employer with workers; months are counted (month_number) --------------------------------------------------
create table employer_covers (
    loan_id uuid not null constraint pk_employer_covers primary key,
    employer_id uuid not null,
    office_id uuid not null,
    bank_position int not null,
    bpjs_position int not null,
    first_month int not null,           -- of the first payout
    last_month int not null,            -- of maturity
    paid_out bigint not null,           -- rupiah
    outstanding bigint null,            -- as the bank reported it last
    run_from int null,                  -- the last unbroken run of covered months
    run_through int null,
    months int4multirange not null,     -- every month paid for all who worked in it
    constraint fk_employer_covers_loans foreign key (loan_id) references loans (id) on delete cascade,
    constraint fk_employer_covers_employers foreign key (employer_id) references employers (id) on delete cascade
);
create index ix_employer_covers_bank on employer_covers (bank_position);
create index ix_employer_covers_bpjs on employer_covers (bpjs_position);
create index ix_employer_covers_employer on employer_covers (employer_id);

-- Seen with the loan; written by the functions below alone.
alter table employer_covers enable row level security, force row level security;
create policy scope on employer_covers for select
    using (bank_position between current_setting('app.bank_lo')::int and current_setting('app.bank_hi')::int
       and bpjs_position between current_setting('app.bpjs_lo')::int and current_setting('app.bpjs_hi')::int);
grant select, insert, update, delete on employer_covers to bpjsbjb_lookup;
create policy lookup on employer_covers to bpjsbjb_lookup using (true) with check (true);
grant select on employer_workers, worker_months to bpjsbjb_lookup;
create policy lookup on employer_workers for select to bpjsbjb_lookup using (true);
create policy lookup on worker_months for select to bpjsbjb_lookup using (true);

-- 2. What it says is read anew whenever something it is made of changes -------------------------------------------------------------------
create function employer_covers_of(of_these uuid[]) returns setof employer_covers
    language sql stable security definer set search_path = public, pg_temp as $$
    select loan.id, loan.employer_id, loan.office_id, loan.bank_position, loan.bpjs_position,
           paid.first_month, paid.first_month + loan.term_months - 1, paid.total, balance.outstanding,
           (select lower(run) from unnest(ledger.months) run order by run desc limit 1), upper(ledger.months) - 1, ledger.months
      from loans loan
      cross join lateral (select month_number(min(d.value_date)) as first_month, sum(d.amount)::bigint as total
                            from disbursements d where d.loan_id = loan.id having count(*) > 0) paid
      cross join lateral (
            select coalesce(range_agg(int4range(month_number(paid_for.month), month_number(paid_for.month) + 1)), '{}') as months
              from (select distinct m.month from worker_months m where m.employer_id = loan.employer_id) paid_for
             where not exists (
                    select from employer_workers w
                     where w.employer_id = loan.employer_id and w.valid_from <= (paid_for.month + interval '1 month' - interval '1 day')::date
                       and (w.valid_to is null or w.valid_to >= paid_for.month)
                       and not exists (select from worker_months m
                                        where m.employer_id = w.employer_id and m.nik_hash = w.nik_hash and m.month = paid_for.month))) ledger
      left join lateral (select b.outstanding from loan_balances b where b.loan_id = loan.id order by b.as_of desc limit 1) balance on true
     where (of_these is null or loan.id = any (of_these)) and loan.status = 'Disbursed' and loan.employer_id is not null
       and exists (select from employer_workers w where w.employer_id = loan.employer_id)
       and not exists (select from loan_closures closing where closing.loan_id = loan.id)
$$;
revoke execute on function employer_covers_of(uuid[]) from public;

create function keep_employer_covers(of_these uuid[]) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if of_these is null then return; end if;
    -- Whoever changes another fact of the same loan waits, and then reads what was changed before.
    perform from employer_covers where loan_id = any (of_these) order by loan_id for update;
    delete from employer_covers kept where kept.loan_id = any (of_these)
       and not exists (select from employer_covers_of(of_these) now where now.loan_id = kept.loan_id);
    insert into employer_covers select * from employer_covers_of(of_these)
        on conflict (loan_id) do update
       set (office_id, bank_position, bpjs_position, first_month, last_month, paid_out, outstanding, run_from, run_through, months)
         = (excluded.office_id, excluded.bank_position, excluded.bpjs_position, excluded.first_month, excluded.last_month, excluded.paid_out,
            excluded.outstanding, excluded.run_from, excluded.run_through, excluded.months);
end $$;
revoke execute on function keep_employer_covers(uuid[]) from public;

create function employer_covers_of_workers() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform keep_employer_covers((select array_agg(distinct l.id) from changed c join loans l on l.employer_id = c.employer_id and l.status = 'Disbursed'));
    return null;
end $$;
create trigger worker_months_cover after insert on worker_months referencing new table as changed
    for each statement execute function employer_covers_of_workers();
create trigger employer_workers_cover_insert after insert on employer_workers referencing new table as changed
    for each statement execute function employer_covers_of_workers();
create trigger employer_workers_cover_update after update on employer_workers referencing new table as changed
    for each statement execute function employer_covers_of_workers();

-- The facts of a loan are kept beside both kinds of debtor (cover.v3.sql, section 2).
grant usage, create on schema public to bpjsbjb_lookup;
alter function employer_covers_of(uuid[]) owner to bpjsbjb_lookup;
alter function keep_employer_covers(uuid[]) owner to bpjsbjb_lookup;
alter function employer_covers_of_workers() owner to bpjsbjb_lookup;
set role bpjsbjb_lookup;
create or replace function loan_covers_of_loans() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare of_people uuid[]; of_employers uuid[];
begin
    select array_agg(distinct l.id) filter (where l.employer_id is null), array_agg(distinct l.id) filter (where l.employer_id is not null)
      into of_people, of_employers
      from changed c join loans l on l.id = c.loan_id and l.status = 'Disbursed';
    perform keep_loan_covers(of_people);
    perform keep_employer_covers(of_employers);
    return null;
end $$;

create or replace function loan_covers_of_moved() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare of_people uuid[]; of_employers uuid[];
begin
    update loan_covers kept set office_id = n.office_id, bank_position = n.bank_position, bpjs_position = n.bpjs_position
      from after n join before o on o.id = n.id
     where kept.loan_id = n.id and (n.office_id, n.bank_position, n.bpjs_position) is distinct from (o.office_id, o.bank_position, o.bpjs_position);
    update employer_covers kept set office_id = n.office_id, bank_position = n.bank_position, bpjs_position = n.bpjs_position
      from after n join before o on o.id = n.id
     where kept.loan_id = n.id and (n.office_id, n.bank_position, n.bpjs_position) is distinct from (o.office_id, o.bank_position, o.bpjs_position);
    select array_agg(n.id) filter (where n.employer_id is null), array_agg(n.id) filter (where n.employer_id is not null)
      into of_people, of_employers
      from after n join before o on o.id = n.id
     where 'Disbursed' in (n.status, o.status) and (n.status, n.term_months) is distinct from (o.status, o.term_months);
    perform keep_loan_covers(of_people);
    perform keep_employer_covers(of_employers);
    return null;
end $$;
insert into employer_covers select * from employer_covers_of(null);
set role bpjsbjb_owner;
revoke create on schema public from bpjsbjb_lookup;

-- 3. How each stands on a day: a debtor's cover by the month of that day, an employer's by the last month whose payment is overdue -----------
drop function cover_standings(date, date);
create function cover_standings(on_date date, soon date) returns table (
        loan_id uuid, participation_id uuid, employer_id uuid, office_id uuid, tab text, is_covered boolean, covered_through date, arrears_until date,
        uncovered int, outstanding bigint)
    language sql stable as $$
    select c.loan_id, c.participation_id, c.employer_id, c.office_id,
           case when c.is_deceased then 'Claim'
                when c.closed_on is not null then 'Closed'
                when s.is_covered and s.ended + 1 <= c.soon_month then 'Ending'
                when s.is_covered then 'Covered'
                when s.ended + c.grace >= c.judged then 'Grace'
                else 'Ended' end,
           s.is_covered,
           make_date((s.ended + 1) / 12, (s.ended + 1) % 12 + 1, 1) - 1,
           make_date((s.ended + c.grace + c.months_to_pay + 1) / 12, (s.ended + c.grace + c.months_to_pay + 1) % 12 + 1, 1) - 1 + c.days_to_pay,
           greatest(0, s.months_left) - s.covered,
           coalesce(c.outstanding, c.paid_out * greatest(0, least(c.last_month - c.first_month + 1, s.months_left)) / (c.last_month - c.first_month + 1))
      from (select kept.loan_id, kept.participation_id, null::uuid as employer_id, kept.office_id, kept.first_month, kept.last_month, kept.paid_out,
                   kept.outstanding, kept.closed_on, kept.is_deceased, kept.run_from, kept.run_through, kept.months,
                   grace.value as grace, month_number(on_date) as judged, month_number(soon + 1) as soon_month, 0 as months_to_pay, 0 as days_to_pay
              from loan_covers kept
             cross join limits grace
             where grace.kind = 'GraceMonths' and on_date >= grace.valid_from and on_date <= coalesce(grace.valid_to, 'infinity')
            union all
            -- A wage earner's month is paid by a day of the next one; no month before the loan was missed for it.
            select kept.loan_id, null, kept.employer_id, kept.office_id, kept.first_month, kept.last_month, kept.paid_out,
                   kept.outstanding, null, false, kept.run_from, kept.run_through, kept.months,
                   grace.value, greatest(kept.first_month, month_number(on_date - due.value) - 1), month_number(soon + 1 - due.value) - 1, 1, due.value
              from employer_covers kept
             cross join limits grace
             cross join limits due
             where grace.kind = 'GraceMonths' and on_date >= grace.valid_from and on_date <= coalesce(grace.valid_to, 'infinity')
               and due.kind = 'EmployerDueDay' and on_date >= due.valid_from and on_date <= coalesce(due.valid_to, 'infinity')) c
     cross join lateral (
            select coalesce(case when c.run_from <= c.judged then c.run_through >= c.judged else c.months @> c.judged end, false) as is_covered,
                   case when c.run_from <= c.judged then c.run_through
                        -- a gap lies ahead: the end of the run that holds the month, else the last month before it
                        else (select max(upper(run)) - 1 from unnest(c.months) run where lower(run) <= c.judged) end as ended,
                   c.last_month - greatest(month_number(on_date), c.first_month) + 1 as months_left,
                   case when c.run_from <= month_number(on_date)
                        then greatest(0, least(c.last_month, c.run_through) - greatest(month_number(on_date), c.first_month) + 1)
                        when c.last_month < month_number(on_date) then 0
                        else (select coalesce(sum(upper(run) - lower(run)), 0)::int
                                from unnest(c.months * int4multirange(int4range(greatest(month_number(on_date), c.first_month), c.last_month + 1))) run)
                        end as covered
           ) s
$$;
