-- People on donors' lists: how long their names are kept, what they may ask for, and how they are taken off. See decisions 0022 and 0041.

-- 1. What was taken off, and why. Written by csr_erase alone ----------------------------------------------------------------------
alter table csr_candidates add column erased_at timestamptz null;
alter table csr_documents add column let_go_at timestamptz null; -- a scanned list of names, gone with the last name of its fund

-- A request of somebody on a list, under the listing they were recognised by. The identity is looked at before it is written down.
create sequence csr_request_numbers;
create table csr_requests (
    id uuid constraint pk_csr_requests primary key,
    number varchar(20) not null constraint ux_csr_requests_number unique
        default 'PC-' || to_char(now() at time zone 'Asia/Jakarta', 'YYYY') || '-' || lpad(nextval('csr_request_numbers')::text, 6, '0'),
    kind varchar(40) not null constraint ck_csr_requests_kind check (kind in ('Access', 'Erasure')),
    candidate_id uuid not null constraint fk_csr_requests_candidates references csr_candidates (id),
    nik_hash bytea not null constraint ck_csr_requests_nik check (length(nik_hash) = 32),
    channel varchar(40) not null constraint ck_csr_requests_channel check (channel in ('Branch', 'Letter', 'Email', 'Phone')),
    verified_how varchar(40) not null constraint ck_csr_requests_how
        check (verified_how in ('IdentityCardSeen', 'KnownCustomer', 'CalledBack', 'PowerOfAttorney')),
    received_at timestamptz not null,
    due_at timestamptz not null,
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    status varchar(40) not null default 'Verified' constraint ck_csr_requests_status check (status in ('Verified', 'Granted', 'Done', 'Refused')),
    refused_why varchar(40) null constraint ck_csr_requests_why
        check (refused_why in ('IdentityDoubtful', 'LegalHold', 'NothingHeld', 'DataAreRight', 'NotBasedOnConsent', 'HarmsOthers')),
    decided_by uuid null,
    decided_at timestamptz null,
    done_at timestamptz null,
    erased int null, -- listings taken off
    kept int null,   -- listings a duty keeps; the term takes them off
    constraint ck_csr_requests_decided check (num_nonnulls(decided_by, decided_at) = (case status when 'Verified' then 0 else 2 end)),
    constraint ck_csr_requests_refused check ((status = 'Refused') = (refused_why is not null)),
    constraint ck_csr_requests_done check ((status in ('Done', 'Refused')) = (done_at is not null)),
    constraint ck_csr_requests_four_eyes check (decided_by <> recorded_by)
);
create unique index ux_csr_requests_open on csr_requests (nik_hash, kind) where status = 'Verified';
create index ix_csr_requests_candidate on csr_requests (candidate_id);

create table csr_erasures (
    candidate_id uuid constraint pk_csr_erasures primary key constraint fk_csr_erasures_candidates references csr_candidates (id),
    txid xid8 not null default pg_current_xact_id(),
    at timestamptz not null default clock_timestamp(),
    rule_id int null constraint fk_csr_erasures_retention_rules references retention_rules (id),
    request_id uuid null constraint fk_csr_erasures_requests references csr_requests (id),
    data_request_id uuid null constraint fk_csr_erasures_data_requests references data_requests (id),
    constraint ck_csr_erasures_reason check (num_nonnulls(rule_id, request_id, data_request_id) = 1)
);
create index ix_csr_erasures_rule on csr_erasures (rule_id);
create trigger csr_erasures_append_only before update or delete on csr_erasures for each row execute function append_only();
create trigger csr_erasures_no_truncate before truncate on csr_erasures for each statement execute function append_only();

-- 2. Whose the rows are: the listing's office -----------------------------------------------------------------------------------------
do $$
declare
    name text;
    everything constant text :=
        $scope$current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
           and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647$scope$;
begin
    foreach name in array array['csr_requests', 'csr_erasures'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy scope on %I using ((%s) or exists (select from csr_candidates c where c.id = candidate_id))', name, everything);
        execute format('grant select on %I to bpjsbjb_figures', name);
        execute format('create policy figures on %I for select to bpjsbjb_figures using (true)', name);
    end loop;
end $$;
select audit_table('csr_requests');
grant select on csr_erasures to bpjsbjb_lookup;
create policy lookup on csr_erasures for select to bpjsbjb_lookup using (true);
grant select on retention_rules to bpjsbjb_figures;

-- 3. Questions that concern every fund ---------------------------------------------------------------------------------------------------
grant usage, create on schema public to bpjsbjb_figures;
set role bpjsbjb_figures;

-- Why a listing's name may not be taken off on this day, each with the last day it holds; no end while months are still to be paid.
create function csr_holds(the_candidate uuid, on_date date) returns table (code text, until date)
    language sql stable security definer set search_path = public, pg_temp as $$
    with own as (
        select m.month, y.bill_id is not null as is_paid
          from csr_months m
          left join csr_bills b on b.allocation_id = m.allocation_id
          left join csr_bill_payments y on y.bill_id = b.id
         where m.candidate_id = the_candidate
    ), cover as (
        select (max(month) + interval '1 month' - interval '1 day')::date as ends from own where is_paid
    )
    select 'hold.csr-months-open', null::date where exists (select from own where not is_paid)
    union all
    select 'hold.csr-cover-runs', ends from cover where ends >= on_date
    union all
    select 'hold.csr-paid', (ends + make_interval(months => rule_months('CsrPaid', on_date)))::date
      from cover where ends + make_interval(months => rule_months('CsrPaid', on_date)) >= on_date
    union all
    select 'hold.request-open', null where exists (
        select from csr_requests r join csr_candidates c on c.nik_hash = r.nik_hash
         where c.id = the_candidate and r.kind = 'Access' and r.status = 'Verified')
$$;

-- Listings of a number, in whichever fund, that still have a name.
create function csr_named(the_hash bytea, on_date date) returns table (candidate_id uuid, is_held boolean)
    language sql stable security definer set search_path = public, pg_temp as $$
    select c.id, exists (select from csr_holds(c.id, on_date)) from csr_candidates c where c.nik_hash = the_hash and c.erased_at is null
$$;

-- Listings whose term is over. Whom no fund has bound a month for is waited with as long as the fund lasts.
create function csr_retention_due(on_date date) returns table (candidate_id uuid, rule_id int, due_on date, is_held boolean)
    language sql stable security definer set search_path = public, pg_temp as $$
    with bound as (select m.candidate_id, max(m.month) as last_month from csr_months m group by m.candidate_id),
    ended as (
        select c.id, case when b.candidate_id is null then 'CsrUnpaid' else 'CsrPaid' end as purpose,
               case when b.candidate_id is not null then (b.last_month + interval '1 month' - interval '1 day')::date
                    else greatest(
                        (f.first_month + make_interval(months => f.months))::date - 1,
                        (l.decided_at at time zone 'Asia/Jakarta')::date,
                        (select max(a.ended_at at time zone 'Asia/Jakarta')::date
                           from csr_items i join csr_allocations a on a.id = i.allocation_id where i.candidate_id = c.id)) end as ended_on
          from csr_candidates c
          join csr_lists l on l.id = c.list_id
          join csr_funds f on f.id = c.fund_id
          left join bound b on b.candidate_id = c.id
         where c.erased_at is null)
    select e.id, rule.id, (e.ended_on + make_interval(months => rule.months))::date, exists (select from csr_holds(e.id, on_date))
      from ended e
      join retention_rules rule on rule.purpose = e.purpose and on_date >= rule.valid_from and on_date <= coalesce(rule.valid_to, 'infinity')
     where e.ended_on + make_interval(months => rule.months) < on_date
$$;

-- Everything kept of a number, in every fund: only for the answer to the person.
create function csr_listings_of(the_hash bytea) returns table (
        candidate_id uuid, fund_number text, fund_name text, donor text, nik_sealed bytea, full_name text, occupation text, occupation_en text,
        region_code text, evidence text, evidence_number text, nominator text, file_name text, listed_at timestamptz,
        paid date[], open date[], skipped date[], payers text[], next_payer text, benefit_kinds text[], benefit_days date[])
    language sql stable security definer set search_path = public, pg_temp as $$
    select c.id, f.number, f.name, d.name, c.nik_sealed, c.full_name, o.name, o.name_en, c.region_code, c.evidence, c.evidence_number, c.nominator,
           l.file_name, l.uploaded_at,
           array(select m.month from csr_months m join csr_bills b on b.allocation_id = m.allocation_id join csr_bill_payments y on y.bill_id = b.id
                  where m.candidate_id = c.id order by m.month),
           array(select m.month from csr_months m
                  where m.candidate_id = c.id and not exists (select from csr_bills b join csr_bill_payments y on y.bill_id = b.id
                                                               where b.allocation_id = m.allocation_id) order by m.month),
           array(select s.month from csr_skipped_months s where s.candidate_id = c.id order by s.month, s.allocation_id),
           array(select s.payer::text from csr_skipped_months s where s.candidate_id = c.id order by s.month, s.allocation_id),
           (select n.payer::text from csr_next_payers n where n.candidate_id = c.id order by n.id desc limit 1),
           array(select b.kind::text from csr_benefits b where b.candidate_id = c.id order by b.happened_on, b.kind),
           array(select b.happened_on from csr_benefits b where b.candidate_id = c.id order by b.happened_on, b.kind)
      from csr_candidates c
      join csr_lists l on l.id = c.list_id
      join csr_funds f on f.id = c.fund_id
      join csr_donors d on d.id = f.donor_id
      join csr_occupations o on o.code = c.occupation_code
     where c.nik_hash = the_hash and c.erased_at is null
     order by l.uploaded_at, f.number, c.id
$$;
revoke execute on function csr_holds(uuid, date), csr_named(bytea, date), csr_retention_due(date), csr_listings_of(bytea) from public;
grant execute on function csr_holds(uuid, date), csr_named(bytea, date), csr_retention_due(date) to bpjsbjb_owner;
grant execute on function csr_retention_due(date) to bpjsbjb_lookup;
set role bpjsbjb_owner;
revoke create on schema public from bpjsbjb_figures;

-- The numbers of the page of terms, now with people on lists.
grant usage, create on schema public to bpjsbjb_lookup;
set role bpjsbjb_lookup;
create or replace function retention_figures(on_date date) returns table (rule_id int, due bigint, held bigint, erased bigint)
    language sql stable security definer set search_path = public, pg_temp as $$
    with due as materialized (
        select d.rule_id, d.is_held from retention_due(on_date) d
        union all
        select c.rule_id, c.is_held from csr_retention_due(on_date) c)
    select rule.id, (select count(*) from due d where d.rule_id = rule.id), (select count(*) from due d where d.rule_id = rule.id and d.is_held),
           (select count(*) from erasures e where e.rule_id = rule.id) + (select count(*) from csr_erasures e where e.rule_id = rule.id)
      from retention_rules rule where on_date >= rule.valid_from and on_date <= coalesce(rule.valid_to, 'infinity')
$$;
set role bpjsbjb_owner;
revoke create on schema public from bpjsbjb_lookup;

-- 4. A request moves only along its edges ------------------------------------------------------------------------------------------------------
create function csr_requests_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    moving constant text[] := array['status', 'refused_why', 'decided_by', 'decided_at', 'done_at', 'erased', 'kept', 'nik_hash'];
begin
    if tg_op = 'DELETE' then raise exception using errcode = 'BJ001', message = 'database.append-only'; end if;
    if tg_op = 'INSERT' then
        if new.status <> 'Verified' or not exists (select from csr_candidates c where c.id = new.candidate_id and c.nik_hash = new.nik_hash and c.erased_at is null) then
            raise exception using errcode = 'BJ021', message = 'data-request.must-start-as-received';
        end if;
        return new;
    end if;
    if to_jsonb(new) - moving <> to_jsonb(old) - moving or (new.nik_hash <> old.nik_hash and new.nik_hash <> erased_hash(old.candidate_id)) then
        raise exception using errcode = 'BJ021', message = 'data-request.is-fixed';
    end if;
    if (old.status, new.status) not in (('Verified', 'Granted'), ('Verified', 'Done'), ('Verified', 'Refused'), ('Granted', 'Done'))
       or (new.kind = 'Erasure') <> ('Granted' in (old.status, new.status)) and new.status <> 'Refused' then
        raise exception using errcode = 'BJ021', message = 'data-request.forbidden-transition';
    end if;
    -- What no duty keeps is taken off; where a duty keeps everything there is nothing to grant.
    if new.status = 'Granted' and not exists (select from csr_named(new.nik_hash, portal_today()) n where not n.is_held) then
        raise exception using errcode = 'BJ021', message = 'data-request.legal-hold';
    end if;
    if new.status = 'Done' and new.kind = 'Erasure' and exists (select from csr_named(old.nik_hash, portal_today()) n where not n.is_held) then
        raise exception using errcode = 'BJ021', message = 'data-request.not-carried-out';
    end if;
    return new;
end $$;
create trigger csr_requests_guard before insert or update or delete on csr_requests for each row execute function csr_requests_guard();
create trigger csr_requests_no_truncate before truncate on csr_requests for each statement execute function append_only();

-- 5. Taking off ---------------------------------------------------------------------------------------------------------------------------------
-- A paper and a number stay as they are; their seals may be made anew, and a name goes with the row that says why.
create function csr_papers_of_nobody() returns setof uuid language sql stable as $$
    select d.id from csr_documents d
     where d.kind = 'NameList' and d.let_go_at is null
       and exists (select from csr_candidates c where c.fund_id = d.fund_id)
       and not exists (select from csr_candidates c where c.fund_id = d.fund_id and c.erased_at is null)
$$;

create or replace function csr_sealed_kept() returns trigger language plpgsql as $$
declare
    which constant text := tg_argv[0];
    before constant jsonb := to_jsonb(old);
    after constant jsonb := to_jsonb(new);
    personal constant text[] := array['nik_hash', 'nik_sealed', 'full_name', 'evidence_number', 'nominator', 'erased_at'];
begin
    if tg_op = 'UPDATE' and after - which = before - which and is_resealed((before ->> which)::bytea, (after ->> which)::bytea) then
        return new;
    end if;
    if tg_op = 'UPDATE' and tg_table_name = 'csr_candidates' and before ->> 'erased_at' is null and after ->> 'erased_at' is not null
       and after - personal = before - personal
       and exists (select from csr_erasures where candidate_id = (after ->> 'id')::uuid and txid = pg_current_xact_id_if_assigned()) then
        return new;
    end if;
    if tg_op = 'UPDATE' and tg_table_name = 'csr_documents' and before ->> 'let_go_at' is null and after ->> 'let_go_at' is not null
       and after - array['content_sealed', 'let_go_at'] = before - array['content_sealed', 'let_go_at']
       and (before ->> 'id')::uuid in (select csr_papers_of_nobody()) then
        return new;
    end if;
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;

-- Whose name was taken off is given no month any more.
create or replace function csr_months_guard() returns trigger language plpgsql as $$
begin
    if exists (select from added m
                 join csr_allocations a on a.id = m.allocation_id
                 join csr_candidates c on c.id = m.candidate_id
                 join csr_occupations o on o.code = c.occupation_code
                where a.status <> 'Proposed' or c.fund_id <> a.fund_id or c.nik_hash <> m.nik_hash or c.erased_at is not null
                   or m.month < a.first_month or m.month >= a.first_month + make_interval(months => a.months)
                   or m.amount is distinct from (select sum(p.amount) from csr_prices p
                                                  where p.allocation_id = a.id and p.month = m.month and p.sector = o.sector)) then
        raise exception using errcode = 'BJ051', message = 'csr.month-differs';
    end if;
    return null;
end $$;

-- Replaces what is personal of these listings by what the caller sealed from nothing; occupation, regency, months and sums stay. Looks at the reason and
-- at every hold again, and leaves what somebody else is at. The keyed hash stays where a month was bound: by it a month is paid once, a death is known,
-- and a donor's signed list can still be checked. Returns how many it took off.
create function csr_erase(the_candidates uuid[], the_niks bytea[], the_rule int, the_request uuid, the_data_request uuid) returns int
    language plpgsql security definer set search_path = public, pg_temp as $$
declare locked uuid[]; due uuid[]; done int;
begin
    locked := array(select id from csr_candidates where id = any (the_candidates) and erased_at is null order by id for update skip locked);
    if the_rule is not null then
        due := array(select d.candidate_id from csr_retention_due(portal_today()) d where d.rule_id = the_rule and d.candidate_id = any (locked) and not d.is_held);
    else
        due := array(
            select c.id from csr_candidates c
             where c.id = any (locked) and not exists (select from csr_holds(c.id, portal_today()))
               and c.nik_hash in (select nik_hash from csr_requests where id = the_request and kind = 'Erasure' and status = 'Granted'
                                  union all
                                  select nik_hash from data_requests where id = the_data_request and kind = 'Erasure' and status = 'Granted'));
    end if;
    insert into csr_erasures (candidate_id, rule_id, request_id, data_request_id)
    select unnest(due), the_rule, the_request, the_data_request;
    update csr_candidates c
       set erased_at = clock_timestamp(), nik_sealed = given.nik, full_name = '–', evidence_number = '–', nominator = '–',
           nik_hash = case when exists (select from csr_months m where m.candidate_id = c.id) then c.nik_hash else erased_hash(c.id) end
      from unnest(the_candidates, the_niks) as given (id, nik)
     where c.id = given.id and c.id = any (due);
    get diagnostics done = row_count;
    return done;
end $$;
revoke execute on function csr_erase(uuid[], bytea[], int, uuid, uuid) from public;

-- 6. A list nobody decides is put aside by the portal, which is no person.
alter table csr_lists drop constraint ck_csr_lists_decided;
alter table csr_lists add constraint ck_csr_lists_decided
    check ((status <> 'Planned') = (decided_at is not null) and (decided_by is null or decided_at is not null)
           and (status <> 'Confirmed' or decided_by is not null));
