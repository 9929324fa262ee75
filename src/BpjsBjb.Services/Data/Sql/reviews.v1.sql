-- Review at scale: who has taken a case, what waited longer than the limit, and a queue that answers at once. See decision 0033.

-- This moment, by the database's clock: whether a case is still taken has no other.
create function portal_now() returns timestamptz language sql stable as $$ select now() $$;

-- 1. How often a case came back. Counted here, so that the queue need not look into every case's history ----------------------
alter table enrollments add times_returned int not null default 0;
update enrollments e set times_returned = (select count(*) from enrollment_history h where h.enrollment_id = e.id and h.kind = 'Returned')
 where e.status in ('Submitted', 'Returned')
   and exists (select from enrollment_history h where h.enrollment_id = e.id and h.kind = 'Returned');

-- 2. Taken cases: one row a case while somebody has it, gone with the decision --------------------------------------------------
create table review_claims (
    enrollment_id uuid constraint pk_review_claims primary key constraint fk_review_claims_enrollments references enrollments (id),
    claimed_by uuid not null constraint fk_review_claims_users references users (id),
    assigned_by uuid not null constraint fk_review_claims_users_assigned_by references users (id),
    claimed_at timestamptz not null,
    claimed_until timestamptz not null,
    constraint ck_review_claims_term check (claimed_until > claimed_at)
);
create index ix_review_claims_claimed_by on review_claims (claimed_by);

create function supervises_reviews(who uuid) returns boolean language sql stable as
$$ select exists (select from users where id = who and role = 'BpjsSupervisor') $$;

-- Sets the term, so that nobody takes a case for longer than the dated row says.
create function review_claims_guard() returns trigger language plpgsql as $$
declare
    who constant uuid := nullif(current_setting('app.user', true), '')::uuid;
    the_case record;
begin
    if tg_op = 'DELETE' then
        if old.claimed_by is distinct from who and old.claimed_until > portal_now() and not supervises_reviews(who)
           and exists (select from enrollments where id = old.enrollment_id and status = 'Submitted') then
            raise exception using errcode = 'BJ040', message = 'review.claimed-by-other';
        end if;
        return old;
    end if;

    -- Waits for a decision that is just being taken, and is seen by the next.
    select status, bpjs_position, registered_by, last_edited_by, submitted_by into the_case
      from enrollments where id = new.enrollment_id for share;
    if not found or the_case.status <> 'Submitted' then
        raise exception using errcode = 'BJ040', message = 'enrollment.not-in-review';
    end if;
    if new.assigned_by is distinct from who or (new.claimed_by <> who and not supervises_reviews(who)) then
        raise exception using errcode = 'BJ040', message = 'review.not-yours-to-assign';
    end if;
    if tg_op = 'UPDATE' and old.claimed_by <> new.claimed_by and old.claimed_until > portal_now() and not supervises_reviews(who) then
        raise exception using errcode = 'BJ040', message = 'review.claimed-by-other';
    end if;
    if new.claimed_by in (the_case.registered_by, the_case.last_edited_by, the_case.submitted_by) then
        raise exception using errcode = 'BJ040', message = 'enrollment.own-registration';
    end if;
    if not exists (select from users u join offices o on o.id = u.office_id
                    where u.id = new.claimed_by and u.role in ('BpjsReviewer', 'BpjsSupervisor')
                      and the_case.bpjs_position between o.position and o.position_end) then
        raise exception using errcode = 'BJ040', message = 'review.assignee-elsewhere';
    end if;
    new.claimed_at := portal_now();
    new.claimed_until := portal_now() + make_interval(mins => (
        select value from limits where kind = 'ReviewClaimMinutes' and portal_today() >= valid_from and portal_today() <= coalesce(valid_to, 'infinity')));
    return new;
end $$;
create trigger review_claims_guard before insert or update or delete on review_claims for each row execute function review_claims_guard();
create trigger review_claims_no_truncate before truncate on review_claims for each statement execute function append_only();

-- Takes each case that is free, already the assignee's, or the supervisor's to give; names those it took. In one order, so that two
-- who take many at once wait for one another instead of both failing.
create function claim_cases(the_cases uuid[], assignee uuid) returns setof uuid language sql as $$
    insert into review_claims (enrollment_id, claimed_by, assigned_by, claimed_at, claimed_until)
    select e.id, assignee, nullif(current_setting('app.user', true), '')::uuid, portal_now(), portal_now() + interval '1 minute'
      from enrollments e where e.id = any (the_cases) and e.status = 'Submitted' order by e.id
    on conflict (enrollment_id) do update
       set claimed_by = excluded.claimed_by, assigned_by = excluded.assigned_by, claimed_until = excluded.claimed_until
     where review_claims.claimed_by = excluded.claimed_by or review_claims.claimed_until <= portal_now()
        or supervises_reviews(nullif(current_setting('app.user', true), '')::uuid)
    returning enrollment_id
$$;

-- 3. What somebody has taken, nobody else decides ---------------------------------------------------------------------------------
create function enrollments_review_guard() returns trigger language plpgsql as $$
begin
    if new.status in ('Accepted', 'Rejected', 'Returned')
       and exists (select from review_claims where enrollment_id = old.id and claimed_until > portal_now()
                      and claimed_by is distinct from nullif(current_setting('app.user', true), '')::uuid) then
        raise exception using errcode = 'BJ040', message = 'review.claimed-by-other';
    end if;
    new.times_returned := old.times_returned + case new.status when 'Returned' then 1 else 0 end;
    return new;
end $$;
create trigger enrollments_review_guard before update on enrollments
    for each row when (old.status = 'Submitted' and current_user <> 'bpjsbjb_offices') execute function enrollments_review_guard();

create function enrollments_leave_review() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    delete from review_claims where enrollment_id = new.id;
    return null;
end $$;
create trigger enrollments_leave_review after update on enrollments
    for each row when (old.status = 'Submitted' and new.status <> 'Submitted') execute function enrollments_leave_review();

-- 4. Cases that waited longer than the limit: one row a sending, written by the work in the background -----------------------------
create table review_escalations (
    enrollment_id uuid not null constraint fk_review_escalations_enrollments references enrollments (id),
    submitted_at timestamptz not null,
    due_at timestamptz not null,
    escalated_at timestamptz not null default clock_timestamp(),
    constraint pk_review_escalations primary key (enrollment_id, submitted_at),
    constraint ck_review_escalations_due check (due_at > submitted_at and escalated_at >= due_at)
);
create trigger review_escalations_append_only before update or delete on review_escalations for each row execute function append_only();
create trigger review_escalations_no_truncate before truncate on review_escalations for each statement execute function append_only();

-- Killed, it has written nothing; run twice or on two servers, the second finds the rows there. Oldest first, at most so many a call.
create function escalate_overdue(most int) returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare
    written int;
begin
    with late as (
        select e.id, e.submitted_at, e.submitted_at + make_interval(hours => term.value) as due_at
          from enrollments e
          join limits term on term.kind = 'ReviewHours'
           and (e.submitted_at at time zone 'Asia/Jakarta')::date between term.valid_from and coalesce(term.valid_to, 'infinity')
         where e.status = 'Submitted' and e.submitted_at + make_interval(hours => term.value) <= portal_now()
           and not exists (select from review_escalations x where x.enrollment_id = e.id and x.submitted_at = e.submitted_at)
         order by e.submitted_at limit most
    ), escalated as (
        insert into review_escalations (enrollment_id, submitted_at, due_at, escalated_at)
        select id, submitted_at, due_at, portal_now() from late on conflict do nothing returning enrollment_id
    )
    insert into enrollment_history (id, enrollment_id, kind, by, at)
    select gen_random_uuid(), enrollment_id, 'Escalated', current_setting('app.user')::uuid, portal_now() from escalated;
    get diagnostics written = row_count;
    return written;
end $$;
revoke execute on function escalate_overdue(int) from public;

-- 5. Whose the rows are (rows.v1.sql): each is seen with its case ------------------------------------------------------------------
do $$
declare
    part text;
    everything constant text :=
        $scope$current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
           and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647$scope$;
begin
    foreach part in array array['review_claims', 'review_escalations'] loop
        execute format('alter table %I enable row level security', part);
        execute format('alter table %I force row level security', part);
        execute format('create policy scope on %I using ((%s) or exists (select from enrollments e where e.id = enrollment_id))', part, everything);
        execute format('grant select on %I to bpjsbjb_figures', part);
        execute format('create policy figures on %I for select to bpjsbjb_figures using (true)', part);
    end loop;
end $$;
select audit_table('review_claims'), audit_table('review_escalations');
grant select (id, full_name) on users to bpjsbjb_figures;

-- 6. The queue, bounded like the other views of cases (rows.v3.sql) ----------------------------------------------------------------
create view review_queue as
select e.id, e.reference, e.full_name, e.nik_sealed, e.product_code, e.loan_amount, e.application_number, e.office_id, e.bpjs_office_id,
       e.submitted_at, e.times_returned, e.bank_position, e.bpjs_position,
       claim.claimed_by, claim.claimed_until, claimant.full_name as claimed_by_name,
       -- Both asked of each row on the way: as joins they are guessed to be one row in all, and everything would be read and sorted for it.
       (select escalation.escalated_at from review_escalations escalation
         where escalation.enrollment_id = e.id and escalation.submitted_at = e.submitted_at) as escalated_at,
       not exists (select from review_claims taken where taken.enrollment_id = e.id and taken.claimed_until > portal_now()) as is_free
  from enrollments e
  left join review_claims claim on claim.enrollment_id = e.id and claim.claimed_until > portal_now()
  left join users claimant on claimant.id = claim.claimed_by
 where e.status = 'Submitted'
   and e.bank_position between current_setting('app.bank_lo')::int and current_setting('app.bank_hi')::int
   and e.bpjs_position between current_setting('app.bpjs_lo')::int and current_setting('app.bpjs_hi')::int;
grant usage, create on schema public to bpjsbjb_figures;
alter view review_queue owner to bpjsbjb_figures;
revoke create on schema public from bpjsbjb_figures;

-- One index an order, each with the place, so that a wide scope walks it and a narrow one skips what is not its own without a look at the row.
create index ix_enrollments_queue_age on enrollments (submitted_at, id) include (bpjs_position, bank_position) where status = 'Submitted';
create index ix_enrollments_queue_amount on enrollments (loan_amount, id) include (bpjs_position, bank_position) where status = 'Submitted';
create index ix_enrollments_queue_product on enrollments (product_code, submitted_at, id) include (bpjs_position, bank_position) where status = 'Submitted';
create index ix_enrollments_queue_office on enrollments (office_id, submitted_at, id) include (bpjs_position, bank_position) where status = 'Submitted';
create index ix_enrollments_queue_returned on enrollments (submitted_at, id) include (bpjs_position, bank_position)
    where status = 'Submitted' and times_returned > 0;
create index ix_enrollments_queue_reference on enrollments (reference text_pattern_ops) where status = 'Submitted';
