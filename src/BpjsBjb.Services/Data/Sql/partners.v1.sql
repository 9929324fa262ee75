-- What Kadin and LPDB see of the agreement: sums of paid-out loans that are not closed, and no row of anybody. See decision 0038.
grant usage, create on schema public to bpjsbjb_figures;
grant select (id, role) on users to bpjsbjb_figures;
set role bpjsbjb_figures; -- who reads without asking row by row

-- Figures of today for whoever asks, by their role: another role is told nothing. A null is not told: fewer than five debtors stand behind it, or one
-- that stands behind fewer could be computed from it.
--   Whole       one row
--   Regency     where the loan is
--   Product     the segment
--   Part        Kadin: the layers by guarantor. LPDB: its layers, its funding, cooperatives.
--   Claim       deaths and accidents of these debtors: still open, or how they ended
-- A cell with fewer than five debtors is hidden, and with it the smallest other one of its table; where the sum would still give one away, all of it.
-- Of protected and not protected both are hidden where either side has fewer than five, nobody included.
create function partner_figures() returns table (
        kind text, key text, loans bigint, amount bigint, outstanding bigint, covered bigint, uncovered bigint, guaranteed bigint)
    language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    scope constant text[] := array['app.bank_lo', 'app.bank_hi', 'app.bpjs_lo', 'app.bpjs_hi'];
    before text[];
    reader_role constant text := (select u.role from users u
                                   where u.id = nullif(current_setting('app.user', true), '')::uuid and u.role in ('KadinViewer', 'LpdbViewer'));
begin
    if reader_role is null then return; end if;
    -- The sums are of all there is; the reader's own rows are none, before and after.
    select array_agg(current_setting(name, true) order by nth) into before from unnest(scope) with ordinality s(name, nth);
    perform set_config('app.bank_lo', '0', true), set_config('app.bank_hi', '2147483647', true), set_config('app.bpjs_lo', '0', true), set_config('app.bpjs_hi', '2147483647', true);
    return query
    with fewest as (select 5 as debtors), owed as materialized (
        select s.loan_id, s.product_code, s.regency_code, s.outstanding, s.is_covered, l.loan_amount, insured.participation_id,
               coalesce(insured.person_id, l.employer_id) as debtor,
               coalesce(e.legal_form = 'Cooperative', false) as is_cooperative,
               coalesce((select f.source_code from loan_fundings f where f.loan_id = s.loan_id order by f.number desc limit 1) = 'LPDB', false) as is_funded,
               exists (select from loan_guarantees g where g.loan_id = s.loan_id and g.ended_at is null and g.guarantor_code = 'LPDB-KUMKM-MOU') as is_guaranteed
          from loan_stacks(portal_today()) s
          join loans l on l.id = s.loan_id
          left join employers e on e.id = l.employer_id
          left join lateral (select i.person_id, i.participation_id from loan_insured i where i.loan_id = s.loan_id limit 1) insured on true
    ), seen as materialized (
        select owed.* from owed where reader_role = 'KadinViewer' or is_cooperative or is_funded or is_guaranteed
    ), standing as ( -- a loan once for each guarantor, however many of its layers there are
        select g.loan_id, g.guarantor_code, sum(case when layer_stands(g, seen.is_covered, portal_today()) then seen.outstanding * g.share / 10000 else 0 end)::bigint as guaranteed
          from seen join loan_guarantees g on g.loan_id = seen.loan_id and g.ended_at is null
         group by g.loan_id, g.guarantor_code
    ), placed as (
        select 'Whole' as kind, '' as key, seen.*, null::bigint as guaranteed from seen
        union all
        select 'Regency', seen.regency_code, seen.*, null from seen
        union all
        select 'Product', seen.product_code, seen.*, null from seen
        union all
        select 'Part', standing.guarantor_code, seen.*, standing.guaranteed from seen join standing on standing.loan_id = seen.loan_id
         where reader_role = 'KadinViewer' or standing.guarantor_code = 'LPDB-KUMKM-MOU'
        union all
        select 'Part', 'Funding', seen.*, null from seen where reader_role = 'LpdbViewer' and seen.is_funded
        union all
        select 'Part', 'Cooperative', seen.*, null from seen where reader_role = 'LpdbViewer' and seen.is_cooperative
    ), cells as (
        select p.kind, p.key, count(*) as loans, sum(p.loan_amount)::bigint as amount, sum(p.outstanding)::bigint as outstanding,
               count(*) filter (where p.is_covered) as covered, count(*) filter (where p.is_covered is not true) as uncovered, sum(p.guaranteed)::bigint as guaranteed,
               count(distinct p.debtor) as debtors,
               least(count(distinct p.debtor) filter (where p.is_covered), count(distinct p.debtor) filter (where p.is_covered is not true)) as side
          from placed p group by p.kind, p.key
        union all
        select 'Claim', coalesce(ended.outcome, 'Open'), count(distinct c.id), null, null, null, null, null, count(distinct c.person_id), 0
          from claims c left join claim_closures ended on ended.claim_id = c.id
         where exists (select from seen where seen.participation_id = c.participation_id)
         group by ended.outcome
    ), small as (
        select cells.*, cells.debtors < fewest.debtors as is_small, cells.side < fewest.debtors as has_small_side,
               row_number() over (partition by cells.kind, cells.debtors < fewest.debtors order by cells.debtors, cells.key) as nth,
               row_number() over (partition by cells.kind, cells.side < fewest.debtors order by cells.side, cells.key) as nth_side
          from cells, fewest
    ), cautious as ( -- the smallest other one beside a small one
        select small.*, is_small or (nth = 1 and bool_or(is_small) over (partition by kind)) as hides,
               has_small_side or (nth_side = 1 and bool_or(has_small_side) over (partition by kind)) as hides_side
          from small
    ), sums as ( -- where the sum of a table would still give a cell away
        select bool_or(hidden > 0 and (hidden < 2 or tables.debtors < hidden + fewest.debtors)) as hides, bool_or(sides = 1) as hides_side
          from (select count(*) filter (where hides) as hidden, sum(debtors) filter (where hides) as debtors, count(*) filter (where hides or hides_side) as sides
                  from cautious
                 where kind in ('Whole', 'Regency', 'Product') or (kind = 'Part' and reader_role = 'LpdbViewer')
                 group by kind) tables, fewest
    ), hidden as (
        select c.*, c.hides or (sums.hides and c.kind <> 'Claim') as is_hidden, c.hides_side or sums.hides_side as hides_sides
          from cautious c, sums
    )
    select h.kind::text, h.key::text, case when not h.is_hidden then h.loans end, case when not h.is_hidden then h.amount end, case when not h.is_hidden then h.outstanding end,
           case when not h.is_hidden and not h.hides_sides then h.covered end, case when not h.is_hidden and not h.hides_sides then h.uncovered end,
           case when not h.is_hidden then h.guaranteed end
      from hidden h;
    perform set_config(name, value, true) from unnest(scope, before) s(name, value);
end $$;
revoke execute on function partner_figures() from public;
set role bpjsbjb_owner;
revoke create on schema public from bpjsbjb_figures;
