-- What a donor's own people see of its funds, and staff of all of them: sums, never a row of anybody. See decision 0042.

-- 1. Which donor a right shows. It comes with the proposal of the right, so that two administrators have looked at both. ------------------
create table csr_donor_viewers (
    grant_id uuid constraint pk_csr_donor_viewers primary key constraint fk_csr_donor_viewers_grants references access_grants (id),
    donor_id uuid not null constraint fk_csr_donor_viewers_donors references csr_donors (id)
);
create index ix_csr_donor_viewers_donor on csr_donor_viewers (donor_id);

create function csr_donor_viewers_guard() returns trigger language plpgsql as $$
begin
    if not exists (select from access_grants where id = new.grant_id and role = 'DonorViewer' and refused_at is null and ended_at is null
                      and (approved_at is null or origin <> 'Admins')) then
        raise exception using errcode = 'BJ051', message = 'grant.not-proposed';
    end if;
    return new;
end $$;
create trigger csr_donor_viewers_guard before insert on csr_donor_viewers for each row execute function csr_donor_viewers_guard();
create trigger csr_donor_viewers_append_only before update or delete on csr_donor_viewers for each row execute function append_only();
create trigger csr_donor_viewers_no_truncate before truncate on csr_donor_viewers for each statement execute function append_only();
select audit_table('csr_donor_viewers');

grant select (id, user_id, role, approved_at, ended_at, valid_to) on access_grants to bpjsbjb_figures;
grant select (id, position) on offices to bpjsbjb_figures;
grant select on csr_donor_viewers to bpjsbjb_figures;
grant usage, create on schema public to bpjsbjb_figures;
set role bpjsbjb_figures; -- who reads without asking row by row

-- 2. Whose funds are told to whom: a donor's to those whose right says so, the others' to the offices they lie in. ------------------------
create function csr_readable_funds() returns table (fund_id uuid, by_office boolean)
    language sql stable security definer set search_path = public, pg_temp as $$
    select f.id, false
      from access_grants g join csr_donor_viewers v on v.grant_id = g.id join csr_funds f on f.donor_id = v.donor_id
     where g.user_id = nullif(current_setting('app.user', true), '')::uuid and g.role = 'DonorViewer'
       and g.approved_at is not null and g.ended_at is null and (g.valid_to is null or g.valid_to >= portal_today())
    union all
    select f.id, true
      from csr_funds f join offices o on o.id = f.office_id join offices p on p.id = f.bpjs_office_id
     where o.position between nullif(current_setting('app.bank_lo', true), '')::int and nullif(current_setting('app.bank_hi', true), '')::int
       and p.position between nullif(current_setting('app.bpjs_lo', true), '')::int and nullif(current_setting('app.bpjs_hi', true), '')::int
$$;

-- The money of each fund, rupiah. It is the donor's own and hides nothing.
create function csr_fund_sums() returns table (
        fund_id uuid, number text, name text, donor text, membership_code text, first_month date, months int,
        commitment bigint, donated bigint, returned bigint, bound bigint, paid bigint, unspent bigint)
    language sql stable security definer set search_path = public, pg_temp as $$
    select s.*, s.donated - s.returned - s.bound
      from (select f.id, f.number::text, f.name::text, d.name::text, f.membership_code::text, f.first_month, f.months, f.commitment,
                   (select coalesce(sum(m.amount), 0)::bigint from csr_donations m where m.fund_id = f.id and m.direction = 'In') as donated,
                   (select coalesce(sum(m.amount), 0)::bigint from csr_donations m where m.fund_id = f.id and m.direction = 'Back') as returned,
                   (select coalesce(sum(a.total), 0)::bigint from csr_allocations a where a.fund_id = f.id and a.status in ('Proposed', 'Approved')) as bound,
                   (select coalesce(sum(b.total), 0)::bigint from csr_allocations a join csr_bills b on b.allocation_id = a.id
                      join csr_bill_payments y on y.bill_id = b.id where a.fund_id = f.id) as paid
              from csr_funds f join csr_donors d on d.id = f.donor_id
             where f.id in (select r.fund_id from csr_readable_funds() r)) s
$$;

-- 3. The people of a fund in numbers, as far as their months are paid to BPJS. ---------------------------------------------------------------
--   Whole                           one row
--   Regency, Occupation, NextPayer  parts of the whole; who has no next payer on record is 'Unrecorded'
--   Month                           who was covered in it: parts of the person-months
--   After                           whose cover by the fund is over: with or without a month somebody pays now
--   Benefit                         what BPJS paid, by kind
-- A null is not told: fewer than five people stand behind it, or a number of fewer than five could be computed from it. In a table that is added up the
-- smallest others are hidden with the small ones, until two or more are, and together so many that none of them is fixed by their sum; where the table
-- has no others, the whole and all its parts are. Of After both sides are hidden where either has fewer than five, nobody included.
create function csr_figures(the_fund uuid) returns table (kind text, key text, people bigint, person_months bigint, amount bigint)
    language sql stable security definer set search_path = public, pg_temp as $$
    with fewest as (select 5 as people), now_is as (select month_of(portal_today()) as month), paid as materialized (
        select m.candidate_id, m.nik_hash, m.month, c.occupation_code::text as occupation, left(c.region_code, 4) as regency
          from csr_allocations a
          join csr_bills b on b.allocation_id = a.id
          join csr_bill_payments y on y.bill_id = b.id
          join csr_months m on m.allocation_id = a.id
          join csr_candidates c on c.id = m.candidate_id
         where a.fund_id = the_fund and the_fund in (select r.fund_id from csr_readable_funds() r)
    ), persons as materialized (
        select p.candidate_id, p.nik_hash, p.occupation, p.regency, count(*) as months, max(p.month) as last_month
          from paid p group by p.candidate_id, p.nik_hash, p.occupation, p.regency
    ), said as (
        select distinct on (n.candidate_id) n.candidate_id, n.payer::text as payer
          from csr_next_payers n where n.candidate_id in (select candidate_id from persons) order by n.candidate_id, n.id desc
    ), over_now as materialized (
        select p.candidate_id, p.nik_hash from persons p, now_is where p.last_month < now_is.month
    ), still as (
        select o.candidate_id from over_now o, now_is, csr_months m join csr_bills b on b.allocation_id = m.allocation_id join csr_bill_payments y on y.bill_id = b.id
         where m.nik_hash = o.nik_hash and m.month = now_is.month
        union
        select o.candidate_id from over_now o, now_is, people e, participations q, covered_months m
         where e.nik_hash = o.nik_hash and q.person_id = e.id and m.participation_id = q.id and m.month = now_is.month
        union
        select o.candidate_id from over_now o, now_is, worker_months w where w.nik_hash = o.nik_hash and w.month = now_is.month
    ), parts as (
        select 'Regency' as kind, p.regency as key, count(*) as people, sum(p.months)::bigint as person_months from persons p group by p.regency
        union all
        select 'Occupation', p.occupation, count(*), sum(p.months)::bigint from persons p group by p.occupation
        union all
        select 'NextPayer', coalesce(s.payer, 'Unrecorded'), count(*), sum(p.months)::bigint
          from persons p left join said s on s.candidate_id = p.candidate_id group by coalesce(s.payer, 'Unrecorded')
        union all
        select 'Month', to_char(p.month, 'YYYY-MM'), count(*), count(*) from paid p group by p.month
    ), ordered as (
        select p.*, p.people < f.people as is_small, bool_or(p.people < f.people) over (partition by p.kind) as has_small,
               count(*) over before as others, coalesce(sum(p.people) over before, 0) as theirs
          from parts p, fewest f
        window before as (partition by p.kind order by p.people, p.key rows between unbounded preceding and 1 preceding)
    ), cautious as (
        select o.*, o.is_small or (o.has_small and not (o.others >= 2 and o.theirs >= o.others + f.people)) as hides from ordered o, fewest f
    ), whole as (
        select w.people, w.person_months,
               w.people < f.people
               or exists (select from cautious c where c.hides group by c.kind having count(*) < 2 or sum(c.people) < count(*) + f.people) as hides
          from (select count(*) as people, coalesce(sum(p.months), 0)::bigint as person_months from persons p) w, fewest f
         where w.people > 0
    ), sides as (
        select count(s.candidate_id) as with_cover, count(*) filter (where s.candidate_id is null) as without_cover
          from over_now o left join still s on s.candidate_id = o.candidate_id
    )
    select 'Whole', '', case when not w.hides then w.people end, case when not w.hides then w.person_months end, null::bigint from whole w
    union all
    select c.kind, c.key, case when not c.hides and not w.hides then c.people end, case when not c.hides and not w.hides then c.person_months end, null
      from cautious c, whole w
    union all
    select 'After', t.key, case when not w.hides and s.with_cover >= f.people and s.without_cover >= f.people then t.people end, null, null
      from sides s, fewest f, whole w, lateral (values ('Continued', s.with_cover), ('Lapsed', s.without_cover)) t (key, people)
     where s.with_cover + s.without_cover > 0
    union all
    select 'Benefit', n.kind, case when n.people >= f.people then n.people end, null, case when n.people >= f.people then n.amount end
      from (select b.kind::text as kind, count(distinct b.candidate_id) as people, sum(b.amount)::bigint as amount
              from csr_benefits b where b.candidate_id in (select candidate_id from persons) group by b.kind) n, fewest f
$$;

-- 4. For staff, who may read the people themselves: every fund of the reader's offices, in whole numbers. ---------------------------------------
-- ended: people of funds that are over; continued: of them who had a month, whoever paid it, in the month after; without_payer: whose next payer is nobody.
create function csr_dashboard() returns table (
        kind text, key text, name text, people bigint, person_months bigint, amount bigint, ended bigint, continued bigint, without_payer bigint)
    language sql stable security definer set search_path = public, pg_temp as $$
    with persons as materialized (
        select f.id as fund_id, c.id as candidate_id, c.nik_hash, c.occupation_code::text as occupation, left(c.region_code, 4) as regency,
               (f.first_month + make_interval(months => f.months))::date as after, count(*) as months, sum(m.amount) as amount
          from csr_readable_funds() r
          join csr_funds f on f.id = r.fund_id and r.by_office
          join csr_allocations a on a.fund_id = f.id
          join csr_bills b on b.allocation_id = a.id
          join csr_bill_payments y on y.bill_id = b.id
          join csr_months m on m.allocation_id = a.id
          join csr_candidates c on c.id = m.candidate_id
         group by f.id, c.id
    ), said as (
        select distinct on (n.candidate_id) n.candidate_id, n.payer
          from csr_next_payers n where n.candidate_id in (select candidate_id from persons) order by n.candidate_id, n.id desc
    ), over_now as materialized (
        select candidate_id, nik_hash, after from persons where after <= month_of(portal_today())
    ), still as (
        select o.candidate_id from over_now o, csr_months m join csr_bills b on b.allocation_id = m.allocation_id join csr_bill_payments y on y.bill_id = b.id
         where m.nik_hash = o.nik_hash and m.month = o.after
        union
        select o.candidate_id from over_now o, people e, participations q, covered_months m
         where e.nik_hash = o.nik_hash and q.person_id = e.id and m.participation_id = q.id and m.month = o.after
        union
        select o.candidate_id from over_now o, worker_months w where w.nik_hash = o.nik_hash and w.month = o.after
    ), known as (
        select p.*, o.candidate_id is not null as is_over, s.candidate_id is not null as is_covered, coalesce(n.payer = 'None', false) as has_none
          from persons p
          left join over_now o on o.candidate_id = p.candidate_id
          left join still s on s.candidate_id = p.candidate_id
          left join said n on n.candidate_id = p.candidate_id
    ), placed as (
        select 'Whole' as kind, '' as key, k.* from known k
        union all
        select 'Regency', k.regency, k.* from known k
        union all
        select 'Occupation', k.occupation, k.* from known k
        union all
        select 'Fund', k.fund_id::text, k.* from known k
    )
    select g.kind, g.key, case g.kind when 'Fund' then (select f.number || ' ' || f.name from csr_funds f where f.id::text = g.key) end,
           g.people, g.person_months, g.amount, g.ended, g.continued, g.without_payer
      from (select p.kind, p.key, count(distinct p.nik_hash) as people, sum(p.months)::bigint as person_months, sum(p.amount)::bigint as amount,
                   count(*) filter (where p.is_over) as ended, count(*) filter (where p.is_over and p.is_covered) as continued,
                   count(*) filter (where p.has_none) as without_payer
              from placed p group by p.kind, p.key) g
$$;
revoke execute on function csr_readable_funds(), csr_fund_sums(), csr_figures(uuid), csr_dashboard() from public;
set role bpjsbjb_owner;
revoke create on schema public from bpjsbjb_figures;
