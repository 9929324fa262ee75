-- What a person is told, once an event. See decision 0034.

create table notices (
    id uuid not null default gen_random_uuid() constraint pk_notices primary key,
    user_id uuid not null constraint fk_notices_users references users (id),
    kind varchar(40) not null,
    about uuid null,                    -- the case, bill, proposal … it leads to
    event varchar(120) not null,        -- names what happened, such as bills/<id>/expiring
    is_urgent boolean not null,
    at timestamptz not null default clock_timestamp(),
    read_at timestamptz null,
    constraint ux_notices_event unique (user_id, event)
);
create index ix_notices_unread on notices (user_id) where read_at is null;
create index ix_notices_user on notices (user_id, at);
create index ix_notices_about on notices (about) where read_at is null;

-- Everybody reads their own, the auditor too; the work in the background reads all. Written through the functions below alone.
alter table notices enable row level security, force row level security;
create policy scope on notices using (user_id = current_setting('app.user')::uuid
    or (current_setting('app.user')::uuid = '00000000-0000-0000-0000-000000000000'
        and current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
        and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647));
create policy written on notices to bpjsbjb_owner using (true) with check (true);

-- Tells one person of one event. False where they were told before, or have no right in force.
create function notify(the_user uuid, the_kind text, the_about uuid, the_event text, urgent boolean default false) returns boolean
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into notices (user_id, kind, about, event, is_urgent)
    select the_user, the_kind, the_about, the_event, urgent
     where exists (select from access_grants where user_id = the_user and approved_at is not null and ended_at is null)
        on conflict do nothing;
    return found;
end $$;

-- Whoever was to act on it need not any more: what is not read yet counts as read.
create function settle_notices(the_kind text, the_about uuid, the_user uuid default null) returns void
    language sql security definer set search_path = public, pg_temp as $$
    update notices set read_at = clock_timestamp()
     where about = the_about and kind = the_kind and read_at is null and (the_user is null or user_id = the_user)
$$;

-- A case: told to whoever registered it. What is older than three days came with an import or a demonstration and is no news.
create function notices_of_case() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare officer uuid;
begin
    if new.kind in ('Resubmitted', 'Withdrawn') then
        perform settle_notices('CaseReturned', new.enrollment_id);
        return null;
    end if;
    if new.at < portal_today() - 3 then return null; end if;

    select registered_by into officer from enrollments where id = new.enrollment_id;
    if officer <> new."by" then -- quoted: a bare word of that name is plpgsql's own
        perform notify(officer, 'Case' || new.kind, new.enrollment_id, 'enrollment_history/' || new.id);
    end if;
    return null;
end $$;
create trigger notices_of_case after insert on enrollment_history for each row
    when (new.kind in ('Returned', 'Accepted', 'Rejected', 'Resubmitted', 'Withdrawn')) execute function notices_of_case();

-- A bill: once paid or cancelled it no longer expires.
create function notices_of_bill() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform settle_notices('BillExpiring', new.id);
    return null;
end $$;
create trigger notices_of_bill after update of paid_at, cancelled_at on bills for each row
    when (new.paid_at is not null or new.cancelled_at is not null) execute function notices_of_bill();

-- A rule: told to those it is news to, until they confirm it.
create function notices_of_rule() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform notify(news.user_id, 'RuleToConfirm', new.id, 'rule_proposals/' || new.id) from rule_news news where news.proposal_id = new.id;
    return null;
end $$;
create trigger notices_of_rule after update of status on rule_proposals for each row
    when (new.status = 'Approved' and old.status <> 'Approved') execute function notices_of_rule();

create function notices_of_confirmation() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform settle_notices('RuleToConfirm', new.proposal_id, new.user_id);
    return null;
end $$;
create trigger notices_of_confirmation after insert on rule_confirmations for each row execute function notices_of_confirmation();

-- A right and a merger: told to every other administrator, until one decides.
create function notify_administrators(besides uuid, the_kind text, the_about uuid, the_event text) returns void
    language sql security definer set search_path = public, pg_temp as $$
    select notify(users.id, the_kind, the_about, the_event)
      from users where users.role = 'SystemAdmin' and users.id <> besides and is_admin_in_force(users.id, now())
$$;

create function notices_of_grant() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if new.approved_at is null and new.refused_at is null then
        perform notify_administrators(new.proposed_by, 'GrantToApprove', new.id, 'access_grants/' || new.id);
    else
        perform settle_notices('GrantToApprove', new.id);
    end if;
    return null;
end $$;
create trigger notices_of_grant after insert or update of approved_at, refused_at on access_grants for each row
    when (new.origin = 'Admins') execute function notices_of_grant();

create function notices_of_merger() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if new.status = 'Proposed' then
        perform notify_administrators(new.proposed_by, 'MergerToApprove', new.id, 'office_mergers/' || new.id);
    else
        perform settle_notices('MergerToApprove', new.id);
    end if;
    return null;
end $$;
create trigger notices_of_merger after insert or update of status on office_mergers for each row execute function notices_of_merger();

-- Somebody else took a person's factors off: they are told at once, whatever they chose.
create function notices_of_reset() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform notify(new.user_id, 'FactorsReset', new.id, 'factor_resets/' || new.id, true);
    return null;
end $$;
create trigger notices_of_reset after insert on factor_resets for each row execute function notices_of_reset();

revoke execute on function notify(uuid, text, uuid, text, boolean), settle_notices(text, uuid, uuid), notify_administrators(uuid, text, uuid, text) from public;
