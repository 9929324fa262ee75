-- Two sides: a clearance falls when what it rested on changes, and an event says what. Whoever stated the terms last never clears them.

-- 1. Who stated the terms last, kept beside the decision so that a table constraint can compare the two ---------------------------
alter table loans add stated_by uuid null;

create function loans_stated() returns trigger language plpgsql as $$
declare
    who constant uuid := nullif(nullif(current_setting('app.user', true), '')::uuid, '00000000-0000-0000-0000-000000000000');
begin
    if tg_op = 'INSERT' then
        new.stated_by := new.registered_by;
    elsif (old.product_code, old.loan_amount, old.term_months, old.purpose, old.application_number, old.business_id, old.group_id)
          is distinct from (new.product_code, new.loan_amount, new.term_months, new.purpose, new.application_number, new.business_id, new.group_id) then
        new.stated_by := coalesce(who, old.stated_by);
    elsif current_user <> 'bpjsbjb_owner' then
        new.stated_by := old.stated_by; -- nobody's to write
    end if;
    return new;
end $$;
create trigger loans_a_stated before insert or update on loans for each row when (current_user <> 'bpjsbjb_offices') execute function loans_stated();
alter table loans add constraint ck_loans_stated_by check (cleared_by is null or cleared_by is distinct from stated_by);

-- 2. Once BPJS has accepted, the terms it was told of are fixed; and only the owner's trigger below takes a clearance back ---------
create or replace function loans_guard() returns trigger language plpgsql as $$
declare the_duty participation_duties;
begin
    if tg_op = 'INSERT' and new.status <> 'Applied' then
        raise exception using errcode = 'BJ004', message = 'loan.must-start-as-applied';
    end if;

    select * into the_duty from participation_duties
     where id = new.duty_rule_id and product_code = new.product_code and new.loan_amount > amount_above
       and (amount_up_to is null or new.loan_amount <= amount_up_to)
       and new.applied_on >= valid_from and new.applied_on <= coalesce(valid_to, 'infinity');
    if the_duty.duty is distinct from new.duty then
        raise exception using errcode = 'BJ004', message = 'loan.duty-differs-from-rule';
    end if;

    if tg_op = 'UPDATE' then
        if old.status <> new.status and (old.status, new.status) not in (
                ('Applied', 'Cleared'), ('Applied', 'Cancelled'), ('Cleared', 'Disbursed'), ('Cleared', 'Cancelled'))
           and not ((old.status, new.status) = ('Cleared', 'Applied') and current_user = 'bpjsbjb_owner') then
            raise exception using errcode = 'BJ004', message = 'loan.forbidden-transition';
        end if;
        if (old.status in ('Cleared', 'Disbursed', 'Cancelled')
            or exists (select from enrollments where loan_id = old.id and status = 'Accepted' and decided_by is not null))
           and (old.product_code, old.loan_amount, old.term_months, old.duty_rule_id, old.applied_on, old.office_id, old.business_id)
               is distinct from (new.product_code, new.loan_amount, new.term_months, new.duty_rule_id, new.applied_on, new.office_id, new.business_id) then
            raise exception using errcode = 'BJ004', message = 'loan.terms-are-fixed';
        end if;
        if old.status = 'Applied' and new.status = 'Cleared' then
            if new.cleared_by is null then
                raise exception using errcode = 'BJ004', message = 'loan.not-cleared';
            end if;
            if not loan_gate_is_open(new.id, portal_today()) then
                raise exception using errcode = 'BJ010', message = 'disbursement.gate-closed';
            end if;
        end if;
    end if;
    return new;
end $$;

-- 3. What fell, why, and by whose change -------------------------------------------------------------------------------------------
create table lifted_clearances (
    id uuid constraint pk_lifted_clearances primary key,
    loan_id uuid not null constraint fk_lifted_clearances_loans references loans (id),
    cleared_by uuid not null,
    cleared_at timestamptz not null,
    causes varchar(40)[] not null constraint ck_lifted_clearances_causes check (cardinality(causes) > 0),
    changed_by uuid not null,
    at timestamptz not null
);
create index ix_lifted_clearances_loan on lifted_clearances (loan_id, at);
create trigger lifted_clearances_append_only before update or delete on lifted_clearances for each row execute function append_only();
create trigger lifted_clearances_no_truncate before truncate on lifted_clearances for each statement execute function append_only();
select audit_table('lifted_clearances');

do $$
declare
    everything constant text :=
        $scope$current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
           and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647$scope$;
    walled text;
begin
    alter table lifted_clearances enable row level security;
    alter table lifted_clearances force row level security;
    execute format('create policy scope on lifted_clearances using ((%s) or exists (select from loans l where l.id = loan_id))', everything);
    -- The loans of a person or an employer stand in offices the one who changes them need not see.
    foreach walled in array array['loans', 'loan_insured', 'enrollments', 'enrollment_history', 'lifted_clearances'] loop
        execute format('create policy lifting on %I to bpjsbjb_owner using (current_setting(''app.lifting'', true) = ''on'')', walled);
    end loop;
end $$;

-- A payout that is just being judged holds its loan: this waits for it and then finds nothing to take back, or comes first and is seen by it.
create function lift_clearances(the_person uuid, the_participation uuid, the_employer uuid, causes text[]) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    who constant uuid := coalesce(nullif(current_setting('app.user', true), '')::uuid, '00000000-0000-0000-0000-000000000000');
    fallen record;
begin
    if cardinality(causes) = 0 then return; end if;
    perform set_config('app.lifting', 'on', true);
    for fallen in
        select l.id, l.cleared_by, l.cleared_at from loans l
         where l.status = 'Cleared'
           and (l.employer_id = the_employer
                or exists (select from loan_insured i where i.loan_id = l.id and (i.person_id = the_person or i.participation_id = the_participation)))
         order by l.id for update
    loop
        update loans set status = 'Applied', cleared_by = null, cleared_at = null,
               stated_by = case when who = '00000000-0000-0000-0000-000000000000' then stated_by else who end where id = fallen.id;
        insert into lifted_clearances (id, loan_id, cleared_by, cleared_at, causes, changed_by, at)
        values (gen_random_uuid(), fallen.id, fallen.cleared_by, fallen.cleared_at, causes, who, clock_timestamp());
        insert into enrollment_history (id, enrollment_id, kind, by, at, detail)
        select gen_random_uuid(), e.id, 'ClearanceLifted', who, clock_timestamp(), array_to_string(causes, ' ') from enrollments e where e.loan_id = fallen.id;
    end loop;
    perform set_config('app.lifting', 'off', true);
end $$;
revoke execute on function lift_clearances(uuid, uuid, uuid, text[]) from public;

create function people_lift_clearances() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform lift_clearances(new.id, null, null, array_remove(array[
        case when old.full_name <> new.full_name then 'Name' end,
        case when old.birth_date is distinct from new.birth_date then 'BirthDate' end,
        case when old.sex is distinct from new.sex then 'Sex' end], null));
    return null;
end $$;
create trigger people_lift_clearances after update on people
    for each row when ((old.full_name, old.birth_date, old.sex) is distinct from (new.full_name, new.birth_date, new.sex) and not is_erasing()) execute function people_lift_clearances();

create function participations_lift_clearances() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform lift_clearances(null, new.id, null, array_remove(array[
        case when old.category is distinct from new.category then 'Category' end,
        case when old.with_jht is distinct from new.with_jht then 'Programs' end,
        case when old.kpj_hash is distinct from new.kpj_hash then 'Card' end], null));
    return null;
end $$;
create trigger participations_lift_clearances after update on participations
    for each row when (old.kpj_hash is not null and (old.category, old.with_jht, old.kpj_hash) is distinct from (new.category, new.with_jht, new.kpj_hash)
                       and coalesce(current_setting('app.moving_keys', true), '') <> 'on' and not is_erasing()) execute function participations_lift_clearances();

create function employers_lift_clearances() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform lift_clearances(null, null, new.id, array_remove(array[
        case when old.name <> new.name then 'Name' end,
        case when old.legal_form <> new.legal_form then 'LegalForm' end,
        case when old.npwp_hash <> new.npwp_hash then 'Npwp' end,
        case when old.business_type_id <> new.business_type_id or old.risk_group <> new.risk_group then 'BusinessType' end,
        case when old.class <> new.class then 'Class' end], null));
    return null;
end $$;
create trigger employers_lift_clearances after update on employers
    for each row when ((old.name, old.legal_form, old.npwp_hash, old.business_type_id, old.risk_group, old.class)
                       is distinct from (new.name, new.legal_form, new.npwp_hash, new.business_type_id, new.risk_group, new.class)
                       and coalesce(current_setting('app.moving_keys', true), '') <> 'on') execute function employers_lift_clearances();

create function employer_workers_lift_clearances() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform lift_clearances(null, null, new.employer_id, array[case tg_op when 'INSERT' then 'WorkerAdded' else 'WorkerChanged' end]);
    return null;
end $$;
create trigger employer_workers_added_lift after insert on employer_workers for each row execute function employer_workers_lift_clearances();
create trigger employer_workers_changed_lift after update on employer_workers
    for each row when ((old.full_name, old.birth_date, old.role, old.valid_to) is distinct from (new.full_name, new.birth_date, new.role, new.valid_to)
                       and not is_erasing()) execute function employer_workers_lift_clearances();

-- What was there already: the officer who sent the case stated its terms.
update loans l set stated_by = stated.by
  from (select l.id, coalesce((select e.submitted_by from enrollments e where e.loan_id = l.id), l.registered_by) as by from loans l) stated
 where stated.id = l.id and l.status <> 'Cancelled' and l.cleared_by is distinct from stated.by;
