-- Old-age savings (JHT) that were claimed: a membership whose arrears are no longer taken is then inactive instead of ended
-- (Perdir 22/PERDIR.02/072022, BPU 12b). Nobody sets the status; it follows from the ledger and this. See decision 0044.

create table jht_claims (
    participation_id uuid not null constraint fk_jht_claims_participations references participations (id),
    claimed_on date not null,           -- when BPJS took the claim
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    constraint pk_jht_claims primary key (participation_id)
);
alter table jht_claims enable row level security, force row level security;
create policy scope on jht_claims using (
    (current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
     and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647)
    or exists (select from participations p where p.id = participation_id));
create trigger jht_claims_append_only before update or delete on jht_claims for each row execute function append_only();
create trigger jht_claims_no_truncate before truncate on jht_claims for each statement execute function append_only();
select audit_table('jht_claims');

create function jht_claims_guard() returns trigger language plpgsql as $$
begin
    if new.claimed_on > portal_today() then
        raise exception using errcode = 'BJ040', message = 'jht.in-the-future';
    end if;
    if not exists (select from participations p where p.id = new.participation_id and p.kpj_hash is not null) then
        raise exception using errcode = 'BJ040', message = 'jht.not-registered';
    end if;
    return new;
end $$;
create trigger jht_claims_guard before insert on jht_claims for each row execute function jht_claims_guard();

-- The status as before (guards.v1.sql, section 9), and what the end is called after a claim.
create or replace function participation_status(the_participation uuid, on_date date) returns text language sql stable as $$
    select case
        when p.kpj_hash is null then 'NotRegistered'
        when exists (select from covered_months c where c.participation_id = p.id and c.month = month_of(on_date)) then 'Active'
        when p.covered_through is null or p.covered_through > on_date then 'AwaitingPayment'
        when on_date <= (month_of(p.covered_through) + make_interval(months => grace.value + 1) - interval '1 day')::date then 'Grace'
        when exists (select from jht_claims j where j.participation_id = p.id and j.claimed_on <= on_date) then 'Inactive'
        else 'Ended'
    end
      from participations p
      cross join lateral (select value from limits
                           where kind = 'GraceMonths' and on_date >= valid_from and on_date <= coalesce(valid_to, 'infinity')) grace
     where p.id = the_participation
$$;

alter table cover_changes drop constraint ck_cover_changes_became;
alter table cover_changes add constraint ck_cover_changes_became check (became in ('Grace', 'Ended', 'Inactive'));

-- Turns a month that has begun, once (cover.v1.sql, section 5).
create or replace function turn_month(the_month date) returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare grace int; to_grace int; to_end int;
begin
    if the_month <> month_of(the_month) or the_month > month_of(portal_today()) then
        raise exception using errcode = 'BJ040', message = 'cover.month-not-begun';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('turn_month', 0));
    if exists (select from cover_turns where month = the_month) then return null; end if;

    select value into strict grace from limits
     where kind = 'GraceMonths' and the_month >= valid_from and the_month <= coalesce(valid_to, 'infinity');
    insert into cover_changes (participation_id, month, became)
    select id, the_month, 'Grace' from participations
     where kpj_hash is not null and covered_through = the_month - 1;
    get diagnostics to_grace = row_count;
    insert into cover_changes (participation_id, month, became)
    select p.id, the_month, case when j.participation_id is null then 'Ended' else 'Inactive' end
      from participations p left join jht_claims j on j.participation_id = p.id and j.claimed_on <= the_month
     where p.kpj_hash is not null and p.covered_through = ((the_month - make_interval(months => grace))::date - 1);
    get diagnostics to_end = row_count;
    insert into cover_turns (month, into_grace, ended) values (the_month, to_grace, to_end);
    return to_grace + to_end;
end $$;
