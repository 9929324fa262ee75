-- Rules kept by people: proposed by one, tried over all live debtors, approved by another. See decision 0028.

create sequence rule_ids start 10001; -- rows of the release have smaller numbers
create sequence rule_proposal_numbers;

-- 1. Proposals -----------------------------------------------------------------------------------------------------------
create table rule_proposals (
    id uuid constraint pk_rule_proposals primary key,
    number varchar(20) not null constraint ux_rule_proposals_number unique
        default 'R-' || to_char(now() at time zone 'Asia/Jakarta', 'YYYY') || '-' || lpad(nextval('rule_proposal_numbers')::text, 6, '0'),
    kind varchar(40) not null, -- the rule's table
    says jsonb not null,       -- its columns beside those below
    valid_from date not null,
    valid_to date null,
    regulation varchar(120) not null,
    article varchar(300) not null,
    is_confirmed boolean not null,
    letter varchar(120) null,  -- which letter confirms it
    reason varchar(1000) not null,
    status varchar(40) not null default 'Proposed',
    proposed_by uuid not null constraint fk_rule_proposals_users_proposed_by references users (id),
    proposed_at timestamptz not null,
    decided_by uuid null constraint fk_rule_proposals_users_decided_by references users (id),
    decided_at timestamptz null,
    trial_id uuid null,        -- the run that justified it
    constraint ck_rule_proposals_kind check (kind in
        ('jp_wage_ceilings', 'contribution_discounts', 'flat_contributions', 'participation_duties', 'limits')),
    constraint ck_rule_proposals_validity check (valid_to is null or valid_to >= valid_from),
    constraint ck_rule_proposals_citation check (btrim(regulation) <> '' and btrim(article) <> '' and btrim(reason) <> ''),
    constraint ck_rule_proposals_letter check (not is_confirmed or btrim(coalesce(letter, '')) <> ''),
    constraint ck_rule_proposals_status check (status in ('Proposed', 'Approved', 'Refused', 'Withdrawn')
        and (status = 'Proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null)
        and (status = 'Approved') = (trial_id is not null)),
    constraint ck_rule_proposals_two_people check (status not in ('Approved', 'Refused') or decided_by <> proposed_by),
    constraint ck_rule_proposals_withdrawn check (status <> 'Withdrawn' or decided_by = proposed_by)
);
create index ix_rule_proposals_proposed_by on rule_proposals (proposed_by);
create index ix_rule_proposals_decided_at on rule_proposals (decided_at) where status = 'Approved';

-- Each proposal with the row it would be; the row has no number yet.
create view rule_proposal_rows as
select p.*, (p.says || jsonb_build_object('id', 0, 'valid_from', p.valid_from, 'valid_to', p.valid_to, 'regulation', p.regulation,
            'article', p.article, 'is_confirmed', p.is_confirmed, 'recorded_at', p.proposed_at))::text as "row"
  from rule_proposals p;

-- 2. Trials: sums and rows without names, written by the worker -------------------------------------------------------------
create table rule_trials (
    id uuid constraint pk_rule_trials primary key,
    proposal_id uuid not null constraint fk_rule_trials_rule_proposals references rule_proposals (id),
    status varchar(40) not null default 'Waiting',
    asked_by uuid not null constraint fk_rule_trials_users references users (id),
    asked_at timestamptz not null,
    attempts int not null default 0,
    started_at timestamptz null,
    alive_at timestamptz null,    -- the worker's last sign of life, by the database's clock
    finished_at timestamptz null,
    failure varchar(40) null,
    priced_month date null,
    debtors int not null default 0,
    debtors_done int not null default 0,
    rows_packed bytea null,       -- compressed lines: reference, office, region, amounts
    constraint ck_rule_trials_status check (status in ('Waiting', 'Running', 'Finished', 'Failed')
        and (status in ('Finished', 'Failed')) = (finished_at is not null)
        and (status = 'Failed') = (failure is not null) and (status = 'Finished') = (rows_packed is not null))
);
create unique index ux_rule_trials_one_open on rule_trials (proposal_id) where status in ('Waiting', 'Running');
create index ix_rule_trials_proposal on rule_trials (proposal_id, asked_at);

create table rule_trial_sums (
    trial_id uuid not null constraint fk_rule_trial_sums_rule_trials references rule_trials (id),
    office_id uuid not null constraint fk_rule_trial_sums_offices references offices (id),
    region_code varchar(20) not null,
    debtors int not null,
    changed int not null,
    amount_before bigint not null,
    amount_after bigint not null,
    newly_bound int not null,
    no_longer_bound int not null,
    status_changed int not null,
    prepaid int not null,         -- people with months paid ahead that the rule prices otherwise
    refund bigint not null,
    shortfall bigint not null,
    constraint pk_rule_trial_sums primary key (trial_id, office_id, region_code)
);

create function rule_trials_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception using errcode = 'BJ001', message = 'database.append-only';
    end if;
    if tg_op = 'INSERT' then
        if new.status <> 'Waiting' or not exists (select from rule_proposals where id = new.proposal_id and status = 'Proposed') then
            raise exception using errcode = 'BJ005', message = 'rule-proposal.decided';
        end if;
        return new;
    end if;
    if old.status in ('Finished', 'Failed') or (new.id, new.proposal_id, new.asked_by, new.asked_at) is distinct from (old.id, old.proposal_id, old.asked_by, old.asked_at) then
        raise exception using errcode = 'BJ001', message = 'database.append-only';
    end if;
    return new;
end $$;
create trigger rule_trials_guard before insert or update or delete on rule_trials for each row execute function rule_trials_guard();
create trigger rule_trials_no_truncate before truncate on rule_trials for each statement execute function append_only();
create trigger rule_trial_sums_append_only before update or delete on rule_trial_sums for each row execute function append_only();
create trigger rule_trial_sums_no_truncate before truncate on rule_trial_sums for each statement execute function append_only();

-- 3. Two people, one run, decided once --------------------------------------------------------------------------------------
create function rule_proposals_guard() returns trigger language plpgsql as $$
declare
    who constant uuid := nullif(current_setting('app.user', true), '')::uuid;
    deciding constant text[] := array['status', 'decided_by', 'decided_at', 'trial_id'];
    trial rule_trials;
begin
    if tg_op = 'DELETE' then
        raise exception using errcode = 'BJ001', message = 'database.append-only';
    end if;
    if not exists (select from users where id = who and role = 'SystemAdmin') then
        raise exception using errcode = 'BJ005', message = 'rule-proposal.not-an-administrator';
    end if;
    if tg_op = 'INSERT' then
        if new.status <> 'Proposed' or new.proposed_by is distinct from who then
            raise exception using errcode = 'BJ005', message = 'rule-proposal.must-start-as-proposed';
        end if;
        -- A loan keeps the row it was applied under, so a duty is changed ahead of the loans it binds.
        if new.kind = 'participation_duties' and new.valid_from <= portal_today() then
            raise exception using errcode = 'BJ005', message = 'rule-proposal.duty-not-ahead';
        end if;
        return new;
    end if;

    if old.status <> 'Proposed' then
        raise exception using errcode = 'BJ005', message = 'rule-proposal.decided';
    end if;
    if to_jsonb(new) - deciding <> to_jsonb(old) - deciding then
        raise exception using errcode = 'BJ001', message = 'database.append-only';
    end if;
    if new.decided_by is distinct from who then
        raise exception using errcode = 'BJ005', message = 'rule-proposal.not-by-hand';
    end if;
    if new.status in ('Approved', 'Refused') and who = old.proposed_by then
        raise exception using errcode = 'BJ005', message = 'rule-proposal.own-proposal';
    end if;
    if new.status = 'Approved' then
        if current_user <> 'bpjsbjb_rules' then
            raise exception using errcode = 'BJ005', message = 'rule-proposal.not-by-hand';
        end if;
        select * into trial from rule_trials where id = new.trial_id and proposal_id = new.id and status = 'Finished';
        if not found then
            raise exception using errcode = 'BJ005', message = 'rule-proposal.not-tried';
        end if;
        if exists (select from rule_proposals other where other.status = 'Approved' and other.decided_at > trial.started_at) then
            raise exception using errcode = 'BJ005', message = 'rule-proposal.trial-outdated';
        end if;
        if new.kind = 'participation_duties' and new.valid_from <= portal_today() then
            raise exception using errcode = 'BJ005', message = 'rule-proposal.duty-not-ahead';
        end if;
    end if;
    return new;
end $$;
create trigger rule_proposals_guard before insert or update or delete on rule_proposals for each row execute function rule_proposals_guard();
create trigger rule_proposals_no_truncate before truncate on rule_proposals for each statement execute function append_only();

-- 4. How a proposal becomes rows ---------------------------------------------------------------------------------------------
-- The row in force on the first day is closed the day before, its triggers keeping what it said; where it begins on that very day it is
-- superseded in place. What it said of days after the new row's last, and of amounts beside the new row's, goes on as rows of their own.
-- A row that begins later is never touched: the exclusion constraint of its table refuses the overlap.
create function write_rule(proposal rule_proposals) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
    whose constant jsonb := (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(proposal.says)
        where key = any (case proposal.kind
            when 'contribution_discounts' then array['program', 'category', 'sector', 'payer']
            when 'flat_contributions' then array['program']
            when 'participation_duties' then array['product_code']
            when 'limits' then array['kind']
            else '{}' end));
    fresh constant jsonb := proposal.says || jsonb_build_object('valid_from', proposal.valid_from, 'valid_to', proposal.valid_to,
        'regulation', proposal.regulation, 'article', proposal.article, 'is_confirmed', proposal.is_confirmed, 'recorded_at', now());
    has_amounts constant boolean := proposal.kind = 'participation_duties';
    amounts int8range;
    present jsonb;
    rest jsonb;
    columns text;
    is_placed boolean := false;
begin
    if has_amounts then
        amounts := int8range((fresh ->> 'amount_above')::bigint, (fresh ->> 'amount_up_to')::bigint, '(]');
    end if;

    for present in execute format(
        'select to_jsonb(t) from %I t where $1 between valid_from and coalesce(valid_to, ''infinity'') and to_jsonb(t) @> $2 order by id for update', proposal.kind)
        using proposal.valid_from, whose
    loop
        continue when has_amounts and not amounts && int8range((present ->> 'amount_above')::bigint, (present ->> 'amount_up_to')::bigint, '(]');

        if (present ->> 'valid_from')::date < proposal.valid_from then
            execute format('update %I set valid_to = $1 where id = $2', proposal.kind) using proposal.valid_from - 1, (present ->> 'id')::int;
        elsif not has_amounts then
            select string_agg(quote_ident(attname), ', ') into columns from pg_attribute
             where attrelid = proposal.kind::regclass and attnum > 0 and not attisdropped and attname not in ('id', 'recorded_at');
            execute format('update %1$I set (%2$s) = (select %2$s from jsonb_populate_record(null::%1$I, $1)) where id = $2', proposal.kind, columns)
                using fresh, (present ->> 'id')::int;
            is_placed := true;
        end if;

        rest := present || jsonb_build_object('valid_from', proposal.valid_from, 'recorded_at', now());
        if has_amounts and (present ->> 'amount_above')::bigint < lower(amounts) - 1 then
            perform add_rule(proposal.kind, rest || jsonb_build_object('amount_up_to', lower(amounts) - 1));
            rest := rest || jsonb_build_object('amount_above', lower(amounts) - 1);
        end if;
        if has_amounts and not upper_inf(amounts) and coalesce((present ->> 'amount_up_to')::bigint >= upper(amounts), true) then
            perform add_rule(proposal.kind, rest || jsonb_build_object('amount_above', upper(amounts) - 1));
            rest := rest || jsonb_build_object('amount_up_to', upper(amounts) - 1);
        end if;
        if proposal.valid_to < coalesce((present ->> 'valid_to')::date, 'infinity') then
            perform add_rule(proposal.kind, rest || jsonb_build_object('valid_from', proposal.valid_to + 1));
        end if;
    end loop;

    if not is_placed then perform add_rule(proposal.kind, fresh); end if;
end $$;

create function add_rule(kind text, says jsonb) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    execute format('insert into %1$I select (jsonb_populate_record(null::%1$I, $1)).*', kind)
        using says || jsonb_build_object('id', nextval('rule_ids'));
end $$;

-- The rows of the proposal's table as they would be: written, read and taken back before anybody sees them.
create function rule_rows_if(the_proposal uuid) returns setof jsonb language plpgsql security definer set search_path = public, pg_temp as $$
declare
    proposal rule_proposals;
    answer jsonb[];
begin
    select * into strict proposal from rule_proposals where id = the_proposal;
    begin
        perform write_rule(proposal);
        execute format('select array_agg(to_jsonb(t) order by id) from %I t', proposal.kind) into answer;
        raise exception using errcode = 'BJ099';
    exception when sqlstate 'BJ099' then null; -- taken back
    end;
    return query select unnest(answer);
end $$;

-- A proposal that would overlap is refused when it is made, not only when it is approved.
create function rule_proposals_fit() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform rule_rows_if(new.id);
    return null;
end $$;
create trigger rule_proposals_fit after insert on rule_proposals for each row execute function rule_proposals_fit();

-- The only way a rule comes into force after the release.
create function approve_rule(the_proposal uuid, the_trial uuid, decided timestamptz) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
declare proposal rule_proposals;
begin
    perform pg_advisory_xact_lock(hashtext('approve_rule')); -- one after another: each is judged by what the one before made law
    update rule_proposals
       set status = 'Approved', decided_by = nullif(current_setting('app.user', true), '')::uuid, decided_at = decided, trial_id = the_trial
     where id = the_proposal returning * into proposal;
    if not found then
        raise exception using errcode = 'BJ005', message = 'rule-proposal.decided';
    end if;
    perform write_rule(proposal);
end $$;

select audit_table('rule_proposals', 'number'); -- a run says itself who asked for it, and is never changed afterwards

-- 5. Whose functions these are -------------------------------------------------------------------------------------------------
grant select, insert, update on jp_wage_ceilings, contribution_discounts, flat_contributions, participation_duties, limits to bpjsbjb_rules;
grant insert on superseded_rules to bpjsbjb_rules;
grant select, update on rule_proposals to bpjsbjb_rules;
grant select on rule_trials to bpjsbjb_rules;
grant select (id, role) on users to bpjsbjb_rules;
grant usage on sequence rule_ids to bpjsbjb_rules;
revoke execute on function write_rule(rule_proposals), add_rule(text, jsonb), rule_rows_if(uuid), rule_proposals_fit(), approve_rule(uuid, uuid, timestamptz) from public;
grant usage, create on schema public to bpjsbjb_rules;
alter function write_rule(rule_proposals) owner to bpjsbjb_rules;
alter function add_rule(text, jsonb) owner to bpjsbjb_rules;
alter function rule_rows_if(uuid) owner to bpjsbjb_rules;
alter function rule_proposals_fit() owner to bpjsbjb_rules;
alter function approve_rule(uuid, uuid, timestamptz) owner to bpjsbjb_rules;
revoke create on schema public from bpjsbjb_rules;
