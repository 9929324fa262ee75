-- What a product demands before it is paid out is kept by people, and the evidence of workers and members is looked at like a debtor's. See decision 0043.

-- 1. Rows of guarantee are rules like the others -------------------------------------------------------------------------------
alter table product_guarantees add recorded_at timestamptz not null default now();
alter table product_guarantees alter recorded_at drop default, alter product_code type text, alter regulation type varchar(120), alter article type varchar(300);
create trigger product_guarantees_superseded before update on product_guarantees for each row execute function supersede_rule();
create trigger product_guarantees_kept before delete on product_guarantees for each row execute function append_only();
create trigger product_guarantees_no_truncate before truncate on product_guarantees for each statement execute function append_only();

alter table rule_proposals drop constraint ck_rule_proposals_kind;
alter table rule_proposals add constraint ck_rule_proposals_kind check (kind in
    ('jp_wage_ceilings', 'contribution_discounts', 'flat_contributions', 'participation_duties', 'limits', 'contribution_brackets', 'program_duties',
     'prepayment_terms', 'enterprise_classes', 'benefits', 'wage_rates', 'wage_program_duties', 'jkp_shares', 'evidence_duties', 'product_guarantees'));
grant select, insert, update on evidence_duties, product_guarantees to bpjsbjb_rules;

create or replace function rule_subject(kind text) returns text[] language sql immutable as $$
    select case kind
        when 'contribution_discounts' then array['program', 'category', 'sector', 'payer']
        when 'flat_contributions' then array['program']
        when 'participation_duties' then array['product_code']
        when 'limits' then array['kind']
        when 'contribution_brackets' then array['number']
        when 'program_duties' then array['category', 'program']
        when 'prepayment_terms' then array['months']
        when 'enterprise_classes' then array['class']
        when 'benefits' then array['kind']
        when 'wage_rates' then array['program', 'payer', 'risk_group']
        when 'wage_program_duties' then array['class', 'program']
        when 'jkp_shares' then array['source']
        when 'evidence_duties' then array['product_code']
        when 'product_guarantees' then array['product_code']
        else '{}'::text[] end
$$;

-- Payouts the proposal holds or lets go, of loans that wait for one.
alter table rule_trial_sums
    add newly_held int not null default 0,
    add no_longer_held int not null default 0;

-- 2. Evidence of everybody a loan needs ------------------------------------------------------------------------------------------
grant usage, create on schema public to bpjsbjb_figures;
set role bpjsbjb_figures;

-- The weakest of everybody's; null while somebody is not covered, or nobody has to be. A wage earner's month is in BPJS's books by the employer's
-- payment, a document, or as far as BPJS's own file says it is paid.
create function loan_evidence(the_loan uuid, on_date date) returns text
    language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    return (
        with shown as (
            select i.is_covered, case when i.is_covered then cover_evidence(i.participation_id, on_date) end as strength
              from (select o.participation_id, p.segment = 'Bpu' and p.kpj_hash is not null
                           and exists (select from covered_months c where c.participation_id = p.id and c.month = month_of(on_date)) as is_covered
                      from loans l
                      join loan_insured o on o.loan_id = l.id
                      join participations p on p.id = o.participation_id
                     where l.id = the_loan and o.decline_reason is null) i
            union all
            select c.is_covered, case when c.is_covered then cover_evidence(p.id, on_date) end
              from loan_member_cover(the_loan, on_date) c
              join loan_members m on m.id = c.member_id
              left join people named on named.nik_hash = m.nik_hash
              left join participations p on p.person_id = coalesce(named.merged_into, named.id) and p.segment = 'Bpu'
             where c.is_required
            union all
            select c.is_covered, case when not c.is_covered then null
                   when exists (select from registry_members r where r.nik_hash = w.nik_hash and r.segment = 'Pu' and r.paid_through >= on_date) then 'PartnerFile'
                   else 'Document' end
              from loan_worker_cover(the_loan, on_date) c
              join employer_workers w on w.id = c.worker_id
        )
        select case when bool_and(is_covered) then (array_agg(strength order by evidence_rank(strength)))[1] end from shown);
end $$;

-- Basis points of the layers that stand on a day.
create function loan_guaranteed_share(the_loan uuid, on_date date) returns int
    language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
    return (select coalesce(sum(g.share), 0)::int from loan_guarantees g
             where g.loan_id = the_loan and g.ended_at is null and on_date between g.valid_from and g.valid_to);
end $$;
revoke execute on function loan_evidence(uuid, date), loan_guaranteed_share(uuid, date) from public;

-- As in v2; the evidence of workers and members is theirs.
create or replace function loan_gate(the_loan uuid, on_date date)
    returns table (code text, is_met boolean, blocks boolean, covered_through date, waived_until date)
    language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    return query
    with the as materialized (
        select l.id, l.product_code, l.loan_amount, l.group_id, l.employer_id,
               (select d.duty from participation_duties d
                 where d.product_code = l.product_code and l.loan_amount > d.amount_above and l.loan_amount <= coalesce(d.amount_up_to, l.loan_amount)
                   and on_date >= d.valid_from and on_date <= coalesce(d.valid_to, 'infinity')) as duty,
               (select evidence_rank(e.strength) from evidence_duties e
                 where (e.product_code = l.product_code or e.product_code is null)
                   and on_date >= e.valid_from and on_date <= coalesce(e.valid_to, 'infinity')
                 order by e.product_code nulls last limit 1) as evidence
          from loans l where l.id = the_loan
    ), insured as materialized (
        select i.decline_reason, p.id, p.segment, p.kpj_hash, p.covered_from, p.covered_through,
               exists (select from covered_months c where c.participation_id = p.id and c.month = month_of(on_date)) as is_covered,
               (select count(*) from covered_months c
                 where c.participation_id = p.id
                   and c.month > month_of((on_date - make_interval(months => waiting.value))::date) and c.month <= month_of(on_date)) >= waiting.value as has_waited
          from the
          join loan_insured i on i.loan_id = the.id
          join participations p on p.id = i.participation_id
          cross join lateral (select value from limits
                               where kind = 'JkmWaitingMonths' and on_date >= valid_from and on_date <= coalesce(valid_to, 'infinity')) waiting
    ), workers as materialized (
        select count(*) as all_of_them, count(*) filter (where w.is_covered) as covered
          from the cross join lateral loan_worker_cover(the.id, on_date) w where the.employer_id is not null
    ), members as materialized (
        select count(*) as required, count(*) filter (where m.is_covered) as covered
          from the cross join lateral loan_member_cover(the.id, on_date) m where the.employer_id is not null and m.is_required
    ), debtor as materialized (
        select e.npp, e.legal_form, workers.all_of_them as workers, workers.covered as workers_covered, members.required as members,
               members.covered as members_covered
          from the join employers e on e.id = the.employer_id cross join workers cross join members
    ), conditions as (
        select 'gate.case-accepted' as code,
               exists (select from enrollments e where e.loan_id = the.id and e.status = 'Accepted') as is_met, true as blocks, null::date as covered_through
          from the where the.employer_id is null
        union all
        select 'gate.duty-known', the.duty is not null, true, null from the
        union all
        select 'gate.decline-allowed', coalesce(the.duty = 'Offered', false), true, null from the cross join insured where decline_reason is not null
        union all
        select 'gate.debtor-alive', death_of_nik(person.nik_hash) is null, true, null
          from the join loan_insured i on i.loan_id = the.id join people person on person.id = i.person_id
        union all
        select 'gate.registered', kpj_hash is not null and segment = 'Bpu', true, null from insured where decline_reason is null
        union all
        select 'gate.paid', covered_from is not null, true, null from insured where decline_reason is null
        union all
        select 'gate.covered', is_covered, true, insured.covered_through from insured where decline_reason is null
        union all
        -- only where there is a cover to show
        select 'gate.evidence', coalesce(evidence_rank(cover_evidence(insured.id, on_date)) >= the.evidence, false), true, null
          from the cross join insured where decline_reason is null and is_covered
        union all
        select 'gate.jkm-waiting', has_waited, false, null from insured where decline_reason is null
        union all
        select 'gate.group-complete',
               (select count(*) from loans other where other.group_id = the.group_id and other.status <> 'Cancelled') >= fewest.value, true, null
          from the
          cross join lateral (select value from limits
                               where kind = 'GroupMembersFewest' and on_date >= valid_from and on_date <= coalesce(valid_to, 'infinity')) fewest
         where the.group_id is not null
        union all
        select 'gate.employer-registered', npp is not null, true, null from debtor where workers > 0 or legal_form <> 'Cooperative'
        union all
        select 'gate.workers-covered', workers > 0 and workers_covered = workers, true, null from debtor where workers > 0 or legal_form <> 'Cooperative'
        union all
        select 'gate.members-covered', members > 0 and members_covered = members, true, null from debtor where legal_form = 'Cooperative'
        union all
        select 'gate.evidence', coalesce(the.evidence <= evidence_rank(loan_evidence(the_loan, on_date)), false), true, null
          from the cross join debtor where (workers > 0 or members > 0) and workers_covered = workers and members_covered = members
        union all
        select g.code, coalesce(g.is_met, false), g.blocks, g.covered_through from loan_guarantee_gate(the_loan, on_date) g
    )
    select c.code, c.is_met, c.blocks and waived.until is null, c.covered_through, waived.until
      from conditions c
      left join lateral (select max(w.valid_until) as until from gate_waivers w
                          where w.loan_id = the_loan and w.code = c.code and not c.is_met
                            and w.verdict = 'Approved' and on_date between w.valid_from and w.valid_until) waived on true;
end $$;

create or replace function gate_facts(the_loan uuid, on_date date) returns jsonb
    language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    return (select jsonb_build_object(
        'conditions', coalesce((select jsonb_agg(jsonb_strip_nulls(to_jsonb(g)) order by g.code) from loan_gate(the_loan, on_date) g), '[]'),
        'insured', coalesce((select jsonb_agg(jsonb_build_object('participation', i.participation_id, 'evidence', cover_evidence(i.participation_id, on_date))
                                              order by i.participation_id)
                               from loans l join loan_insured i on i.loan_id = l.id where l.id = the_loan and i.decline_reason is null), '[]'),
        'evidence', (select loan_evidence(l.id, on_date) from loans l where l.id = the_loan and l.employer_id is not null),
        'waivers', coalesce((select jsonb_agg(w.id order by w.id) from loans l join gate_waivers w on w.loan_id = l.id
                              where l.id = the_loan and w.verdict = 'Approved' and on_date between w.valid_from and w.valid_until), '[]')));
end $$;

set role bpjsbjb_owner;
revoke create on schema public from bpjsbjb_figures;
