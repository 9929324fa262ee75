-- Bills by the thousand: what was asked row by row before an insert is asked once for all rows of a statement, of the same rows and with the same
-- answer; each row still leaves its own entry on the trail. See decision 0040.

-- 1. The trail of inserts, a statement at a time --------------------------------------------------------------------------------------
-- As audit_change (audit.v3.sql) for an insert: one entry a row, with the same words.
create function audit_inserts() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    who uuid := nullif(current_setting('app.user', true), '')::uuid;
    ignored text[] := coalesce(tg_argv, '{}');
begin
    -- Only who may act as the owner may change something without being named.
    if who is null and not pg_has_role(session_user, current_user, 'member') then
        raise exception using errcode = '28000', message = 'database.nobody-is-acting';
    end if;

    insert into audit_entries (txid, at, actor, login, table_name, row_key, operation, enrollment_id, loan_id, participation_id, person_id, after)
    select pg_current_xact_id(), clock_timestamp(), who, session_user, tg_table_name, a.made ->> 'id', 'INSERT',
           (a.made ->> 'enrollment_id')::uuid, (a.made ->> 'loan_id')::uuid, (a.made ->> 'participation_id')::uuid, (a.made ->> 'person_id')::uuid,
           (select jsonb_object_agg(key, audit_shown(key, value)) from jsonb_each(a.made) where value <> 'null' and key <> all (ignored))
      from (select to_jsonb(added) as made from added) a;
    return null;
end $$;

-- For tables whose rows come by the thousand and have an id of their own; updates and deletes stay row by row.
do $$
declare bulk text;
begin
    foreach bulk in array array['bills', 'enrollment_history'] loop
        execute format('drop trigger %I on %I', bulk || '_audit', bulk);
        execute format('create trigger %I after update or delete on %I for each row execute function audit_change()', bulk || '_audit', bulk);
        execute format('create trigger %I after insert on %I referencing new table as added for each statement execute function audit_inserts()',
            bulk || '_audit_insert', bulk);
    end loop;
end $$;

-- 2. The guards of a new bill, a statement at a time ----------------------------------------------------------------------------------
drop trigger bills_months_guard on bills;
drop trigger bills_of_the_living on bills;
drop trigger bills_retired_cover on bills;
grant usage, create on schema public to bpjsbjb_figures, bpjsbjb_lookup;

-- A bill begins with this month or later, or takes up arrears: the months since cover ended, all of them, while grace lasts.
set role bpjsbjb_figures;
create or replace function bills_months_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if exists (
        select from added b
         cross join lateral (select (b.issued_at at time zone 'Asia/Jakarta')::date as day) issued
          left join limits rule on rule.kind = 'GraceMonths' and issued.day >= rule.valid_from and issued.day <= coalesce(rule.valid_to, 'infinity')
         cross join lateral (select month_of(max(c.month)) as ended from covered_months c
                              where c.participation_id = b.participation_id and c.month < month_of(issued.day)) cover
         where b.first_month < month_of(issued.day)
           and (rule.value is null or cover.ended is null or b.first_month <> (cover.ended + interval '1 month')::date
                or month_of(issued.day) > (cover.ended + make_interval(months => rule.value))::date
                or (b.first_month + make_interval(months => b.months))::date <= month_of(issued.day))) then
        raise exception using errcode = 'BJ005', message = 'bill.months-are-over';
    end if;
    return null;
end $$;
set role bpjsbjb_owner;
create trigger bills_months_guard after insert on bills referencing new table as added for each statement execute function bills_months_guard();

-- Who of these has died, by death_of_nik's own measure (claims.v1.sql).
create function dead_among(the_hashes bytea[]) returns table (nik_hash bytea)
    language sql stable security definer set search_path = public, pg_temp as $$
    select p.nik_hash from claims c join people p on p.id = c.person_id
      left join claim_closures ended on ended.claim_id = c.id
     where p.nik_hash = any (the_hashes) and c.kind like 'Death%' and (ended.claim_id is null or ended.outcome <> 'Withdrawn')
$$;
revoke execute on function dead_among(bytea[]) from public;

-- Nobody is billed any more, whoever may see their record.
create or replace function bills_of_the_living() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare hashes bytea[] := (
    select array_agg(person.nik_hash) from added b join participations p on p.id = b.participation_id join people person on person.id = p.person_id);
begin
    if exists (select from dead_among(hashes)) then
        raise exception using errcode = 'BJ045', message = 'claim.debtor-deceased';
    end if;
    return null;
end $$;
create trigger bills_of_the_living after insert on bills referencing new table as added for each statement execute function bills_of_the_living();

-- No bill for a record that became part of another; whoever merges waits, or is waited for (duplicates.v1.sql).
create function bills_retired_cover() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare is_gone boolean;
begin
    perform set_config('app.merging', 'on', true);
    select bool_or(held.merged_into is not null) into is_gone
      from (select person.merged_into from people person
             where person.id in (select p.person_id from participations p where p.id in (select b.participation_id from added b))
             order by person.id for key share) held;
    perform set_config('app.merging', 'off', true);
    if is_gone then
        raise exception using errcode = 'BJ043', message = 'merge.record-retired';
    end if;
    return null;
end $$;
create trigger bills_retired_cover after insert on bills referencing new table as added for each statement execute function bills_retired_cover();

-- 3. What is asked of each bill at the end of its transaction, without asking of each line who may see it -------------------------------
grant select on bill_lines to bpjsbjb_figures;
create policy figures on bill_lines for select to bpjsbjb_figures using (true);
create or replace function bills_add_up() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare billed bigint; months int;
begin
    select coalesce(sum(line.amount), 0), count(distinct line.month) into billed, months from bill_lines line where line.bill_id = new.id;
    if new.total <> billed or new.months <> months then
        raise exception using errcode = 'BJ005', message = 'bill.lines-differ-from-total';
    end if;
    return null;
end $$;

-- 4. Of these covers, those whose loan goes on and that are not billed yet (cover.v2.sql); the dead are asked for once --------------------
create or replace function renewals_due(of_these uuid[]) returns table (
        participation_id uuid, enrollment_id uuid, category varchar, sector varchar, payer varchar, contribution_base bigint, with_jht boolean,
        first_month date, months_before int, loan_months_left int)
    language sql stable security definer set search_path = public, pg_temp as $$
    with open as materialized (
        select p.id, p.covered_through, the_case.id as case_id, the_case.nik_hash, p.category, p.sector, coalesce(latest.payer, 'Participant') as payer,
               p.contribution_base, p.with_jht, coalesce(latest.months, 1) as months_before, loan_left.months as months_left
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
         where p.id = any (of_these)
           and loan_left.months > 0
           and not processing_is_restricted(the_case.nik_hash)
           and not exists (select from bills b where b.participation_id = p.id and b.paid_at is null and b.cancelled_at is null)
    )
    select id, case_id, category, sector, payer, contribution_base, with_jht, covered_through + 1, months_before, months_left
      from open
     where nik_hash not in (select dead.nik_hash from dead_among((select array_agg(o.nik_hash) from open o)) dead)
     order by covered_through, id
$$;

-- The next covers that end by a day and wait for no payment yet, in order.
create or replace function covers_ending(on_date date, through_date date, after_date date, after_id uuid, most int)
    returns table (id uuid, covered_through date)
    language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, p.covered_through from participations p
     where p.segment = 'Bpu' and p.kpj_hash is not null and p.covered_through between on_date and through_date
       and (p.covered_through, p.id) > (after_date, after_id)
       and not exists (select from bills b where b.participation_id = p.id and b.paid_at is null and b.cancelled_at is null)
     order by p.covered_through, p.id
     limit most
$$;

-- 5. Whose the functions are ------------------------------------------------------------------------------------------------------------
alter function bills_add_up() owner to bpjsbjb_figures;
alter function dead_among(bytea[]) owner to bpjsbjb_lookup;
alter function bills_of_the_living() owner to bpjsbjb_lookup;
set role bpjsbjb_lookup;
grant execute on function dead_among(bytea[]) to bpjsbjb_owner;
set role bpjsbjb_owner;
revoke create on schema public from bpjsbjb_figures, bpjsbjb_lookup;
