-- A million covers: renewals are looked for in order, each batch where the last one ended, and whoever is to be told is told in one statement.

create index ix_participations_renewal on participations (covered_through, id) where kpj_hash is not null and segment = 'Bpu';

-- The next covers that end by a day, in order, whatever becomes of them; which of them are due says renewals_due.
create function covers_ending(on_date date, through_date date, after_date date, after_id uuid, most int) returns table (id uuid, covered_through date)
    language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, p.covered_through from participations p
     where p.segment = 'Bpu' and p.kpj_hash is not null and p.covered_through between on_date and through_date
       and (p.covered_through, p.id) > (after_date, after_id)
     order by p.covered_through, p.id
     limit most
$$;

drop function renewals_due(date, date, int);

-- Of these covers, those whose loan goes on and that are not billed yet (cover.v1.sql, section 6).
create function renewals_due(of_these uuid[]) returns table (
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
     where p.id = any (of_these)
       and loan_left.months > 0
       and not processing_is_restricted(the_case.nik_hash)
       and death_of_nik(the_case.nik_hash) is null
       and not exists (select from bills b where b.participation_id = p.id and b.paid_at is null and b.cancelled_at is null)
     order by p.covered_through, p.id
$$;
revoke execute on function covers_ending(date, date, date, uuid, int), renewals_due(uuid[]) from public;

-- Tells whoever registered a loan how its debtor's cover stands, each standing once. Who was told already is not looked at again.
create function tell_of_covers(soon int) returns int language sql security definer set search_path = public, pg_temp as $$
    with standing as (
        select w.registered_by, w.loan_id, w.covered_through,
               case when w.is_covered then 'CoverEnding' when w.arrears_until >= portal_today() then 'GraceBegan' else 'CoverEnded' end as kind
          from cover_watch(portal_today()) w
         where w.closed_on is null and not w.is_deceased and not w.reminders_stopped and w.uncovered > 0 and w.covered_through <= portal_today() + soon
    ), told as (
        insert into notices (user_id, kind, about, event, is_urgent)
        select registered_by, kind, loan_id, 'loans/' || loan_id || '/' || kind || '/' || covered_through, false
          from standing
         where registered_by in (select user_id from access_grants where approved_at is not null and ended_at is null)
        on conflict do nothing
        returning 1
    )
    select count(*)::int from told
$$;
revoke execute on function tell_of_covers(int) from public;
