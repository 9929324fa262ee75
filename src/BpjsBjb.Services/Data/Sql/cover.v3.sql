-- The work list and the radar of a whole region within a second: what the ledger and the loan say of each live loan's cover, kept beside them in one
-- narrow row. Facts alone, no status: whether cover runs, is in grace or has ended is worked out for the day that is asked for. See decision 0040.

create function month_number(day date) returns int language sql immutable parallel safe as
$$ select extract(year from day)::int * 12 + extract(month from day)::int - 1 $$;

-- 1. One row a live loan and debtor; months are counted (month_number) ------------------------------------------------------------------
create table loan_covers (
    loan_id uuid not null,
    participation_id uuid not null,
    office_id uuid not null,
    bank_position int not null,
    bpjs_position int not null,
    first_month int not null,           -- of the first payout
    last_month int not null,            -- of maturity
    paid_out bigint not null,           -- rupiah
    outstanding bigint null,            -- as the bank reported it last
    closed_on date null,
    is_deceased boolean not null,
    run_from int null,                  -- the last unbroken run of covered months
    run_through int null,
    months int4multirange not null,     -- every covered month
    constraint pk_loan_covers primary key (loan_id, participation_id),
    constraint fk_loan_covers_loans foreign key (loan_id) references loans (id) on delete cascade,
    constraint fk_loan_covers_participations foreign key (participation_id) references participations (id) on delete cascade
);
create index ix_loan_covers_bank on loan_covers (bank_position);
create index ix_loan_covers_bpjs on loan_covers (bpjs_position);
create index ix_loan_covers_participation on loan_covers (participation_id);

-- Seen with the loan; written by the functions below alone.
alter table loan_covers enable row level security, force row level security;
create policy scope on loan_covers for select
    using (bank_position between current_setting('app.bank_lo')::int and current_setting('app.bank_hi')::int
       and bpjs_position between current_setting('app.bpjs_lo')::int and current_setting('app.bpjs_hi')::int);
grant select, insert, update, delete on loan_covers to bpjsbjb_lookup;
create policy lookup on loan_covers to bpjsbjb_lookup using (true) with check (true);
-- A debtor's payment concerns their loans at every branch, whoever recorded it.
do $$
declare asked text;
begin
    foreach asked in array array['loan_insured', 'loan_balances', 'loan_closures', 'cover_exits'] loop
        execute format('grant select on %I to bpjsbjb_lookup', asked);
        execute format('create policy lookup on %I for select to bpjsbjb_lookup using (true)', asked);
    end loop;
end $$;

-- 2. What it says is read anew from the ledger whenever something it is made of changes ---------------------------------------------------
create function loan_covers_of(of_these uuid[]) returns setof loan_covers
    language sql stable security definer set search_path = public, pg_temp as $$
    select loan.id, insured.participation_id, loan.office_id, loan.bank_position, loan.bpjs_position,
           paid.first_month, paid.first_month + loan.term_months - 1, paid.total, balance.outstanding, closing.closed_on,
           exists (select from claims c left join claim_closures ended on ended.claim_id = c.id
                    where c.participation_id = insured.participation_id and c.kind like 'Death%'
                      and (ended.claim_id is null or ended.outcome <> 'Withdrawn')),
           (select lower(run) from unnest(ledger.months) run order by run desc limit 1), upper(ledger.months) - 1, ledger.months
      from loans loan
      join loan_insured insured on insured.loan_id = loan.id and insured.decline_reason is null
      cross join lateral (select month_number(min(d.value_date)) as first_month, sum(d.amount)::bigint as total
                            from disbursements d where d.loan_id = loan.id having count(*) > 0) paid
      cross join lateral (select coalesce(range_agg(int4range(month_number(c.month), month_number(c.month) + 1)), '{}') as months
                            from covered_months c where c.participation_id = insured.participation_id) ledger
      left join lateral (select b.outstanding from loan_balances b where b.loan_id = loan.id order by b.as_of desc limit 1) balance on true
      left join loan_closures closing on closing.loan_id = loan.id
     where (of_these is null or loan.id = any (of_these)) and loan.status = 'Disbursed'
       and not exists (select from cover_exits gone where gone.loan_id = loan.id and gone.participation_id = insured.participation_id)
$$;
revoke execute on function loan_covers_of(uuid[]) from public;

create function keep_loan_covers(of_these uuid[]) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if of_these is null then return; end if;
    -- Whoever changes another fact of the same loan waits, and then reads what was changed before.
    perform from loan_covers where loan_id = any (of_these) order by loan_id, participation_id for update;
    delete from loan_covers kept where kept.loan_id = any (of_these)
       and not exists (select from loan_covers_of(of_these) now where (now.loan_id, now.participation_id) = (kept.loan_id, kept.participation_id));
    insert into loan_covers select * from loan_covers_of(of_these)
        on conflict (loan_id, participation_id) do update
       set (office_id, bank_position, bpjs_position, first_month, last_month, paid_out, outstanding, closed_on, is_deceased, run_from, run_through, months)
         = (excluded.office_id, excluded.bank_position, excluded.bpjs_position, excluded.first_month, excluded.last_month, excluded.paid_out,
            excluded.outstanding, excluded.closed_on, excluded.is_deceased, excluded.run_from, excluded.run_through, excluded.months);
end $$;
revoke execute on function keep_loan_covers(uuid[]) from public;

create function loan_covers_of_loans() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform keep_loan_covers((select array_agg(distinct c.loan_id) from changed c join loans l on l.id = c.loan_id and l.status = 'Disbursed'));
    return null;
end $$;

create function loan_covers_of_participations() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform keep_loan_covers((select array_agg(distinct i.loan_id) from changed c join loan_insured i on i.participation_id = c.participation_id
                                join loans l on l.id = i.loan_id and l.status = 'Disbursed'));
    return null;
end $$;

create function loan_covers_of_claims() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform keep_loan_covers((select array_agg(distinct i.loan_id) from changed x join claims c on c.id = x.claim_id
                                join loan_insured i on i.participation_id = c.participation_id));
    return null;
end $$;

-- A loan that moves to another office takes its row with it; only what else changed is read anew.
create function loan_covers_of_moved() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update loan_covers kept set office_id = n.office_id, bank_position = n.bank_position, bpjs_position = n.bpjs_position
      from after n join before o on o.id = n.id
     where kept.loan_id = n.id and (n.office_id, n.bank_position, n.bpjs_position) is distinct from (o.office_id, o.bank_position, o.bpjs_position);
    perform keep_loan_covers((select array_agg(n.id) from after n join before o on o.id = n.id
                               where 'Disbursed' in (n.status, o.status) and (n.status, n.term_months) is distinct from (o.status, o.term_months)));
    return null;
end $$;

do $$
declare
    made record;
    event text;
begin
    for made in
        select * from (values
            ('loan_insured', 'loan_covers_of_loans', array['insert', 'update', 'delete']), ('loan_balances', 'loan_covers_of_loans', array['insert']),
            ('loan_closures', 'loan_covers_of_loans', array['insert']), ('cover_exits', 'loan_covers_of_loans', array['insert', 'update']),
            ('covered_months', 'loan_covers_of_participations', array['insert', 'update', 'delete']),
            ('claims', 'loan_covers_of_participations', array['insert', 'update']), ('claim_closures', 'loan_covers_of_claims', array['insert'])
        ) as t (name, function, events)
    loop
        foreach event in array made.events loop
            execute format('create trigger %I after %s on %I referencing %s table as changed for each statement execute function %I()',
                made.name || '_cover_' || event, event, made.name, case event when 'delete' then 'old' else 'new' end, made.function);
        end loop;
    end loop;
    -- What a row hung on before it came to hang on another record.
    for made in select * from (values ('covered_months'), ('claims')) as t (name) loop
        execute format('create trigger %I after update on %I referencing old table as changed for each statement execute function %I()',
            made.name || '_cover_left', made.name, 'loan_covers_of_participations');
    end loop;
end $$;
create trigger loans_cover after update on loans referencing old table as before new table as after
    for each statement execute function loan_covers_of_moved();
set role bpjsbjb_gate;
create trigger disbursements_cover after insert on disbursements referencing new table as changed
    for each statement execute function loan_covers_of_loans();
alter table disbursements enable always trigger disbursements_cover;
set role bpjsbjb_owner;

-- 3. How each stands on a day; the wall between offices is the table's own ---------------------------------------------------------------
create function cover_standings(on_date date, soon date) returns table (
        loan_id uuid, participation_id uuid, office_id uuid, tab text, is_covered boolean, covered_through date, arrears_until date,
        uncovered int, outstanding bigint)
    language sql stable as $$
    select c.loan_id, c.participation_id, c.office_id,
           case when c.is_deceased then 'Claim'
                when c.closed_on is not null then 'Closed'
                when s.is_covered and s.ended + 1 <= day.soon_month then 'Ending'
                when s.is_covered then 'Covered'
                when s.ended + day.grace >= day.month then 'Grace'
                else 'Ended' end,
           s.is_covered,
           make_date((s.ended + 1) / 12, (s.ended + 1) % 12 + 1, 1) - 1,
           make_date((s.ended + day.grace + 1) / 12, (s.ended + day.grace + 1) % 12 + 1, 1) - 1,
           greatest(0, s.months_left) - s.covered,
           coalesce(c.outstanding, c.paid_out * greatest(0, least(c.last_month - c.first_month + 1, s.months_left)) / (c.last_month - c.first_month + 1))
      from (select month_number(on_date) as month, month_number(soon + 1) as soon_month, value as grace from limits
             where kind = 'GraceMonths' and on_date >= valid_from and on_date <= coalesce(valid_to, 'infinity')) day
     cross join loan_covers c
     cross join lateral (
            select coalesce(case when c.run_from <= day.month then c.run_through >= day.month else c.months @> day.month end, false) as is_covered,
                   case when c.run_from <= day.month then c.run_through
                        -- a gap lies ahead: the end of the run that holds this month, else the last month before it
                        else (select max(upper(run)) - 1 from unnest(c.months) run where lower(run) <= day.month) end as ended,
                   c.last_month - greatest(day.month, c.first_month) + 1 as months_left,
                   case when c.run_from <= day.month
                        then greatest(0, least(c.last_month, c.run_through) - greatest(day.month, c.first_month) + 1)
                        when c.last_month < day.month then 0
                        else (select coalesce(sum(upper(run) - lower(run)), 0)::int
                                from unnest(c.months * int4multirange(int4range(greatest(day.month, c.first_month), c.last_month + 1))) run) end as covered
           ) s
$$;

-- What the list says of a page of loans beside how they stand, within the reader's scope.
create function cover_lines(of_these uuid[]) returns table (
        loan_id uuid, participation_id uuid, application_number varchar, product_code varchar, full_name varchar, balance_on date,
        contacted_at timestamptz, contact_outcome varchar, again_on date, claim_id uuid)
    language sql stable security definer set search_path = public, pg_temp as $$
    select loan.id, insured.participation_id, loan.application_number, loan.product_code, person.full_name, balance.as_of,
           spoken.at, spoken.outcome, spoken.again_on, claim.id
      from loans loan
      join loan_insured insured on insured.loan_id = loan.id and insured.decline_reason is null
      join people person on person.id = insured.person_id
      left join lateral (select b.as_of from loan_balances b where b.loan_id = loan.id order by b.as_of desc limit 1) balance on true
      left join lateral (select c.at, c.outcome, c.again_on from cover_contacts c where c.loan_id = loan.id order by c.at desc limit 1) spoken on true
      -- A death that was not withdrawn; else an accident whose claim is open.
      left join lateral (
            select c.id from claims c left join claim_closures ended on ended.claim_id = c.id
             where c.participation_id = insured.participation_id
               and (ended.claim_id is null or (c.kind like 'Death%' and ended.outcome <> 'Withdrawn'))
             order by c.kind not like 'Death%', ended.claim_id is not null, c.opened_at desc limit 1) claim on true
     where loan.id = any (of_these)
       and loan.bank_position between current_setting('app.bank_lo')::int and current_setting('app.bank_hi')::int
       and loan.bpjs_position between current_setting('app.bpjs_lo')::int and current_setting('app.bpjs_hi')::int
$$;
revoke execute on function cover_lines(uuid[]) from public;

-- 4. Whoever registered a loan is told how its debtor's cover stands, each standing once (cover.v2.sql) -------------------------------------
create or replace function tell_of_covers(soon int) returns int language sql security definer set search_path = public, pg_temp as $$
    with quiet as (
        -- An accident whose claim is open, until the reminders are taken up again.
        select distinct on (c.participation_id) c.participation_id,
               coalesce((select e.kind = 'RemindersResumed' from claim_events e
                          where e.claim_id = c.id and e.kind in ('RemindersResumed', 'RemindersStopped')
                          order by e.at desc, e.id desc limit 1), false) as are_reminders_on
          from claims c
         where c.kind not like 'Death%' and not exists (select from claim_closures closed where closed.claim_id = c.id)
         order by c.participation_id, c.opened_at desc
    ), standing as (
        select l.registered_by, s.loan_id, k.kind, 'loans/' || s.loan_id || '/' || k.kind || '/' || s.covered_through as event
          from cover_standings(portal_today(), portal_today() + soon) s
          join (values ('Ending', 'CoverEnding'), ('Grace', 'GraceBegan'), ('Ended', 'CoverEnded')) k (tab, kind) on k.tab = s.tab
          join loans l on l.id = s.loan_id
         where s.uncovered > 0 and s.covered_through is not null
           and not exists (select from quiet where quiet.participation_id = s.participation_id and not quiet.are_reminders_on)
    ), told as (
        insert into notices (user_id, kind, about, event, is_urgent)
        select s.registered_by, s.kind, s.loan_id, s.event, false
          from standing s
         where s.registered_by in (select user_id from access_grants where approved_at is not null and ended_at is null)
        on conflict do nothing -- told before
        returning 1
    )
    select count(*)::int from told
$$;

-- The radar's first telling, loan by loan, made place for the second.
set role bpjsbjb_figures;
drop function cover_watch(date);
set role bpjsbjb_owner;

-- 5. Whose the functions are ------------------------------------------------------------------------------------------------------------
grant usage, create on schema public to bpjsbjb_figures, bpjsbjb_lookup;
alter function cover_lines(uuid[]) owner to bpjsbjb_figures;
alter function loan_covers_of(uuid[]) owner to bpjsbjb_lookup;
alter function keep_loan_covers(uuid[]) owner to bpjsbjb_lookup;
alter function loan_covers_of_loans() owner to bpjsbjb_lookup;
alter function loan_covers_of_participations() owner to bpjsbjb_lookup;
alter function loan_covers_of_claims() owner to bpjsbjb_lookup;
alter function loan_covers_of_moved() owner to bpjsbjb_lookup;
set role bpjsbjb_lookup;
insert into loan_covers select * from loan_covers_of(null);
set role bpjsbjb_owner;
revoke create on schema public from bpjsbjb_figures, bpjsbjb_lookup;
