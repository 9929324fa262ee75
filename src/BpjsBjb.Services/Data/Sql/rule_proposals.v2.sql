-- Every kind of rule is kept by people, and those whose work a new rule changes are told. See decisions 0028 and 0032.

-- 1. All kinds ------------------------------------------------------------------------------------------------------------
alter table rule_proposals drop constraint ck_rule_proposals_kind;
alter table rule_proposals add constraint ck_rule_proposals_kind check (kind in
    ('jp_wage_ceilings', 'contribution_discounts', 'flat_contributions', 'participation_duties', 'limits', 'contribution_brackets', 'program_duties',
     'prepayment_terms', 'enterprise_classes', 'benefits', 'wage_rates', 'wage_program_duties', 'jkp_shares'));

-- Who is told once it is law, by role; and the rows it took the place of, as they stood then.
alter table rule_proposals add column told varchar(40)[] not null default '{}', add column replaced jsonb null;
alter table rule_proposals add constraint ck_rule_proposals_replaced check (replaced is null or status = 'Approved');

drop view rule_proposal_rows;
create view rule_proposal_rows as
select p.*, (p.says || jsonb_build_object('id', 0, 'valid_from', p.valid_from, 'valid_to', p.valid_to, 'regulation', p.regulation,
            'article', p.article, 'is_confirmed', p.is_confirmed, 'recorded_at', p.proposed_at))::text as "row"
  from rule_proposals p;

-- What makes two rows of a kind rows of one subject.
create function rule_subject(kind text) returns text[] language sql immutable as $$
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
        else '{}'::text[] end
$$;

-- Which proposal a row came from, in place or new; a row without one came with a release.
create table rule_origins (
    kind varchar(40) not null,
    rule_id int not null,
    proposal_id uuid not null constraint fk_rule_origins_rule_proposals references rule_proposals (id),
    constraint pk_rule_origins primary key (kind, rule_id, proposal_id)
);
create index ix_rule_origins_proposal on rule_origins (proposal_id);
create trigger rule_origins_append_only before update or delete on rule_origins for each row execute function append_only();
create trigger rule_origins_no_truncate before truncate on rule_origins for each statement execute function append_only();

-- As in v1, with the subject named above and the rows it takes the place of given back.
drop function write_rule(rule_proposals), add_rule(text, jsonb); -- they belong to another role: made anew, not replaced
create function write_rule(proposal rule_proposals) returns jsonb language plpgsql security definer set search_path = public, pg_temp as $$
declare
    whose constant jsonb := (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(proposal.says)
        where key = any (rule_subject(proposal.kind)));
    fresh constant jsonb := proposal.says || jsonb_build_object('valid_from', proposal.valid_from, 'valid_to', proposal.valid_to,
        'regulation', proposal.regulation, 'article', proposal.article, 'is_confirmed', proposal.is_confirmed, 'recorded_at', now());
    has_amounts constant boolean := proposal.kind = 'participation_duties';
    amounts int8range;
    present jsonb;
    rest jsonb;
    columns text;
    is_placed boolean := false;
    replaced jsonb := '[]';
begin
    if has_amounts then
        amounts := int8range((fresh ->> 'amount_above')::bigint, (fresh ->> 'amount_up_to')::bigint, '(]');
    end if;

    for present in execute format(
        'select to_jsonb(t) from %I t where $1 between valid_from and coalesce(valid_to, ''infinity'') and to_jsonb(t) @> $2 order by id for update', proposal.kind)
        using proposal.valid_from, whose
    loop
        continue when has_amounts and not amounts && int8range((present ->> 'amount_above')::bigint, (present ->> 'amount_up_to')::bigint, '(]');

        replaced := replaced || present;
        if (present ->> 'valid_from')::date < proposal.valid_from then
            execute format('update %I set valid_to = $1 where id = $2', proposal.kind) using proposal.valid_from - 1, (present ->> 'id')::int;
        elsif not has_amounts then
            select string_agg(quote_ident(attname), ', ') into columns from pg_attribute
             where attrelid = proposal.kind::regclass and attnum > 0 and not attisdropped and attname not in ('id', 'recorded_at');
            execute format('update %1$I set (%2$s) = (select %2$s from jsonb_populate_record(null::%1$I, $1)) where id = $2', proposal.kind, columns)
                using fresh, (present ->> 'id')::int;
            insert into rule_origins (kind, rule_id, proposal_id) values (proposal.kind, (present ->> 'id')::int, proposal.id);
            is_placed := true;
        end if;

        rest := present || jsonb_build_object('valid_from', proposal.valid_from, 'recorded_at', now());
        if has_amounts and (present ->> 'amount_above')::bigint < lower(amounts) - 1 then
            perform add_rule(proposal, rest || jsonb_build_object('amount_up_to', lower(amounts) - 1));
            rest := rest || jsonb_build_object('amount_above', lower(amounts) - 1);
        end if;
        if has_amounts and not upper_inf(amounts) and coalesce((present ->> 'amount_up_to')::bigint >= upper(amounts), true) then
            perform add_rule(proposal, rest || jsonb_build_object('amount_above', upper(amounts) - 1));
            rest := rest || jsonb_build_object('amount_up_to', upper(amounts) - 1);
        end if;
        if proposal.valid_to < coalesce((present ->> 'valid_to')::date, 'infinity') then
            perform add_rule(proposal, rest || jsonb_build_object('valid_from', proposal.valid_to + 1));
        end if;
    end loop;

    if not is_placed then perform add_rule(proposal, fresh); end if;
    return replaced;
end $$;

create function add_rule(proposal rule_proposals, says jsonb) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare fresh constant int := nextval('rule_ids');
begin
    execute format('insert into %1$I select (jsonb_populate_record(null::%1$I, $1)).*', proposal.kind) using says || jsonb_build_object('id', fresh);
    insert into rule_origins (kind, rule_id, proposal_id) values (proposal.kind, fresh, proposal.id);
end $$;

-- The v1 guard; an approval that passes it writes the rule there and then, and keeps what was replaced.
create or replace function rule_proposals_guard() returns trigger language plpgsql as $$
declare
    who constant uuid := nullif(current_setting('app.user', true), '')::uuid;
    deciding constant text[] := array['status', 'decided_by', 'decided_at', 'trial_id', 'replaced'];
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
        new.replaced := write_rule(new);
    elsif new.replaced is not null then
        raise exception using errcode = 'BJ005', message = 'rule-proposal.not-by-hand';
    end if;
    return new;
end $$;

drop function approve_rule(uuid, uuid, timestamptz);
create function approve_rule(the_proposal uuid, the_trial uuid, decided timestamptz) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform pg_advisory_xact_lock(hashtext('approve_rule')); -- one after another: each is judged by what the one before made law
    update rule_proposals
       set status = 'Approved', decided_by = nullif(current_setting('app.user', true), '')::uuid, decided_at = decided, trial_id = the_trial
     where id = the_proposal;
    if not found then
        raise exception using errcode = 'BJ005', message = 'rule-proposal.decided';
    end if;
end $$;

-- 2. Who has read it ------------------------------------------------------------------------------------------------------
create table rule_confirmations (
    proposal_id uuid not null constraint fk_rule_confirmations_rule_proposals references rule_proposals (id),
    user_id uuid not null constraint fk_rule_confirmations_users references users (id),
    confirmed_at timestamptz not null,
    constraint pk_rule_confirmations primary key (proposal_id, user_id)
);
create index ix_rule_confirmations_user on rule_confirmations (user_id);

create function rule_confirmations_guard() returns trigger language plpgsql as $$
begin
    if new.user_id is distinct from nullif(current_setting('app.user', true), '')::uuid
       or not exists (select from rule_proposals where id = new.proposal_id and status = 'Approved') then
        raise exception using errcode = 'BJ005', message = 'rule-news.not-yours';
    end if;
    return new;
end $$;
create trigger rule_confirmations_guard before insert on rule_confirmations for each row execute function rule_confirmations_guard();
create trigger rule_confirmations_append_only before update or delete on rule_confirmations for each row execute function append_only();
create trigger rule_confirmations_no_truncate before truncate on rule_confirmations for each statement execute function append_only();

-- Whom a rule is news to: their right is older than the rule, and they neither proposed nor approved it.
create view rule_news as
select p.id as proposal_id, u.id as user_id, u.full_name, u.role, o.name as office, p.decided_at, c.confirmed_at
  from rule_proposals p
  join users u on u.role = any (p.told) and u.id <> p.proposed_by and u.id <> p.decided_by
  join offices o on o.id = u.office_id
  left join rule_confirmations c on c.proposal_id = p.id and c.user_id = u.id
 where p.status = 'Approved'
   and (c.user_id is not null
        or exists (select from access_grants g where g.user_id = u.id and g.role = u.role and g.approved_at <= p.decided_at and g.ended_at is null));

-- 3. Whose functions these are -------------------------------------------------------------------------------------------------
grant select, insert, update on contribution_brackets, program_duties, prepayment_terms, enterprise_classes, benefits, wage_rates, wage_program_duties,
    jkp_shares to bpjsbjb_rules;
grant insert on rule_origins to bpjsbjb_rules;
revoke execute on function write_rule(rule_proposals), add_rule(rule_proposals, jsonb), approve_rule(uuid, uuid, timestamptz) from public;
grant usage, create on schema public to bpjsbjb_rules;
alter function write_rule(rule_proposals) owner to bpjsbjb_rules;
alter function add_rule(rule_proposals, jsonb) owner to bpjsbjb_rules;
alter function approve_rule(uuid, uuid, timestamptz) owner to bpjsbjb_rules;
revoke create on schema public from bpjsbjb_rules;
