-- Claims of wage earners: opened with their employer, told and closed like every other (claims.v1.sql). See decision 0044.

create table worker_claims (
    id uuid constraint pk_worker_claims primary key,
    employer_id uuid not null constraint fk_worker_claims_employers references employers (id),
    worker_id uuid not null constraint fk_worker_claims_workers references employer_workers (id), -- the stretch of the day it happened
    kind varchar(40) not null,
    happened_on date not null,
    place_sealed bytea not null,
    told_by varchar(40) not null,
    told_on date not null,
    opened_by uuid not null,
    opened_at timestamptz not null,
    constraint ux_worker_claims_opened unique (id, opened_by)
);
create index ix_worker_claims_employer on worker_claims (employer_id);
create index ix_worker_claims_worker on worker_claims (worker_id);
create table worker_claim_events (
    id uuid constraint pk_worker_claim_events primary key,
    claim_id uuid not null constraint fk_worker_claim_events_claims references worker_claims (id),
    kind varchar(40) not null,
    item varchar(40) null,
    "on" date not null,
    reason varchar(40) null,
    "by" uuid not null,
    at timestamptz not null,
    constraint ck_worker_claim_events_item check ((item is not null) = (kind in ('ItemReceived', 'ItemNotNeeded', 'ItemMissing'))),
    constraint ck_worker_claim_events_reason check ((reason is not null) = (kind = 'ItemNotNeeded'))
);
create index ix_worker_claim_events_claim on worker_claim_events (claim_id, at);
create table worker_claim_closures (
    claim_id uuid constraint pk_worker_claim_closures primary key,
    opened_by uuid not null,              -- repeated, so that the table itself refuses the same person
    outcome varchar(40) not null,
    reason varchar(40) null,
    paid_on date null,
    amount bigint null,
    closed_by uuid not null,
    closed_at timestamptz not null,
    constraint fk_worker_claim_closures_claims foreign key (claim_id, opened_by) references worker_claims (id, opened_by),
    constraint ck_worker_claim_closures_second_person check (closed_by <> opened_by),
    constraint ck_worker_claim_closures_paid check ((outcome = 'Paid') = (paid_on is not null) and (outcome = 'Paid') = (amount is not null) and coalesce(amount, 1) > 0)
);

do $$
declare
    part record;
    everything constant text :=
        $scope$current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
           and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647$scope$;
begin
    for part in
        select * from (values
            ('worker_claims',         'exists (select from employers e where e.id = employer_id)'),
            ('worker_claim_events',   'exists (select from worker_claims c where c.id = claim_id)'),
            ('worker_claim_closures', 'exists (select from worker_claims c where c.id = claim_id)')
        ) as t (name, seen_with)
    loop
        execute format('alter table %I enable row level security, force row level security', part.name);
        execute format('create policy scope on %I using ((%s) or %s)', part.name, everything, part.seen_with);
        execute format('create trigger %I before truncate on %I for each statement execute function append_only()', part.name || '_no_truncate', part.name);
        execute format('select audit_table(%L)', part.name);
    end loop;
end $$;
create policy moving_keys on worker_claims to bpjsbjb_owner using (current_setting('app.moving_keys', true) = 'on');
create trigger worker_claim_events_append_only before update or delete on worker_claim_events for each row execute function append_only();
create trigger worker_claim_closures_append_only before update or delete on worker_claim_closures for each row execute function append_only();

create function worker_claims_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and to_jsonb(new) - 'place_sealed' = to_jsonb(old) - 'place_sealed' and is_resealed(old.place_sealed, new.place_sealed) then
        return new;
    end if;
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;
create trigger worker_claims_append_only before update or delete on worker_claims for each row execute function worker_claims_kept();

-- Of somebody who worked there that day, at an employer the bank lends to, and the only one of its event.
create function worker_claims_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare the employer_workers;
begin
    perform from employers where id = new.employer_id for update; -- another claim of the same worker waits here
    select * into the from employer_workers where id = new.worker_id and employer_id = new.employer_id;
    if not found or new.happened_on < the.valid_from or new.happened_on > coalesce(the.valid_to, 'infinity') then
        raise exception using errcode = 'BJ045', message = 'worker-claim.not-employed';
    end if;
    if not exists (select from loans where employer_id = new.employer_id and status <> 'Cancelled') then
        raise exception using errcode = 'BJ045', message = 'worker-claim.no-facility';
    end if;
    if new.happened_on > portal_today() then
        raise exception using errcode = 'BJ045', message = 'claim.in-the-future';
    end if;
    if new.told_on > portal_today() then
        raise exception using errcode = 'BJ045', message = 'claim.told-in-the-future';
    end if;
    if new.told_on < new.happened_on then
        raise exception using errcode = 'BJ045', message = 'claim.told-before-event';
    end if;
    if exists (
            select from worker_claims c join employer_workers w on w.id = c.worker_id left join worker_claim_closures ended on ended.claim_id = c.id
             where w.nik_hash = the.nik_hash
               and case when new.kind like 'Death%'
                        then c.kind like 'Death%' and (ended.claim_id is null or ended.outcome in ('Paid', 'RightsLapsed')
                                                       or (ended.outcome = 'RefusedByBpjs' and c.kind = new.kind))
                        else c.kind = new.kind and c.happened_on = new.happened_on and (ended.claim_id is null or ended.outcome <> 'Withdrawn') end) then
        raise exception using errcode = 'BJ045', message = 'claim.already-open';
    end if;
    return new;
end $$;
create trigger worker_claims_guard before insert on worker_claims for each row execute function worker_claims_guard();

create function worker_claim_events_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare the worker_claims;
begin
    select * into the from worker_claims where id = new.claim_id for share; -- waits for whoever closes it
    if exists (select from worker_claim_closures where claim_id = new.claim_id) then
        raise exception using errcode = 'BJ045', message = 'claim.closed';
    end if;
    if new."on" > portal_today() then
        raise exception using errcode = 'BJ045', message = 'claim.step-in-the-future';
    end if;
    if new.item is null and new."on" < the.happened_on then
        raise exception using errcode = 'BJ045', message = 'claim.step-before-event';
    end if;
    return new;
end $$;
create trigger worker_claim_events_guard before insert on worker_claim_events for each row execute function worker_claim_events_guard();

create function worker_claim_closures_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare the worker_claims; years int;
begin
    select * into the from worker_claims where id = new.claim_id for update;
    if new.paid_on > portal_today() then
        raise exception using errcode = 'BJ045', message = 'claim.paid-in-the-future';
    end if;
    if new.paid_on < the.happened_on then
        raise exception using errcode = 'BJ045', message = 'claim.paid-before-event';
    end if;
    if new.outcome = 'RightsLapsed' then
        select value into years from limits
         where kind = (case when the.kind = 'DeathNotAtWork' then 'JkmRightsYears' else 'JkkRightsYears' end)
           and the.happened_on >= valid_from and the.happened_on <= coalesce(valid_to, 'infinity');
        if years is null or portal_today() <= (the.happened_on + make_interval(years => years))::date then
            raise exception using errcode = 'BJ045', message = 'claim.rights-not-lapsed';
        end if;
    end if;
    return new;
end $$;
create trigger worker_claim_closures_guard before insert on worker_claim_closures for each row execute function worker_claim_closures_guard();
