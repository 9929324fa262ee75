-- The blind second look: of the acceptances people make, as many in a hundred as the dated row says are drawn and looked at by somebody else,
-- who is not told what the first decided.

-- 1. The draw. A day's seed is known to nobody until the day is over; then anybody can draw again and find the same cases ----------------
create table review_seeds (
    day date constraint pk_review_seeds primary key,
    seed bytea not null constraint ck_review_seeds_length check (length(seed) = 32)
);
create trigger review_seeds_append_only before update or delete on review_seeds for each row execute function append_only();
create trigger review_seeds_no_truncate before truncate on review_seeds for each statement execute function append_only();
alter table review_seeds enable row level security;
alter table review_seeds force row level security;
create policy past on review_seeds for select using (day < portal_today());
create policy drawing on review_seeds to bpjsbjb_owner using (true) with check (true);

-- From 0 to 9,999 by the case's number and the day's seed alone.
create function review_draw(the_case uuid, the_seed bytea) returns int language sql immutable as
$$ select (('x' || left(encode(sha256(uuid_send(the_case) || the_seed), 'hex'), 8))::bit(32)::bigint % 10000)::int $$;

create table second_looks (
    enrollment_id uuid constraint pk_second_looks primary key constraint fk_second_looks_enrollments references enrollments (id),
    drawn_on date not null,
    draw int not null constraint ck_second_looks_draw check (draw between 0 and 9999),
    below int not null,
    first_by uuid not null constraint fk_second_looks_users_first references users (id),
    first_outcome varchar(40) not null,
    made_by uuid not null,
    looked_by uuid null constraint fk_second_looks_users_looked references users (id),
    looked_at timestamptz null,
    verdict varchar(40) null,
    reason varchar(40) null,
    agrees boolean generated always as (verdict = first_outcome) stored,
    constraint ck_second_looks_drawn check (draw < below),
    constraint ck_second_looks_look check ((looked_by is null) = (looked_at is null) and (looked_by is null) = (verdict is null)),
    constraint ck_second_looks_verdict check (verdict in ('NewMembership', 'AdditionalToWageEarner', 'LinkedToExisting', 'Return', 'Reject')),
    constraint ck_second_looks_reason check ((reason is not null) = (coalesce(verdict, '') in ('Return', 'Reject'))),
    constraint ck_second_looks_other_eyes check (looked_by is null or (looked_by <> first_by and looked_by <> made_by))
);
create index ix_second_looks_open on second_looks (drawn_on) where looked_by is null;
create index ix_second_looks_first on second_looks (first_by);
select audit_table('second_looks');

-- Looked at once; what was drawn is never changed.
create function second_looks_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.looked_by is not null
       or (new.enrollment_id, new.drawn_on, new.draw, new.below, new.first_by, new.first_outcome, new.made_by)
          is distinct from (old.enrollment_id, old.drawn_on, old.draw, old.below, old.first_by, old.first_outcome, old.made_by) then
        raise exception using errcode = 'BJ042', message = 'review.look-done';
    end if;
    if new.looked_by is distinct from nullif(current_setting('app.user', true), '')::uuid
       or not exists (select from users where id = new.looked_by and role in ('BpjsReviewer', 'BpjsSupervisor')) then
        raise exception using errcode = 'BJ042', message = 'review.not-drawn';
    end if;
    return new;
end $$;
create trigger second_looks_guard before update or delete on second_looks for each row execute function second_looks_guard();
create trigger second_looks_no_truncate before truncate on second_looks for each statement execute function append_only();

do $$
declare
    everything constant text :=
        $scope$current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
           and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647$scope$;
begin
    alter table second_looks enable row level security;
    alter table second_looks force row level security;
    execute format('create policy scope on second_looks using ((%s) or exists (select from enrollments e where e.id = enrollment_id))', everything);
end $$;

-- Drawn in the transaction of the acceptance, not by the one who accepts.
create function enrollments_draw() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    today constant date := portal_today();
    the_seed bytea;
    percent int;
    drawn int;
begin
    select value into percent from limits
     where kind = 'SecondLookPercent' and today >= valid_from and today <= coalesce(valid_to, 'infinity');
    if percent is null then return null; end if;
    insert into review_seeds (day, seed) values (today, sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())))
        on conflict do nothing;
    select seed into strict the_seed from review_seeds where day = today;
    drawn := review_draw(new.id, the_seed);
    if drawn < percent * 100 then
        insert into second_looks (enrollment_id, drawn_on, draw, below, first_by, first_outcome, made_by)
        values (new.id, today, drawn, percent * 100, new.decided_by, new.outcome, new.registered_by);
    end if;
    return null;
end $$;
create trigger enrollments_draw after update on enrollments
    for each row when (old.status = 'Submitted' and new.status = 'Accepted' and new.decided_by is not null) execute function enrollments_draw();

-- 2. The second look ------------------------------------------------------------------------------------------------------------------
create function look_again(the_case uuid, the_verdict text, why text, moment timestamptz) returns void language plpgsql as $$
declare
    who constant uuid := nullif(current_setting('app.user', true), '')::uuid;
    look second_looks;
begin
    select * into look from second_looks where enrollment_id = the_case for update;
    if not found then
        raise exception using errcode = 'BJ042', message = 'review.not-drawn';
    end if;
    if look.looked_by is not null then
        raise exception using errcode = 'BJ042', message = 'review.look-done';
    end if;
    if who in (look.first_by, look.made_by) then
        raise exception using errcode = 'BJ042', message = 'review.own-decision';
    end if;
    update second_looks set looked_by = who, looked_at = moment, verdict = the_verdict, reason = why where enrollment_id = the_case;
end $$;
