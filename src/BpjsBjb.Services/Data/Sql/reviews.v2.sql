-- A case sent on to another branch of BPJS. It leaves the reader's rows with the same statement, so that the role of the tree moves it,
-- as it does at a merger (offices.v1.sql). The clock is the case's: when it was sent does not change.

create table review_redirects (
    id uuid constraint pk_review_redirects primary key,
    enrollment_id uuid not null constraint fk_review_redirects_enrollments references enrollments (id),
    from_office_id uuid not null constraint fk_review_redirects_offices_from references offices (id),
    into_office_id uuid not null constraint fk_review_redirects_offices_into references offices (id),
    reason varchar(40) not null,
    redirected_by uuid not null constraint fk_review_redirects_users references users (id),
    redirected_at timestamptz not null,
    registered_by uuid not null,
    constraint ck_review_redirects_offices check (from_office_id <> into_office_id),
    constraint ck_review_redirects_reason check (reason in ('LivesElsewhere', 'WorksElsewhere', 'CardOfOtherBranch', 'AskedByDebtor')),
    constraint ck_review_redirects_four_eyes check (redirected_by <> registered_by)
);
create index ix_review_redirects_case on review_redirects (enrollment_id, redirected_at);
create trigger review_redirects_append_only before update or delete on review_redirects for each row execute function append_only();
create trigger review_redirects_no_truncate before truncate on review_redirects for each statement execute function append_only();
select audit_table('review_redirects');

do $$
declare
    everything constant text :=
        $scope$current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
           and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647$scope$;
begin
    alter table review_redirects enable row level security;
    alter table review_redirects force row level security;
    execute format('create policy scope on review_redirects using ((%s) or exists (select from enrollments e where e.id = enrollment_id))', everything);
end $$;

create function redirect_case(the_id uuid, the_case uuid, seen bigint, the_office uuid, why text, moment timestamptz) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    who constant uuid := nullif(current_setting('app.user', true), '')::uuid;
    moved record;
    from_office offices;
    into_office offices;
begin
    perform pg_advisory_xact_lock_shared(office_tree());
    -- Whoever sends it on reviews it: in the reader's rows, as it was shown, and nobody else's just now.
    select id, status, office_id, bpjs_office_id, bpjs_position, loan_id, participation_id, registered_by, last_edited_by, submitted_by, xmin::text::bigint as version
      into moved from enrollments
     where id = the_case
       and bank_position between current_setting('app.bank_lo')::int and current_setting('app.bank_hi')::int
       and bpjs_position between current_setting('app.bpjs_lo')::int and current_setting('app.bpjs_hi')::int
       for update;
    if not found or not exists (select from users where id = who and role in ('BpjsReviewer', 'BpjsSupervisor')) then
        raise exception using errcode = 'BJ041', message = 'enrollment.not-in-review';
    end if;
    if moved.version <> seen then
        raise exception using errcode = 'BJ041', message = 'enrollment.changed-meanwhile';
    end if;
    if moved.status <> 'Submitted' then
        raise exception using errcode = 'BJ041', message = 'enrollment.not-in-review';
    end if;
    if who in (moved.registered_by, moved.last_edited_by, moved.submitted_by) then
        raise exception using errcode = 'BJ041', message = 'enrollment.own-registration';
    end if;
    if exists (select from review_claims where enrollment_id = the_case and claimed_until > portal_now() and claimed_by <> who) then
        raise exception using errcode = 'BJ041', message = 'review.claimed-by-other';
    end if;
    select * into from_office from offices where id = moved.bpjs_office_id;
    select * into into_office from offices where id = the_office;
    if into_office.id is null or into_office.institution <> 'Bpjs' or into_office.kind not in ('Branch', 'SubBranch')
       or into_office.valid_to is not null or into_office.valid_from > portal_today() then
        raise exception using errcode = 'BJ041', message = 'review.office-unknown';
    end if;
    if into_office.id = from_office.id then
        raise exception using errcode = 'BJ041', message = 'review.same-office';
    end if;

    insert into review_redirects (id, enrollment_id, from_office_id, into_office_id, reason, redirected_by, redirected_at, registered_by)
    values (the_id, the_case, from_office.id, into_office.id, why, who, moment, moved.registered_by);
    insert into enrollment_history (id, enrollment_id, kind, by, at, detail)
    values (gen_random_uuid(), the_case, 'Redirected', who, moment, why || ':' || from_office.name || ' → ' || into_office.name);
    delete from review_claims where enrollment_id = the_case;
    update enrollments set bpjs_office_id = into_office.id, bpjs_position = into_office.position where id = the_case;
    update loans set bpjs_position = into_office.position where id = moved.loan_id;
    -- A card that was issued stays with the branch that issued it.
    update participations set bpjs_office_id = into_office.id, bpjs_position = into_office.position
     where id = moved.participation_id and accepted_at is null;
    update data_requests set bpjs_position = into_office.position where enrollment_id = the_case and done_at is null;
end $$;

grant select (loan_id, registered_by, last_edited_by, submitted_by, xmin) on enrollments to bpjsbjb_offices;
grant select (accepted_at) on participations to bpjsbjb_offices;
grant select (id, role) on users to bpjsbjb_offices;
grant select, delete on review_claims to bpjsbjb_offices;
grant insert on review_redirects to bpjsbjb_offices;
create policy offices on review_claims to bpjsbjb_offices using (true);
create policy offices on review_redirects for insert to bpjsbjb_offices with check (true);
revoke execute on function redirect_case(uuid, uuid, bigint, uuid, text, timestamptz) from public;
grant usage, create on schema public to bpjsbjb_offices;
alter function redirect_case(uuid, uuid, bigint, uuid, text, timestamptz) owner to bpjsbjb_offices;
revoke create on schema public from bpjsbjb_offices;
