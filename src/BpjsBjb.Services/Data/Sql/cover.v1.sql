-- The life of a cover after the payout: what is owed, whom the bank spoke with, loans closed and covers left; and what the worker does of itself.

-- 1. Whose the rows are ---------------------------------------------------------------------------------------------------
do $$
declare
    fact text;
    everything constant text :=
        $scope$current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
           and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647$scope$;
begin
    foreach fact in array array['cover_contacts', 'loan_balances', 'loan_closures', 'cover_exits'] loop
        execute format('alter table %I enable row level security', fact);
        execute format('alter table %I force row level security', fact);
        execute format('create policy scope on %I using ((%s) or exists (select from loans l where l.id = loan_id))', fact, everything);
        execute format('create trigger %I before update or delete on %I for each row execute function append_only()', fact || '_append_only', fact);
        execute format('create trigger %I before truncate on %I for each statement execute function append_only()', fact || '_no_truncate', fact);
        execute format('select audit_table(%L)', fact);
        execute format('grant select on %I to bpjsbjb_figures', fact);
        execute format('create policy figures on %I for select to bpjsbjb_figures using (true)', fact);
    end loop;
end $$;
grant select on disbursements to bpjsbjb_figures;
create policy figures on disbursements for select to bpjsbjb_figures using (true);

-- 2. What must never be wrong of them --------------------------------------------------------------------------------------
create function loan_balances_guard() returns trigger language plpgsql as $$
declare paid_out bigint; first_paid date;
begin
    select sum(amount), min(value_date) into paid_out, first_paid from disbursements where loan_id = new.loan_id;
    if first_paid is null or new.as_of < first_paid then
        raise exception using errcode = 'BJ040', message = 'balance.before-payout';
    end if;
    if new.as_of > portal_today() then
        raise exception using errcode = 'BJ040', message = 'balance.in-the-future';
    end if;
    if new.outstanding > paid_out then
        raise exception using errcode = 'BJ040', message = 'balance.above-loan-amount';
    end if;
    return new;
end $$;
create trigger loan_balances_guard before insert on loan_balances for each row execute function loan_balances_guard();

create function loan_closures_guard() returns trigger language plpgsql as $$
declare first_paid date;
begin
    perform from loans where id = new.loan_id for update; -- waits for a payout that is just being made
    select min(value_date) into first_paid from disbursements where loan_id = new.loan_id;
    if first_paid is null then
        raise exception using errcode = 'BJ040', message = 'closure.not-paid-out';
    end if;
    if new.closed_on > portal_today() then
        raise exception using errcode = 'BJ040', message = 'closure.in-the-future';
    end if;
    if new.closed_on < first_paid then
        raise exception using errcode = 'BJ040', message = 'closure.before-payout';
    end if;
    return new;
end $$;
create trigger loan_closures_guard before insert on loan_closures for each row execute function loan_closures_guard();

create function cover_exits_guard() returns trigger language plpgsql as $$
begin
    if not exists (select from loan_insured where loan_id = new.loan_id and participation_id = new.participation_id) then
        raise exception using errcode = 'BJ040', message = 'loan.without-participation';
    end if;
    if new.exited_on > portal_today() then
        raise exception using errcode = 'BJ040', message = 'exit.in-the-future';
    end if;
    if new.reason = 'PaidOff' and not exists (select from loan_closures where loan_id = new.loan_id) then
        raise exception using errcode = 'BJ040', message = 'exit.loan-still-open';
    end if;
    return null;
end $$;
-- At commit: the loan may be closed in the same breath.
create constraint trigger cover_exits_guard after insert on cover_exits
    deferrable initially deferred for each row execute function cover_exits_guard();

create function cover_contacts_guard() returns trigger language plpgsql as $$
begin
    if not exists (select from loan_insured where loan_id = new.loan_id and participation_id = new.participation_id) then
        raise exception using errcode = 'BJ040', message = 'loan.without-participation';
    end if;
    return new;
end $$;
create trigger cover_contacts_guard before insert on cover_contacts for each row execute function cover_contacts_guard();

-- A closed loan pays nothing out any more.
create function disbursements_open_loan() returns trigger language plpgsql as $$
begin
    if exists (select from loan_closures where loan_id = new.loan_id) then
        raise exception using errcode = 'BJ010', message = 'closure.already-closed';
    end if;
    return new;
end $$;
create trigger disbursements_open_loan before insert on disbursements for each row execute function disbursements_open_loan();

-- 3. A bill begins with this month or later, or takes up arrears: the months since cover ended, all of them, while grace lasts ----
create function bills_months_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    issued date := (new.issued_at at time zone 'Asia/Jakarta')::date;
    ended date;
    grace int;
begin
    if new.first_month >= month_of(issued) then return new; end if;

    select month_of(max(month)) into ended from covered_months
     where participation_id = new.participation_id and month < month_of(issued);
    select value into strict grace from limits
     where kind = 'GraceMonths' and issued >= valid_from and issued <= coalesce(valid_to, 'infinity');
    if ended is null or new.first_month <> (ended + interval '1 month')::date
       or month_of(issued) > (ended + make_interval(months => grace))::date
       or (new.first_month + make_interval(months => new.months))::date <= month_of(issued) then
        raise exception using errcode = 'BJ005', message = 'bill.months-are-over';
    end if;
    return new;
end $$;
create trigger bills_months_guard before insert on bills for each row execute function bills_months_guard();

-- 4. The radar: every live loan of the reader's scope with where the cover of its debtor stands on a day ---------------------------
create function cover_watch(on_date date) returns table (
        loan_id uuid, application_number varchar, product_code varchar, office_id uuid, registered_by uuid, bank_position int, bpjs_position int,
        participation_id uuid, full_name varchar, has_card boolean, is_covered boolean, covered_through date, arrears_until date,
        first_month date, last_month date, uncovered int, outstanding bigint, balance_on date, closed_on date,
        contacted_at timestamptz, contact_outcome varchar, again_on date)
    language sql stable security definer set search_path = public, pg_temp as $$
    select loan.id, loan.application_number, loan.product_code, loan.office_id, loan.registered_by, loan.bank_position, loan.bpjs_position,
           p.id, person.full_name, p.kpj_hash is not null, now_paid.is_covered,
           (ended.month + interval '1 month' - interval '1 day')::date,
           case when ended.month is not null
                then (ended.month + make_interval(months => rule.grace + 1) - interval '1 day')::date end,
           paid.first_month, term.last_month,
           ahead.uncovered,
           coalesce(balance.outstanding, paid.total * greatest(0, least(loan.term_months, ahead.left_months)) / loan.term_months),
           balance.as_of, closing.closed_on, spoken.at, spoken.outcome, spoken.again_on
      from loans loan
      join loan_insured insured on insured.loan_id = loan.id and insured.decline_reason is null
      join participations p on p.id = insured.participation_id
      join people person on person.id = insured.person_id
      cross join (select value as grace from limits
                   where kind = 'GraceMonths' and on_date >= valid_from and on_date <= coalesce(valid_to, 'infinity')) rule
      cross join lateral (select month_of(min(d.value_date)) as first_month, sum(d.amount)::bigint as total
                            from disbursements d where d.loan_id = loan.id) paid
      cross join lateral (select (paid.first_month + make_interval(months => loan.term_months - 1))::date as last_month) term
      cross join lateral (select exists (select from covered_months c
                                          where c.participation_id = p.id and c.month = month_of(on_date)) as is_covered) now_paid
      -- The end of the run that holds this month; else the last month before it.
      left join lateral (
            select case when now_paid.is_covered
                        then (select max(c.month) from (
                                select m.month, m.month - make_interval(months => (row_number() over (order by m.month))::int) as run
                                  from covered_months m where m.participation_id = p.id and m.month >= month_of(on_date)) c
                               where c.run = month_of(on_date) - interval '1 month')
                        else (select max(c.month) from covered_months c where c.participation_id = p.id and c.month < month_of(on_date)) end as month
           ) ended on true
      cross join lateral (
            select greatest(0, left_months) as left_months,
                   greatest(0, left_months) - (select count(*) from covered_months c
                     where c.participation_id = p.id and c.month >= greatest(month_of(on_date), paid.first_month) and c.month <= term.last_month)::int as uncovered
              from (select (extract(year from term.last_month)::int - extract(year from greatest(month_of(on_date), paid.first_month))::int) * 12
                           + extract(month from term.last_month)::int - extract(month from greatest(month_of(on_date), paid.first_month))::int + 1
                           as left_months) whole
           ) ahead
      left join lateral (select b.outstanding, b.as_of from loan_balances b
                          where b.loan_id = loan.id and b.as_of <= on_date order by b.as_of desc limit 1) balance on true
      left join loan_closures closing on closing.loan_id = loan.id
      left join lateral (select c.at, c.outcome, c.again_on from cover_contacts c
                          where c.loan_id = loan.id order by c.at desc limit 1) spoken on true
     where loan.status = 'Disbursed'
       and not exists (select from cover_exits gone where gone.loan_id = loan.id and gone.participation_id = p.id)
       and loan.bank_position between current_setting('app.bank_lo')::int and current_setting('app.bank_hi')::int
       and loan.bpjs_position between current_setting('app.bpjs_lo')::int and current_setting('app.bpjs_hi')::int
$$;
revoke execute on function cover_watch(date) from public;

-- 5. The months turn: what each participation became on the first of a month, told once ------------------------------------------
create table cover_changes (
    participation_id uuid not null,
    month date not null constraint ck_cover_changes_month check (month = month_of(month)),
    became varchar(40) not null constraint ck_cover_changes_became check (became in ('Grace', 'Ended')),
    at timestamptz not null default clock_timestamp(),
    constraint pk_cover_changes primary key (participation_id, month),
    constraint fk_cover_changes_participations foreign key (participation_id) references participations (id)
);
create index ix_cover_changes_month on cover_changes (month);
alter table cover_changes enable row level security;
alter table cover_changes force row level security;
create policy scope on cover_changes using (
    (current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
     and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647)
    or exists (select from participations p where p.id = participation_id));
create trigger cover_changes_append_only before update or delete on cover_changes for each row execute function append_only();
create trigger cover_changes_no_truncate before truncate on cover_changes for each statement execute function append_only();

create table cover_turns (
    month date not null constraint pk_cover_turns primary key constraint ck_cover_turns_month check (month = month_of(month)),
    into_grace int not null,
    ended int not null,
    turned_at timestamptz not null default clock_timestamp()
);

-- Turns a month that has begun, once: whoever comes second finds it turned and gets null.
create function turn_month(the_month date) returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare grace int; to_grace int; to_end int;
begin
    if the_month <> month_of(the_month) or the_month > month_of(portal_today()) then
        raise exception using errcode = 'BJ040', message = 'cover.month-not-begun';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('turn_month', 0));
    if exists (select from cover_turns where month = the_month) then return null; end if;

    select value into strict grace from limits
     where kind = 'GraceMonths' and the_month >= valid_from and the_month <= coalesce(valid_to, 'infinity');
    insert into cover_changes (participation_id, month, became)
    select id, the_month, 'Grace' from participations
     where kpj_hash is not null and covered_through = the_month - 1;
    get diagnostics to_grace = row_count;
    insert into cover_changes (participation_id, month, became)
    select id, the_month, 'Ended' from participations
     where kpj_hash is not null and covered_through = ((the_month - make_interval(months => grace))::date - 1);
    get diagnostics to_end = row_count;
    insert into cover_turns (month, into_grace, ended) values (the_month, to_grace, to_end);
    return to_grace + to_end;
end $$;
revoke execute on function turn_month(date) from public;

-- 6. Renewal bills: one batch of covers that end by a day and whose loan goes on ----------------------------------------------------
create function renewals_due(on_date date, through_date date, most int) returns table (
        participation_id uuid, enrollment_id uuid, category varchar, sector varchar, payer varchar, contribution_base bigint, with_jht boolean,
        first_month date, months_before int, loan_months_left int)
    language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, the_case.id, p.category, p.sector, coalesce(latest.payer, 'Participant'), p.contribution_base, p.with_jht,
           (p.covered_through + 1), coalesce(latest.months, 1), loan_left.months
      from participations p
      cross join lateral (select e.id, e.nik_hash from enrollments e
                           where e.participation_id = p.id and e.status = 'Accepted' order by e.decided_at desc nulls last limit 1) the_case
      left join lateral (select b.payer, b.months from bills b
                          where b.participation_id = p.id and b.paid_at is not null order by b.first_month desc limit 1) latest on true
      cross join lateral (
            select max((extract(year from last.month)::int - extract(year from p.covered_through + 1)::int) * 12
                       + extract(month from last.month)::int - extract(month from p.covered_through + 1)::int + 1) as months
              from loan_insured i
              join loans l on l.id = i.loan_id and l.status = 'Disbursed'
              cross join lateral (select (month_of(min(d.value_date)) + make_interval(months => l.term_months - 1))::date as month
                                    from disbursements d where d.loan_id = l.id) last
             where i.participation_id = p.id and i.decline_reason is null
               and not exists (select from loan_closures c where c.loan_id = l.id)
               and not exists (select from cover_exits e where e.loan_id = l.id and e.participation_id = p.id)
           ) loan_left
     where p.segment = 'Bpu' and p.kpj_hash is not null and p.covered_through between on_date and through_date
       and loan_left.months > 0
       and not processing_is_restricted(the_case.nik_hash)
       and not exists (select from bills b where b.participation_id = p.id and b.paid_at is null and b.cancelled_at is null)
     order by p.covered_through, p.id
     limit most
$$;
revoke execute on function renewals_due(date, date, int) from public;

grant select on limits to bpjsbjb_figures;
grant usage, create on schema public to bpjsbjb_figures;
alter function cover_watch(date) owner to bpjsbjb_figures;
alter function bills_months_guard() owner to bpjsbjb_figures;
revoke create on schema public from bpjsbjb_figures;
