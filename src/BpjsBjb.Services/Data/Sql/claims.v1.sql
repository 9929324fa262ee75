-- Death or accident: one claim reaches every loan of its person. What it stops, what it refuses, who closes it. See decision 0036.

alter table claim_items add constraint ex_claim_items
    exclude using gist (kind with =, item with =, daterange(valid_from, valid_to, '[]') with &&);

-- 1. Whose the rows are ---------------------------------------------------------------------------------------------------
do $$
declare
    part record;
    everything constant text :=
        $scope$current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
           and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647$scope$;
begin
    for part in
        select * from (values
            ('claims',         'exists (select from participations p where p.id = participation_id)'),
            ('claim_events',   'exists (select from claims c where c.id = claim_id)'),
            ('claim_heirs',    'exists (select from claims c where c.id = claim_id)'),
            ('claim_closures', 'exists (select from claims c where c.id = claim_id)')
        ) as t (name, seen_with)
    loop
        execute format('alter table %I enable row level security', part.name);
        execute format('alter table %I force row level security', part.name);
        execute format('create policy scope on %I using ((%s) or %s)', part.name, everything, part.seen_with);
        execute format('create trigger %I before truncate on %I for each statement execute function append_only()', part.name || '_no_truncate', part.name);
        execute format('select audit_table(%L)', part.name);
        execute format('grant select on %I to bpjsbjb_figures, bpjsbjb_lookup', part.name);
        execute format('create policy figures on %I for select to bpjsbjb_figures using (true)', part.name);
        execute format('create policy lookup on %I for select to bpjsbjb_lookup using (true)', part.name);
    end loop;
end $$;
create policy moving_keys on claims to bpjsbjb_owner using (current_setting('app.moving_keys', true) = 'on');
create policy moving_keys on claim_heirs to bpjsbjb_owner using (current_setting('app.moving_keys', true) = 'on');
create trigger claim_events_append_only before update or delete on claim_events for each row execute function append_only();
create trigger claim_closures_append_only before update or delete on claim_closures for each row execute function append_only();

-- What is sealed may be sealed anew, and is erased with its person; nothing else changes.
create function claims_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and to_jsonb(new) - 'place_sealed' = to_jsonb(old) - 'place_sealed'
       and (is_resealed(old.place_sealed, new.place_sealed) or (new.place_sealed is null and is_erasing())) then
        return new;
    end if;
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;
create trigger claims_append_only before update or delete on claims for each row execute function claims_kept();

create function claim_heirs_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and is_erasing() then return old; end if;
    if tg_op = 'UPDATE' and to_jsonb(new) - 'name_sealed' - 'phone_sealed' = to_jsonb(old) - 'name_sealed' - 'phone_sealed'
       and (old.name_sealed = new.name_sealed or is_resealed(old.name_sealed, new.name_sealed))
       and (old.phone_sealed is not distinct from new.phone_sealed or is_resealed(old.phone_sealed, new.phone_sealed)) then
        return new;
    end if;
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;
create trigger claim_heirs_append_only before update or delete on claim_heirs for each row execute function claim_heirs_kept();

-- 2. A claim is of an insured person, of a day that can be, and the only one of its event ------------------------------------
create function claims_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare the participations; born date;
begin
    -- A payout, a payment taken back and another claim of the same person wait here.
    select * into the from participations where id = new.participation_id and person_id = new.person_id for update;
    if not found or the.kpj_hash is null or the.covered_from is null
       or not exists (select from loan_insured where participation_id = new.participation_id and decline_reason is null) then
        raise exception using errcode = 'BJ045', message = 'claim.not-insured';
    end if;
    if new.happened_on > portal_today() then
        raise exception using errcode = 'BJ045', message = 'claim.in-the-future';
    end if;
    if new.told_on > portal_today() then
        raise exception using errcode = 'BJ045', message = 'claim.told-in-the-future';
    end if;
    if new.told_on < new.happened_on then
        raise exception using errcode = 'BJ045', message = 'claim.told-before-event';
    end if;
    select birth_date into born from people where id = new.person_id;
    if new.happened_on < born then
        raise exception using errcode = 'BJ045', message = 'claim.before-birth';
    end if;
    if new.happened_on < least(the.covered_from, (the.accepted_at at time zone 'Asia/Jakarta')::date) then
        raise exception using errcode = 'BJ045', message = 'claim.before-participation';
    end if;
    -- Somebody dies once, also where BPJS says no; then a claim of the other kind may follow. Two accidents of one day are one.
    if exists (
            select from claims c left join claim_closures ended on ended.claim_id = c.id
             where c.person_id = new.person_id
               and case when new.kind like 'Death%'
                        then c.kind like 'Death%' and (ended.claim_id is null or ended.outcome in ('Paid', 'RightsLapsed')
                                                       or (ended.outcome = 'RefusedByBpjs' and c.kind = new.kind))
                        else c.kind = new.kind and c.happened_on = new.happened_on and (ended.claim_id is null or ended.outcome <> 'Withdrawn') end) then
        raise exception using errcode = 'BJ045', message = 'claim.already-open';
    end if;
    if new.kind not like 'Death%' and exists (
            select from claims c left join claim_closures ended on ended.claim_id = c.id
             where c.person_id = new.person_id and c.kind like 'Death%' and c.happened_on < new.happened_on
               and (ended.claim_id is null or ended.outcome <> 'Withdrawn')) then
        raise exception using errcode = 'BJ045', message = 'claim.debtor-deceased';
    end if;
    return new;
end $$;
create trigger claims_guard before insert on claims for each row execute function claims_guard();

-- 3. Steps and the end ----------------------------------------------------------------------------------------------------------
create function claim_events_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare the claims;
begin
    select * into the from claims where id = new.claim_id for share; -- waits for whoever closes it
    if exists (select from claim_closures where claim_id = new.claim_id) then
        raise exception using errcode = 'BJ045', message = 'claim.closed';
    end if;
    if new."on" > portal_today() then
        raise exception using errcode = 'BJ045', message = 'claim.step-in-the-future';
    end if;
    -- A card or a family card was there before; a step is taken after the event.
    if new.item is null and new."on" < the.happened_on then
        raise exception using errcode = 'BJ045', message = 'claim.step-before-event';
    end if;
    if (new.kind = 'AccidentReported' and the.kind = 'DeathNotAtWork') or (new.kind = 'HeirsTold' and the.kind = 'AccidentAtWork')
       or (new.kind in ('RemindersResumed', 'RemindersStopped') and the.kind <> 'AccidentAtWork') then
        raise exception using errcode = 'BJ045', message = 'claim.step-not-for-kind';
    end if;
    new.participation_id := the.participation_id; -- whose trail it stands in
    return new;
end $$;
create trigger claim_events_guard before insert on claim_events for each row execute function claim_events_guard();

create function claim_heirs_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare the claims;
begin
    select * into the from claims where id = new.claim_id for share;
    new.participation_id := the.participation_id;
    if exists (select from claim_closures where claim_id = new.claim_id) then
        raise exception using errcode = 'BJ045', message = 'claim.closed';
    end if;
    return new;
end $$;
create trigger claim_heirs_guard before insert on claim_heirs for each row execute function claim_heirs_guard();

create function claim_closures_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare the claims; years int;
begin
    select * into the from claims where id = new.claim_id for update;
    new.participation_id := the.participation_id;
    if new.paid_on > portal_today() then
        raise exception using errcode = 'BJ045', message = 'claim.paid-in-the-future';
    end if;
    if new.paid_on < the.happened_on then
        raise exception using errcode = 'BJ045', message = 'claim.paid-before-event';
    end if;
    if new.outcome = 'RightsLapsed' then
        select value into years from limits
         where kind = (case when the.kind = 'DeathNotAtWork' then 'JkmRightsYears' else 'JkkRightsYears' end)
           and the.happened_on >= valid_from and the.happened_on <= coalesce(valid_to, 'infinity');
        if years is null or portal_today() <= (the.happened_on + make_interval(years => years))::date then
            raise exception using errcode = 'BJ045', message = 'claim.rights-not-lapsed';
        end if;
    end if;
    return new;
end $$;
create trigger claim_closures_guard before insert on claim_closures for each row execute function claim_closures_guard();

-- 4. Nothing new begins for somebody who has died -------------------------------------------------------------------------------
-- The law of one person, one membership: the answer crosses the wall between offices, as a date and no more.
create function death_of_nik(the_hash bytea) returns date
    language sql stable security definer set search_path = public, pg_temp as $$
    select max(c.happened_on) from people p join claims c on c.person_id = p.id
      left join claim_closures ended on ended.claim_id = c.id
     where p.nik_hash = the_hash and c.kind like 'Death%' and (ended.claim_id is null or ended.outcome <> 'Withdrawn')
$$;
revoke execute on function death_of_nik(bytea) from public;

create function enrollments_of_the_living() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not is_erasing() and death_of_nik(new.nik_hash) is not null then
        raise exception using errcode = 'BJ045', message = 'claim.debtor-deceased';
    end if;
    return new;
end $$;
create trigger enrollments_of_the_living_begun before insert on enrollments for each row execute function enrollments_of_the_living();
create trigger enrollments_of_the_living before update on enrollments for each row
    when (new.nik_hash <> old.nik_hash or (new.status in ('Submitted', 'Accepted') and new.status <> old.status))
    execute function enrollments_of_the_living();

create function facilities_of_the_living() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare the_loan uuid := coalesce(to_jsonb(new) ->> 'loan_id', to_jsonb(new) ->> 'id')::uuid;
begin
    -- Whoever opens a claim of one of these waits, or is waited for.
    perform from participations p join loan_insured i on i.participation_id = p.id where i.loan_id = the_loan for share of p;
    if exists (select from loan_insured i join people p on p.id = i.person_id where i.loan_id = the_loan and death_of_nik(p.nik_hash) is not null) then
        raise exception using errcode = 'BJ045', message = 'claim.debtor-deceased';
    end if;
    return new;
end $$;
create trigger loans_of_the_living before update on loans for each row
    when (new.status in ('Cleared', 'Disbursed') and old.status <> new.status) execute function facilities_of_the_living();
create trigger disbursements_of_the_living before insert on disbursements for each row execute function facilities_of_the_living();

create function insured_are_living() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if exists (select from people p where p.id = new.person_id and death_of_nik(p.nik_hash) is not null) then
        raise exception using errcode = 'BJ045', message = 'claim.debtor-deceased';
    end if;
    return new;
end $$;
create trigger loan_insured_of_the_living before insert on loan_insured for each row execute function insured_are_living();

-- Nobody is billed any more.
create function bills_of_the_living() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if exists (select from participations p join people on people.id = p.person_id
                where p.id = new.participation_id and death_of_nik(people.nik_hash) is not null) then
        raise exception using errcode = 'BJ045', message = 'claim.debtor-deceased';
    end if;
    return new;
end $$;
create trigger bills_of_the_living before insert on bills for each row execute function bills_of_the_living();

-- 5. Reminders stop -----------------------------------------------------------------------------------------------------------------
drop function cover_watch(date);
create function cover_watch(on_date date) returns table (
        loan_id uuid, application_number varchar, product_code varchar, office_id uuid, registered_by uuid, bank_position int, bpjs_position int,
        participation_id uuid, full_name varchar, has_card boolean, is_covered boolean, covered_through date, arrears_until date,
        first_month date, last_month date, uncovered int, outstanding bigint, balance_on date, closed_on date,
        contacted_at timestamptz, contact_outcome varchar, again_on date, claim_id uuid, is_deceased boolean, reminders_stopped boolean)
    language sql stable security definer set search_path = public, pg_temp as $$
    select loan.id, loan.application_number, loan.product_code, loan.office_id, loan.registered_by, loan.bank_position, loan.bpjs_position,
           p.id, person.full_name, p.kpj_hash is not null, now_paid.is_covered,
           (ended.month + interval '1 month' - interval '1 day')::date,
           case when ended.month is not null
                then (ended.month + make_interval(months => rule.grace + 1) - interval '1 day')::date end,
           paid.first_month, term.last_month,
           ahead.uncovered,
           coalesce(balance.outstanding, paid.total * greatest(0, least(loan.term_months, ahead.left_months)) / loan.term_months),
           balance.as_of, closing.closed_on, spoken.at, spoken.outcome, spoken.again_on,
           claim.id, coalesce(claim.is_death, false), claim.id is not null and not claim.are_reminders_on
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
      -- A death that was not withdrawn; else an accident whose claim is open.
      left join lateral (
            select c.id, c.kind like 'Death%' as is_death,
                   c.kind not like 'Death%' and coalesce((select e.kind = 'RemindersResumed' from claim_events e
                                                          where e.claim_id = c.id and e.kind in ('RemindersResumed', 'RemindersStopped')
                                                          order by e.at desc, e.id desc limit 1), false) as are_reminders_on
              from claims c left join claim_closures ended on ended.claim_id = c.id
             where c.participation_id = p.id
               and (ended.claim_id is null or (c.kind like 'Death%' and ended.outcome <> 'Withdrawn'))
             order by c.kind not like 'Death%', ended.claim_id is not null, c.opened_at desc limit 1
           ) claim on true
     where loan.status = 'Disbursed'
       and not exists (select from cover_exits gone where gone.loan_id = loan.id and gone.participation_id = p.id)
       and loan.bank_position between current_setting('app.bank_lo')::int and current_setting('app.bank_hi')::int
       and loan.bpjs_position between current_setting('app.bpjs_lo')::int and current_setting('app.bpjs_hi')::int
$$;
revoke execute on function cover_watch(date) from public;

create or replace function renewals_due(on_date date, through_date date, most int) returns table (
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
       and death_of_nik(the_case.nik_hash) is null
       and not exists (select from bills b where b.participation_id = p.id and b.paid_at is null and b.cancelled_at is null)
     order by p.covered_through, p.id
     limit most
$$;

-- What was told and is not read yet need not be acted on any more; and whoever follows the loans is told of the claim.
create function notices_of_claim() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform settle_notices(kind, i.loan_id) from loan_insured i cross join unnest(array['CoverEnding', 'GraceBegan', 'CoverEnded']) kind
     where i.participation_id = new.participation_id;
    perform settle_notices('BillExpiring', b.id) from bills b
     where b.participation_id = new.participation_id and b.paid_at is null and b.cancelled_at is null and new.kind like 'Death%';
    if new.opened_at < portal_today() - 3 then return null; end if; -- came with a demonstration, and is no news

    perform notify(told.id, 'ClaimOpened', new.id, 'claims/' || new.id, true)
       from (select l.registered_by as id from loan_insured i join loans l on l.id = i.loan_id where i.participation_id = new.participation_id
             union
             select u.id from loan_insured i join loans l on l.id = i.loan_id join users u on u.office_id = l.office_id and u.role = 'BranchSupervisor'
              where i.participation_id = new.participation_id) told
      where told.id <> new.opened_by;
    return null;
end $$;
create trigger notices_of_claim after insert on claims for each row execute function notices_of_claim();

create function notices_of_claim_end() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform settle_notices(kind, new.claim_id) from unnest(array['ClaimOpened', 'ClaimDeadlineNear', 'ClaimDeadlinePassed']) kind;
    return null;
end $$;
create trigger notices_of_claim_end after insert on claim_closures for each row execute function notices_of_claim_end();

-- 6. Erasing waits for an open claim, and takes what is personal of a closed one ------------------------------------------------------
create or replace function erase_person(the_person uuid, the_nik bytea, the_mother bytea, the_phone bytea, the_address bytea) returns boolean
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
    delete from claim_heirs where claim_id in (select id from claims where person_id = the_person);
    update claims set place_sealed = null where person_id = the_person;
    update businesses set description = '–' where person_id = the_person;
    update people
       set nik_hash = erased_hash(id), nik_sealed = the_nik, full_name = '–', name_search = '', birth_date = date '1900-01-01', birth_place = '–',
           mother_name_sealed = the_mother, phone_sealed = the_phone, address_sealed = the_address, district_code = ''
     where id = the_person;
    return true;
end $$;

grant usage, create on schema public to bpjsbjb_figures, bpjsbjb_lookup;
alter function cover_watch(date) owner to bpjsbjb_figures;
alter function death_of_nik(bytea) owner to bpjsbjb_lookup;
set role bpjsbjb_lookup;
grant execute on function death_of_nik(bytea) to bpjsbjb_owner;
create or replace function erasure_holds(the_hash bytea, on_date date) returns table (code text, until date)
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
    select 'hold.claim-open', null where exists (
        select from claims c join cases on cases.participation_id = c.participation_id
         where not exists (select from claim_closures ended where ended.claim_id = c.id))
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
set role bpjsbjb_owner;
revoke create on schema public from bpjsbjb_figures, bpjsbjb_lookup;

-- The checklist is kept like every rule: a row that changes leaves its old wording behind (rules.v1.sql).
create trigger claim_items_superseded before update on claim_items for each row execute function supersede_rule();
create trigger claim_items_kept before delete on claim_items for each row execute function append_only();
create trigger claim_items_no_truncate before truncate on claim_items for each statement execute function append_only();
