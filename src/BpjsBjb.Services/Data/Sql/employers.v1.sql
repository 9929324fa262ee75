-- Employers, their workers' months, the member lists of cooperatives and groups of borrowers: what must never be wrong of them, and whose they are.

-- 1. Whose the rows are (see rows.v1.sql) --------------------------------------------------------------------------------
do $$
declare
    part record;
    everything constant text :=
        $scope$current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
           and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647$scope$;
    placed constant text :=
        $place$bank_position between current_setting('app.bank_lo')::int and current_setting('app.bank_hi')::int
           and bpjs_position between current_setting('app.bpjs_lo')::int and current_setting('app.bpjs_hi')::int$place$;
begin
    for part in
        select * from (values
            ('employers',         placed),
            ('loan_groups',       placed),
            ('employer_workers',  everything || ' or exists (select from employers e where e.id = employer_id)'),
            ('employer_payments', everything || ' or exists (select from employers e where e.id = employer_id)'),
            ('worker_months',     everything || ' or exists (select from employers e where e.id = employer_id)'),
            ('loan_members',      everything || ' or exists (select from loans l where l.id = loan_id)')
        ) as t (name, seen)
    loop
        execute format('alter table %I enable row level security', part.name);
        execute format('alter table %I force row level security', part.name);
        execute format('create policy scope on %I using (%s)', part.name, part.seen);
    end loop;
end $$;

create policy moving_keys on employers to bpjsbjb_owner using (current_setting('app.moving_keys', true) = 'on');
create policy moving_keys on employer_workers to bpjsbjb_owner using (current_setting('app.moving_keys', true) = 'on');
create policy moving_keys on loan_members to bpjsbjb_owner using (current_setting('app.moving_keys', true) = 'on');

-- What is left out is derived.
select audit_table('employers', 'name_search'), audit_table('employer_workers'), audit_table('employer_payments'),
       audit_table('loan_members'), audit_table('loan_groups');

-- 2. Employers and their workers -------------------------------------------------------------------------------------------
create function employers_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.npp is not null then
            raise exception using errcode = 'BJ030', message = 'employer.npp-not-by-bpjs';
        end if;
        return new;
    end if;
    if (old.registered_by, old.office_id, old.bank_position) is distinct from (new.registered_by, new.office_id, new.bank_position)
       or (old.npp is not null and (old.npp, old.npp_by, old.npp_at) is distinct from (new.npp, new.npp_by, new.npp_at)) then
        raise exception using errcode = 'BJ030', message = 'employer.npp-known';
    end if;
    -- A number is BPJS's to give: nobody else enters it, whatever the page allows.
    if old.npp is null and new.npp is not null and (
            new.npp_by is distinct from nullif(current_setting('app.user', true), '')::uuid
            or not exists (select from users u where u.id = new.npp_by and u.role = 'BpjsReviewer')) then
        raise exception using errcode = 'BJ030', message = 'employer.npp-not-by-bpjs';
    end if;
    return new;
end $$;
create trigger employers_guard before insert or update on employers for each row execute function employers_guard();

alter table employer_workers add constraint ex_employer_workers
    exclude using gist (employer_id with =, nik_hash with =, daterange(valid_from, valid_to, '[]') with &&);

create function employer_workers_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and (old.employer_id, old.nik_hash, old.valid_from, old.registered_by)
            is distinct from (new.employer_id, new.nik_hash, new.valid_from, new.registered_by) then
        raise exception using errcode = 'BJ030', message = 'worker.ended';
    end if;
    -- Waits for a payout of the employer that is just being judged, and is seen by the next.
    perform from employers where id = new.employer_id for share;
    return new;
end $$;
create trigger employer_workers_guard before insert or update on employer_workers for each row execute function employer_workers_guard();
create trigger employer_workers_kept before delete on employer_workers for each row execute function append_only();
create trigger employer_workers_no_truncate before truncate on employer_workers for each statement execute function append_only();

-- 3. A payment, and it alone, writes which workers of the month are covered ---------------------------------------------------
create function employer_payments_guard() returns trigger language plpgsql as $$
declare the_employer employers;
begin
    select * into the_employer from employers where id = new.employer_id for update;
    if the_employer.npp is null then
        raise exception using errcode = 'BJ030', message = 'employer.npp-missing';
    end if;
    if new.recorded_by = the_employer.registered_by then
        raise exception using errcode = 'BJ030', message = 'employer.own-registration';
    end if;
    if new.month > month_of(portal_today()) then
        raise exception using errcode = 'BJ030', message = 'employer.month-out-of-range';
    end if;
    if new.paid_on > portal_today() then
        raise exception using errcode = 'BJ030', message = 'payment.in-the-future';
    end if;
    return new;
end $$;
create trigger employer_payments_guard before insert on employer_payments for each row execute function employer_payments_guard();

create function employer_payments_cover() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare covered int;
begin
    insert into worker_months (employer_id, nik_hash, month, payment_id)
    select distinct w.employer_id, w.nik_hash, new.month, new.id
      from employer_workers w
     where w.employer_id = new.employer_id and w.valid_from <= (new.month + interval '1 month' - interval '1 day')::date
       and (w.valid_to is null or w.valid_to >= new.month)
    on conflict do nothing;
    get diagnostics covered = row_count;
    if covered <> new.worker_count then
        raise exception using errcode = 'BJ030', message = 'employer.workers-changed';
    end if;
    return null;
end $$;
create trigger employer_payments_cover after insert on employer_payments for each row execute function employer_payments_cover();

do $$
declare fact text;
begin
    foreach fact in array array['employer_payments', 'worker_months'] loop
        execute format('create trigger %I before update or delete on %I for each row execute function append_only()', fact || '_append_only', fact);
        execute format('create trigger %I before truncate on %I for each statement execute function append_only()', fact || '_no_truncate', fact);
    end loop;
end $$;

-- 4. Loans of employers, and in groups -------------------------------------------------------------------------------------
create or replace function loans_are_insured() returns trigger language plpgsql as $$
declare
    the_loan uuid := case when tg_table_name = 'loans' then (to_jsonb(new) ->> 'id')::uuid else (to_jsonb(old) ->> 'loan_id')::uuid end;
    debtor uuid := (select employer_id from loans where id = the_loan);
begin
    if debtor is not null then
        -- A business borrows with its workers, a cooperative with the members on its list; one without anybody to cover does not begin.
        if tg_table_name = 'loans' and tg_op = 'INSERT'
           and not exists (select from employer_workers where employer_id = debtor and valid_to is null)
           and not exists (select from loan_members where loan_id = the_loan and exemption is null) then
            raise exception using errcode = 'BJ003', message = 'loan.without-people';
        end if;
        return null;
    end if;
    if exists (select from loans where id = the_loan)
       and not exists (select from loan_insured where loan_id = the_loan and role = 'Debtor') then
        raise exception using errcode = 'BJ003', message = 'loan.without-participation';
    end if;
    return null;
end $$;

create function loans_debtor_guard() returns trigger language plpgsql as $$
declare
    is_for_groups boolean := (select p.is_for_groups from loan_products p where p.code = new.product_code);
    the_group loan_groups;
    others int;
    most int;
begin
    if tg_op = 'UPDATE' then
        if new.employer_id is distinct from old.employer_id
           or (old.status <> 'Applied' and new.group_id is distinct from old.group_id) then
            raise exception using errcode = 'BJ004', message = 'loan.terms-are-fixed';
        end if;
        if (new.group_id, new.product_code) is not distinct from (old.group_id, old.product_code) then return new; end if;
    end if;

    if new.group_id is null then
        if is_for_groups then
            raise exception using errcode = 'BJ031', message = 'group.missing';
        end if;
        return new;
    end if;
    if not is_for_groups then
        raise exception using errcode = 'BJ031', message = 'group.not-for-product';
    end if;
    perform pg_advisory_xact_lock(hashtextextended(new.group_id::text, 0)); -- whoever joins waits for whoever joins just now
    select * into the_group from loan_groups where id = new.group_id;
    if the_group.office_id is distinct from new.office_id then
        raise exception using errcode = 'BJ031', message = 'group.of-another-office';
    end if;
    select count(*) into others from loans where group_id = new.group_id and status <> 'Cancelled' and id <> new.id;
    select value into strict most from limits
     where kind = 'GroupMembersMost' and portal_today() >= valid_from and portal_today() <= coalesce(valid_to, 'infinity');
    if others >= most then
        raise exception using errcode = 'BJ031', message = 'group.full';
    end if;
    return new;
end $$;
create trigger loans_debtor_guard before insert or update on loans for each row execute function loans_debtor_guard();

create function loan_members_guard() returns trigger language plpgsql as $$
declare the_loan loans;
begin
    if tg_op = 'UPDATE' then
        if to_jsonb(new) - 'nik_sealed' <> to_jsonb(old) - 'nik_sealed' or not is_resealed(old.nik_sealed, new.nik_sealed) then
            raise exception using errcode = 'BJ032', message = 'member.list-is-fixed';
        end if;
        return new;
    end if;
    select * into the_loan from loans where id = coalesce(new.loan_id, old.loan_id) for update;
    if the_loan.status <> 'Applied' then
        raise exception using errcode = 'BJ032', message = 'member.list-is-fixed';
    end if;
    if tg_op = 'INSERT' and not exists (select from employers e where e.id = the_loan.employer_id and e.legal_form = 'Cooperative') then
        raise exception using errcode = 'BJ032', message = 'member.not-a-cooperative';
    end if;
    return coalesce(new, old);
end $$;
create trigger loan_members_guard before insert or update or delete on loan_members for each row execute function loan_members_guard();
create trigger loan_members_no_truncate before truncate on loan_members for each statement execute function append_only();

-- 5. Who of them is covered: read from the ledgers, never stated --------------------------------------------------------------
grant select on employers, employer_workers, worker_months, loan_members, loan_groups to bpjsbjb_figures;
grant select (nik_hash) on people to bpjsbjb_figures;
create policy figures on employers for select to bpjsbjb_figures using (true);
create policy figures on employer_workers for select to bpjsbjb_figures using (true);
create policy figures on worker_months for select to bpjsbjb_figures using (true);
create policy figures on loan_members for select to bpjsbjb_figures using (true);
create policy figures on loan_groups for select to bpjsbjb_figures using (true);

-- Members on the list of a loan inside the reader's scope, each with what the ledger holds of them as participants of their own (BPU).
create function loan_member_cover(the_loan uuid, on_date date)
    returns table (member_id uuid, is_required boolean, has_card boolean, is_covered boolean, covered_through date)
    language sql stable security definer set search_path = public, pg_temp as $$
    select m.id, m.exemption is null, p.kpj_hash is not null,
           p.kpj_hash is not null and exists (select from covered_months c where c.participation_id = p.id and c.month = month_of(on_date)),
           p.covered_through
      from loans l
      join loan_members m on m.loan_id = l.id
      left join people person on person.nik_hash = m.nik_hash
      left join participations p on p.person_id = person.id and p.segment = 'Bpu'
     where l.id = the_loan
$$;

-- Workers of the employer of a loan on a day, each with whether the month is paid for them (PU).
create function loan_worker_cover(the_loan uuid, on_date date) returns table (worker_id uuid, is_covered boolean)
    language sql stable security definer set search_path = public, pg_temp as $$
    select w.id, exists (select from worker_months c where c.employer_id = w.employer_id and c.nik_hash = w.nik_hash and c.month = month_of(on_date))
      from loans l
      join employer_workers w on w.employer_id = l.employer_id
     where l.id = the_loan and w.valid_from <= on_date and (w.valid_to is null or w.valid_to >= on_date)
$$;

revoke execute on function loan_member_cover(uuid, date), loan_worker_cover(uuid, date) from public;
grant usage, create on schema public to bpjsbjb_figures;
alter function loan_member_cover(uuid, date) owner to bpjsbjb_figures;
alter function loan_worker_cover(uuid, date) owner to bpjsbjb_figures;
set role bpjsbjb_figures; -- whose the gate is

-- The gate as before (rows.v3.sql), and that of an employer's loan and of a loan in a group.
create or replace function loan_gate(the_loan uuid, on_date date)
    returns table (code text, is_met boolean, blocks boolean, covered_through date)
    language sql stable security definer set search_path = public, pg_temp as $$
    with insured as (
        select i.decline_reason, l.duty, p.id, p.segment, p.kpj_hash, p.covered_from, p.covered_through,
               exists (select from covered_months c where c.participation_id = p.id and c.month = month_of(on_date)) as is_covered,
               (select count(*) from covered_months c
                 where c.participation_id = p.id
                   and c.month > month_of((on_date - make_interval(months => waiting.value))::date) and c.month <= month_of(on_date)) >= waiting.value as has_waited
          from loans l
          join loan_insured i on i.loan_id = l.id
          join participations p on p.id = i.participation_id
          cross join lateral (select value from limits
                               where kind = 'JkmWaitingMonths' and on_date >= valid_from and on_date <= coalesce(valid_to, 'infinity')) waiting
         where l.id = the_loan
    ), debtor as (
        select e.npp, e.legal_form,
               (select count(*) from loan_worker_cover(the_loan, on_date)) as workers,
               (select count(*) from loan_worker_cover(the_loan, on_date) w where w.is_covered) as workers_covered,
               (select count(*) from loan_member_cover(the_loan, on_date) m where m.is_required) as members,
               (select count(*) from loan_member_cover(the_loan, on_date) m where m.is_required and m.is_covered) as members_covered
          from loans l join employers e on e.id = l.employer_id
         where l.id = the_loan
    )
    select 'gate.case-accepted',
           exists (select from loans l join enrollments e on e.loan_id = l.id where l.id = the_loan and e.status = 'Accepted'), true, null::date
     where not exists (select from debtor)
    union all
    select 'gate.decline-allowed', duty = 'Offered', true, null from insured where decline_reason is not null
    union all
    select 'gate.registered', kpj_hash is not null and segment = 'Bpu', true, null from insured where decline_reason is null
    union all
    select 'gate.paid', covered_from is not null, true, null from insured where decline_reason is null
    union all
    select 'gate.covered', is_covered, true, insured.covered_through from insured where decline_reason is null
    union all
    select 'gate.jkm-waiting', has_waited, false, null from insured where decline_reason is null
    union all
    select 'gate.group-complete',
           (select count(*) from loans other where other.group_id = l.group_id and other.status <> 'Cancelled') >= fewest.value, true, null
      from loans l
      cross join lateral (select value from limits
                           where kind = 'GroupMembersFewest' and on_date >= valid_from and on_date <= coalesce(valid_to, 'infinity')) fewest
     where l.id = the_loan and l.group_id is not null
    union all
    select 'gate.employer-registered', npp is not null, true, null from debtor where workers > 0 or legal_form <> 'Cooperative'
    union all
    select 'gate.workers-covered', workers > 0 and workers_covered = workers, true, null from debtor where workers > 0 or legal_form <> 'Cooperative'
    union all
    select 'gate.members-covered', members > 0 and members_covered = members, true, null from debtor where legal_form = 'Cooperative'
$$;

set role bpjsbjb_owner;
revoke create on schema public from bpjsbjb_figures;

-- No payout while what is judged may still change (guards.v1.sql, section 7), now also of an employer's workers.
create or replace function disbursements_guard() returns trigger language plpgsql as $$
declare the_loan loans; paid_out bigint;
begin
    select * into the_loan from loans where id = new.loan_id for update;
    if the_loan.status not in ('Cleared', 'Disbursed') then
        raise exception using errcode = 'BJ010', message = 'loan.not-cleared';
    end if;
    if new.value_date > portal_today() then
        raise exception using errcode = 'BJ010', message = 'disbursement.in-the-future';
    end if;
    if new.value_date < the_loan.applied_on then
        raise exception using errcode = 'BJ010', message = 'disbursement.before-application';
    end if;
    select coalesce(sum(amount), 0) into paid_out from disbursements where loan_id = new.loan_id;
    if paid_out + new.amount > the_loan.loan_amount then
        raise exception using errcode = 'BJ010', message = 'disbursement.above-loan-amount';
    end if;
    -- Locked so that no change to what covers this loan slips in between the check and the commit.
    perform from participations p join loan_insured i on i.participation_id = p.id where i.loan_id = new.loan_id for share of p;
    perform from employers where id = the_loan.employer_id for update;
    if not loan_gate_is_open(new.loan_id, new.value_date) or not loan_gate_is_open(new.loan_id, portal_today()) then
        raise exception using errcode = 'BJ010', message = 'disbursement.gate-closed';
    end if;
    return new;
end $$;

-- Whoever asked that the work on their data stop is no longer paid out around, as a member as little as a debtor (privacy.v1.sql, section 6).
create or replace function facilities_restricted() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare the_loan uuid := coalesce(to_jsonb(new) ->> 'loan_id', to_jsonb(new) ->> 'id')::uuid;
begin
    if exists (select from loan_insured i join people p on p.id = i.person_id
                where i.loan_id = the_loan and processing_is_restricted(p.nik_hash))
       or exists (select from loan_members m where m.loan_id = the_loan and m.exemption is null and processing_is_restricted(m.nik_hash)) then
        raise exception using errcode = 'BJ022', message = 'person.processing-restricted';
    end if;
    return new;
end $$;
