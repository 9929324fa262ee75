-- The gate's questions as before, word for word, in functions whose plans a session keeps: a function in SQL is planned anew in every statement that
-- asks it, under the policies of every table it reads, and that was nearly all of the time of a decision. One
-- plan serves every loan: all are found by their key.
grant usage, create on schema public to bpjsbjb_figures, bpjsbjb_lookup, bpjsbjb_gate;
set role bpjsbjb_figures;

create or replace function loan_member_cover(the_loan uuid, on_date date)
    returns table (member_id uuid, is_required boolean, has_card boolean, is_covered boolean, covered_through date)
    language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    return query
    select m.id, m.exemption is null, p.kpj_hash is not null,
           p.kpj_hash is not null and exists (select from covered_months c where c.participation_id = p.id and c.month = month_of(on_date)),
           p.covered_through
      from loans l
      join loan_members m on m.loan_id = l.id
      left join people named on named.nik_hash = m.nik_hash
      left join people person on person.id = coalesce(named.merged_into, named.id)
      left join participations p on p.person_id = person.id and p.segment = 'Bpu'
     where l.id = the_loan;
end $$;

create or replace function loan_worker_cover(the_loan uuid, on_date date) returns table (worker_id uuid, is_covered boolean)
    language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select w.id, exists (select from worker_months c where c.employer_id = w.employer_id and c.nik_hash = w.nik_hash and c.month = month_of(on_date))
      from loans l
      join employer_workers w on w.employer_id = l.employer_id
     where l.id = the_loan and w.valid_from <= on_date and (w.valid_to is null or w.valid_to >= on_date);
end $$;

create or replace function loan_guarantee_gate(the_loan uuid, on_date date)
    returns table (code text, is_met boolean, blocks boolean, covered_through date)
    language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    with layers as (
        select g.layer,
               bool_or(g.ended_at is null and on_date between g.valid_from and g.valid_to) as holds,
               max(g.share) filter (where g.ended_at is null and on_date between g.valid_from and g.valid_to) as share,
               max(g.valid_to) filter (where g.ended_at is null and on_date between g.valid_from and g.valid_to) as through
          from loans l
          join loan_guarantees g on g.loan_id = l.id
         where l.id = the_loan and (g.ended_why is null or g.ended_why in ('Replaced', 'Withdrawn'))
         group by g.layer
    )
    select 'gate.guarantee-demanded', coalesce((select sum(share) from layers), 0) >= demanded.least_share, demanded.is_confirmed,
           (select min(through) from layers)
      from loans l
      join product_guarantees demanded on demanded.product_code = l.product_code
           and on_date >= demanded.valid_from and on_date <= coalesce(demanded.valid_to, 'infinity')
     where l.id = the_loan
    union all
    select 'gate.guarantee-in-force', bool_and(holds), true, min(through) from layers having count(*) > 0;
end $$;

create or replace function cover_evidence(the_participation uuid, on_date date) returns text
    language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
    return (select case
        when c.month is null then 'Statement'
        when c.payment_id is null then 'PartnerAnswer'
        when exists (select from people person join registry_members r on r.nik_hash = person.nik_hash
                      where person.id = p.person_id and r.segment = p.segment and r.paid_through >= on_date) then 'PartnerFile'
        else 'Document' end
      from participations p
      left join covered_months c on c.participation_id = p.id and c.month = month_of(on_date)
     where p.id = the_participation);
end $$;

create or replace function gate_people(the_loan uuid, on_date date) returns bytea
    language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    return (select sha256(convert_to(coalesce(string_agg(who, ' ' order by who), ''), 'UTF8'))
      from (select i.person_id || ':' || i.participation_id || ':' || coalesce(i.decline_reason, '') as who
              from loans l join loan_insured i on i.loan_id = l.id where l.id = the_loan
            union all
            select 'w' || worker_id from loan_worker_cover(the_loan, on_date)
            union all
            select 'm' || member_id from loan_member_cover(the_loan, on_date) where is_required) people);
end $$;

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
        -- only where there is a cover to show; members and workers are in BPJS's books by payments, which are documents
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
        select 'gate.evidence', coalesce(the.evidence <= evidence_rank('Document'), false), true, null
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
        'waivers', coalesce((select jsonb_agg(w.id order by w.id) from loans l join gate_waivers w on w.loan_id = l.id
                              where l.id = the_loan and w.verdict = 'Approved' and on_date between w.valid_from and w.valid_until), '[]')));
end $$;

set role bpjsbjb_lookup;
create or replace function death_of_nik(the_hash bytea) returns date
    language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
    return (select max(c.happened_on) from people p join claims c on c.person_id = p.id
      left join claim_closures ended on ended.claim_id = c.id
     where p.nik_hash = the_hash and c.kind like 'Death%' and (ended.claim_id is null or ended.outcome <> 'Withdrawn'));
end $$;

create or replace function processing_is_restricted(the_hash bytea) returns boolean
    language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
    return (select exists (select from data_requests
                    where nik_hash = the_hash and kind in ('Restriction', 'Withdrawal') and status = 'Done' and lifted_at is null));
end $$;

set role bpjsbjb_gate;
create or replace function gate_is_held(the_loan uuid) returns text language plpgsql stable as $$
#variable_conflict use_column
begin
    return (select case
        when exists (select from loan_closures c where c.loan_id = the_loan) then 'closure.already-closed'
        when exists (select from loan_insured i join people p on p.id = i.person_id where i.loan_id = the_loan and death_of_nik(p.nik_hash) is not null)
            then 'claim.debtor-deceased'
        when exists (select from loan_insured i join people p on p.id = i.person_id where i.loan_id = the_loan and processing_is_restricted(p.nik_hash))
            then 'person.processing-restricted' end);
end $$;

-- And what they do besides: the row kept, its line in the trail.
alter function decide_gate(uuid, uuid, date, text) set plan_cache_mode = force_generic_plan;
alter function disburse(uuid, uuid, bigint, uuid, bigint, date, text) set plan_cache_mode = force_generic_plan;

set role bpjsbjb_owner;
create or replace function loan_gate_is_open(the_loan uuid, on_date date) returns boolean language plpgsql stable as $$
#variable_conflict use_column
begin
    return (select coalesce(bool_and(is_met), false) from loan_gate(the_loan, on_date) where blocks);
end $$;

revoke create on schema public from bpjsbjb_figures, bpjsbjb_lookup, bpjsbjb_gate;
