-- As before; whether a cover is billed already is looked up cover by cover. Asked as "not exists" it was a join with every open bill, planned while there
-- were none: the more a night had billed, the longer each next thousand took. See decision 0040.
create or replace function covers_ending(on_date date, through_date date, after_date date, after_id uuid, most int)
    returns table (id uuid, covered_through date)
    language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, p.covered_through from participations p
     where p.segment = 'Bpu' and p.kpj_hash is not null and p.covered_through between on_date and through_date
       and (p.covered_through, p.id) > (after_date, after_id)
       and (select b.id from bills b where b.participation_id = p.id and b.paid_at is null and b.cancelled_at is null limit 1) is null
     order by p.covered_through, p.id
     limit most
$$;

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
           and (select b.id from bills b where b.participation_id = p.id and b.paid_at is null and b.cancelled_at is null limit 1) is null
    )
    select id, case_id, category, sector, payer, contribution_base, with_jht, covered_through + 1, months_before, months_left
      from open
     where nik_hash not in (select dead.nik_hash from dead_among((select array_agg(o.nik_hash) from open o)) dead)
     order by covered_through, id
$$;
