-- CSR: donations that become months of cover for workers who earn no wage. What must never be wrong of them, and whose they are. See decision 0041.
-- A person is a NIK's keyed hash here: who is paid for by a fund is no debtor, and nothing more is kept of them than the donor's list says.

-- 1. Donors, funds and what a fund is for -----------------------------------------------------------------------------------
create table csr_occupations (
    code varchar(30) constraint pk_csr_occupations primary key constraint ck_csr_occupations_code check (code ~ '^[A-Z0-9-]+$'),
    name varchar(100) not null,
    name_en varchar(100) not null,
    sector varchar(40) not null constraint ck_csr_occupations_sector check (sector in ('Other', 'Transport')),
    is_retired boolean not null default false
);

create table csr_donors (
    id uuid constraint pk_csr_donors primary key,
    name varchar(150) not null constraint ck_csr_donors_name check (btrim(name) <> ''),
    kind varchar(40) not null constraint ck_csr_donors_kind check (kind in ('Bank', 'Company', 'Government', 'Village', 'Individuals')),
    registered_by uuid not null,
    registered_at timestamptz not null
);
create unique index ux_csr_donors_name on csr_donors (lower(name));

create sequence csr_fund_numbers;
create table csr_funds (
    id uuid constraint pk_csr_funds primary key,
    number varchar(20) not null constraint ux_csr_funds_number unique
        default 'CSR-' || to_char(now() at time zone 'Asia/Jakarta', 'YYYY') || '-' || lpad(nextval('csr_fund_numbers')::text, 4, '0'),
    donor_id uuid not null constraint fk_csr_funds_donors references csr_donors (id),
    name varchar(150) not null constraint ck_csr_funds_name check (btrim(name) <> ''),
    membership_code varchar(40) not null constraint ck_csr_funds_code check (membership_code in ('SB', 'SC', 'SG', 'SD', 'SA', 'SL')),
    agreement_number varchar(60) not null constraint ck_csr_funds_agreement check (btrim(agreement_number) <> ''),
    agreement_on date not null,
    commitment bigint not null constraint ck_csr_funds_commitment check (commitment > 0),
    first_month date not null constraint ck_csr_funds_first_month check (first_month = month_of(first_month)),
    months int not null constraint ck_csr_funds_months check (months between 1 and 60),
    remainder varchar(40) not null constraint ck_csr_funds_remainder check (remainder in ('Kept', 'Returned')),
    office_id uuid not null constraint fk_csr_funds_offices references offices (id),
    bpjs_office_id uuid not null constraint fk_csr_funds_bpjs_offices references offices (id),
    registered_by uuid not null,
    registered_at timestamptz not null,
    constraint ux_csr_funds_agreement unique (donor_id, agreement_number)
);

-- Whose money pays, in the words of the rates: state budgets earn no discount (PP 50/2025).
create function csr_payer(membership_code text) returns text language sql immutable as
$$ select case when membership_code in ('SG', 'SD', 'SA') then 'StateBudget' else 'Csr' end $$;

create table csr_fund_regions (
    fund_id uuid not null constraint fk_csr_fund_regions_funds references csr_funds (id),
    region_code varchar(6) not null constraint fk_csr_fund_regions_regions references regions (code),
    share int not null constraint ck_csr_fund_regions_share check (share between 1 and 10000), -- basis points
    place int not null,
    constraint pk_csr_fund_regions primary key (fund_id, region_code),
    constraint ck_csr_fund_regions_code check (length(region_code) in (2, 4))
);

create table csr_documents (
    id uuid constraint pk_csr_documents primary key,
    fund_id uuid not null constraint fk_csr_documents_funds references csr_funds (id),
    kind varchar(40) not null constraint ck_csr_documents_kind check (kind in ('Agreement', 'NameList', 'Handover', 'Other')),
    format varchar(40) not null constraint ck_csr_documents_format check (format in ('Pdf', 'Jpeg', 'Png')),
    content_sealed bytea not null constraint ck_csr_documents_content check (length(content_sealed) between 29 and 4000000),
    content_hash bytea not null constraint ck_csr_documents_hash check (length(content_hash) = 32),
    added_by uuid not null,
    added_at timestamptz not null
);
create unique index ux_csr_documents_once on csr_documents (fund_id, kind, content_hash);

-- 2. Money in, and given back ------------------------------------------------------------------------------------------------
create sequence csr_receipt_numbers;
create table csr_donations (
    id uuid constraint pk_csr_donations primary key,
    number varchar(20) not null constraint ux_csr_donations_number unique
        default 'TD-' || to_char(now() at time zone 'Asia/Jakarta', 'YYYY') || '-' || lpad(nextval('csr_receipt_numbers')::text, 6, '0'),
    fund_id uuid not null constraint fk_csr_donations_funds references csr_funds (id),
    direction varchar(40) not null constraint ck_csr_donations_direction check (direction in ('In', 'Back')),
    amount bigint not null constraint ck_csr_donations_amount check (amount > 0),
    paid_on date not null,
    reference varchar(40) not null constraint ck_csr_donations_reference check (btrim(reference) <> ''),
    recorded_by uuid not null,
    recorded_at timestamptz not null
);
create unique index ux_csr_donations_reference on csr_donations (lower(reference));
create index ix_csr_donations_fund on csr_donations (fund_id);

-- 3. Lists of names, and the people on them ------------------------------------------------------------------------------------
create table csr_lists (
    id uuid constraint pk_csr_lists primary key,
    fund_id uuid not null constraint fk_csr_lists_funds references csr_funds (id),
    file_name varchar(200) not null,
    content_hash bytea not null constraint ck_csr_lists_hash check (length(content_hash) = 32),
    content_sealed bytea null, -- the file itself while somebody may still mend it
    rows int not null,
    accepted int not null,
    warned int not null,
    refused int not null,
    status varchar(40) not null default 'Planned' constraint ck_csr_lists_status check (status in ('Planned', 'Confirmed', 'Discarded')),
    uploaded_by uuid not null,
    uploaded_at timestamptz not null,
    decided_by uuid null,
    decided_at timestamptz null,
    constraint ck_csr_lists_rows check (rows = accepted + refused and warned <= accepted and accepted >= 0 and refused >= 0),
    constraint ck_csr_lists_decided check ((status <> 'Planned') = (decided_by is not null) and (status <> 'Planned') = (decided_at is not null))
);
create unique index ux_csr_lists_once on csr_lists (fund_id, content_hash) where status <> 'Discarded';

create table csr_candidates (
    id uuid constraint pk_csr_candidates primary key,
    list_id uuid not null constraint fk_csr_candidates_lists references csr_lists (id),
    fund_id uuid not null constraint fk_csr_candidates_funds references csr_funds (id),
    row_number int not null,
    nik_hash bytea not null constraint ck_csr_candidates_nik check (length(nik_hash) = 32),
    nik_sealed bytea not null,
    full_name varchar(100) not null,
    occupation_code varchar(30) not null constraint fk_csr_candidates_occupations references csr_occupations (code),
    region_code varchar(6) not null constraint fk_csr_candidates_regions references regions (code),
    evidence varchar(40) not null constraint ck_csr_candidates_evidence
        check (evidence in ('VillageLetter', 'Kusuka', 'Simluh', 'PovertyRegister', 'OrganisationLetter')),
    evidence_number varchar(60) not null,
    nominator varchar(100) not null,
    warnings varchar(60)[] not null default '{}',
    constraint ux_csr_candidates_nik unique (fund_id, nik_hash)
);
create index ix_csr_candidates_list on csr_candidates (list_id);
create index ix_csr_candidates_nik on csr_candidates (nik_hash);

-- 4. Allocations: who gets which months for which rupiah. Person and month are the unit; one payer has it. ----------------------
create sequence csr_allocation_numbers;
create table csr_allocations (
    id uuid constraint pk_csr_allocations primary key,
    number varchar(20) not null constraint ux_csr_allocations_number unique
        default 'AL-' || to_char(now() at time zone 'Asia/Jakarta', 'YYYY') || '-' || lpad(nextval('csr_allocation_numbers')::text, 6, '0'),
    fund_id uuid not null constraint fk_csr_allocations_funds references csr_funds (id),
    first_month date not null constraint ck_csr_allocations_first_month check (first_month = month_of(first_month)),
    months int not null constraint ck_csr_allocations_months check (months between 1 and 60),
    budget bigint not null constraint ck_csr_allocations_budget check (budget > 0),
    status varchar(40) not null default 'Proposed' constraint ck_csr_allocations_status check (status in ('Proposed', 'Approved', 'Refused', 'Cancelled')),
    workers int not null default 0,
    person_months int not null default 0,
    total bigint not null default 0,
    covered_elsewhere int not null default 0, -- people all of whose months somebody else pays
    waiting int not null default 0,           -- people for whom the money did not reach
    proposed_by uuid not null,
    proposed_at timestamptz not null,
    ended_why varchar(40) null constraint ck_csr_allocations_why check (ended_why in ('WrongPeople', 'WrongMonths', 'WrongBudget', 'DonorPaysLate', 'DonorWithdrew')),
    ended_by uuid null,
    ended_at timestamptz null,
    constraint ck_csr_allocations_ended check (num_nonnulls(ended_why, ended_by, ended_at) = (case when status in ('Refused', 'Cancelled') then 3 else 0 end)),
    constraint ck_csr_allocations_total check (total <= budget)
);
create index ix_csr_allocations_fund on csr_allocations (fund_id);

-- What each month of it costs a person, with the rows of the law that say so.
create table csr_prices (
    allocation_id uuid not null constraint fk_csr_prices_allocations references csr_allocations (id),
    month date not null,
    sector varchar(40) not null,
    program varchar(40) not null,
    gross bigint not null,
    discount_percent int not null,
    amount bigint not null constraint ck_csr_prices_amount check (amount between 0 and gross),
    rate_rule_id int not null,
    discount_rule_id int null,
    is_confirmed boolean not null,
    constraint pk_csr_prices primary key (allocation_id, month, sector, program)
);

create table csr_items (
    allocation_id uuid not null constraint fk_csr_items_allocations references csr_allocations (id),
    candidate_id uuid not null constraint fk_csr_items_candidates references csr_candidates (id),
    months int not null constraint ck_csr_items_months check (months > 0),
    amount bigint not null constraint ck_csr_items_amount check (amount > 0),
    constraint pk_csr_items primary key (allocation_id, candidate_id)
);
create index ix_csr_items_candidate on csr_items (candidate_id);

create table csr_months (
    nik_hash bytea not null,
    month date not null constraint ck_csr_months_first_day check (month = month_of(month)),
    allocation_id uuid not null constraint fk_csr_months_allocations references csr_allocations (id),
    candidate_id uuid not null constraint fk_csr_months_candidates references csr_candidates (id),
    amount bigint not null constraint ck_csr_months_amount check (amount >= 0),
    constraint pk_csr_months primary key (nik_hash, month)
);
create index ix_csr_months_allocation on csr_months (allocation_id);
create index ix_csr_months_candidate on csr_months (candidate_id);

-- A month that was not bought, or was given up before it was paid, because somebody else pays it: no money is spent twice.
create table csr_skipped_months (
    allocation_id uuid not null constraint fk_csr_skipped_months_allocations references csr_allocations (id),
    candidate_id uuid not null constraint fk_csr_skipped_months_candidates references csr_candidates (id),
    month date not null,
    payer varchar(40) not null constraint ck_csr_skipped_months_payer check (payer in ('Loan', 'Employer', 'Fund', 'OtherFund')),
    after_proposal boolean not null default false,
    constraint pk_csr_skipped_months primary key (allocation_id, candidate_id, month)
);

create table csr_approvals (
    allocation_id uuid not null constraint fk_csr_approvals_allocations references csr_allocations (id),
    institution varchar(40) not null constraint ck_csr_approvals_institution check (institution in ('Bjb', 'Bpjs')),
    approved_by uuid not null,
    approved_at timestamptz not null,
    constraint pk_csr_approvals primary key (allocation_id, institution)
);

-- 5. Handed over, billed, paid ----------------------------------------------------------------------------------------------------
create sequence csr_handover_numbers;
create table csr_handovers (
    allocation_id uuid constraint pk_csr_handovers primary key constraint fk_csr_handovers_allocations references csr_allocations (id),
    number varchar(24) not null constraint ux_csr_handovers_number unique
        default 'BAST-' || to_char(now() at time zone 'Asia/Jakarta', 'YYYY') || '-' || lpad(nextval('csr_handover_numbers')::text, 6, '0'),
    handed_over_on date not null,
    recorded_by uuid not null,
    recorded_at timestamptz not null
);

create sequence csr_bill_numbers;
create table csr_bills (
    id uuid constraint pk_csr_bills primary key,
    number varchar(20) not null constraint ux_csr_bills_number unique
        default 'TC-' || to_char(now() at time zone 'Asia/Jakarta', 'YYYY') || '-' || lpad(nextval('csr_bill_numbers')::text, 6, '0'),
    allocation_id uuid not null constraint ux_csr_bills_allocation unique constraint fk_csr_bills_allocations references csr_allocations (id),
    person_months int not null,
    total bigint not null constraint ck_csr_bills_total check (total > 0),
    due_on date not null,
    issued_by uuid not null,
    issued_at timestamptz not null
);
create table csr_bill_payments (
    bill_id uuid constraint pk_csr_bill_payments primary key constraint fk_csr_bill_payments_bills references csr_bills (id),
    paid_on date not null,
    reference varchar(40) not null constraint ck_csr_bill_payments_reference check (btrim(reference) <> ''),
    recorded_by uuid not null,
    recorded_at timestamptz not null
);
create unique index ux_csr_bill_payments_reference on csr_bill_payments (lower(reference));

-- A donor who pays late: asked for by one person, granted by another office's (Perdir 22/PERDIR.02/072022, BPU 12c; the text read breaks off).
create table csr_exceptions (
    bill_id uuid constraint pk_csr_exceptions primary key constraint fk_csr_exceptions_bills references csr_bills (id),
    reason varchar(40) not null constraint ck_csr_exceptions_reason check (reason in ('DonorBudgetLate', 'BankTransferLate', 'ListLate')),
    asked_by uuid not null,
    asked_at timestamptz not null,
    verdict varchar(40) null constraint ck_csr_exceptions_verdict check (verdict in ('Granted', 'Refused')),
    decided_by uuid null,
    decided_at timestamptz null,
    constraint ck_csr_exceptions_decided check (num_nonnulls(verdict, decided_by, decided_at) in (0, 3))
);

-- 6. It does not just stop --------------------------------------------------------------------------------------------------------
create table csr_next_payers (
    id bigint generated always as identity constraint pk_csr_next_payers primary key,
    allocation_id uuid not null,
    candidate_id uuid not null,
    payer varchar(40) not null constraint ck_csr_next_payers_payer check (payer in ('Participant', 'Village', 'AnotherFund', 'None')),
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    constraint fk_csr_next_payers_items foreign key (allocation_id, candidate_id) references csr_items (allocation_id, candidate_id)
);
create index ix_csr_next_payers_item on csr_next_payers (allocation_id, candidate_id, id desc);

create table csr_benefits (
    id uuid constraint pk_csr_benefits primary key,
    allocation_id uuid not null,
    candidate_id uuid not null,
    kind varchar(40) not null constraint ck_csr_benefits_kind check (kind in ('Death', 'Accident')),
    happened_on date not null,
    paid_on date not null,
    amount bigint not null constraint ck_csr_benefits_amount check (amount > 0),
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    constraint ux_csr_benefits_once unique (candidate_id, kind, happened_on),
    constraint ck_csr_benefits_order check (paid_on >= happened_on),
    constraint fk_csr_benefits_items foreign key (allocation_id, candidate_id) references csr_items (allocation_id, candidate_id)
);
create unique index ux_csr_benefits_death on csr_benefits (candidate_id) where kind = 'Death';

-- 7. Whose the rows are: the fund's office and all above it, on both trees ------------------------------------------------------------
do $$
declare
    part record;
    everything constant text :=
        $scope$current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
           and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647$scope$;
begin
    for part in
        select * from (values
            ('csr_funds',          'exists (select from offices o where o.id = office_id and o.position between current_setting(''app.bank_lo'')::int and current_setting(''app.bank_hi'')::int)
                                    and exists (select from offices o where o.id = bpjs_office_id and o.position between current_setting(''app.bpjs_lo'')::int and current_setting(''app.bpjs_hi'')::int)'),
            ('csr_fund_regions',   'exists (select from csr_funds f where f.id = fund_id)'),
            ('csr_documents',      'exists (select from csr_funds f where f.id = fund_id)'),
            ('csr_donations',      'exists (select from csr_funds f where f.id = fund_id)'),
            ('csr_lists',          'exists (select from csr_funds f where f.id = fund_id)'),
            ('csr_candidates',     'exists (select from csr_funds f where f.id = fund_id)'),
            ('csr_allocations',    'exists (select from csr_funds f where f.id = fund_id)'),
            ('csr_prices',         'exists (select from csr_allocations a where a.id = allocation_id)'),
            ('csr_items',          'exists (select from csr_allocations a where a.id = allocation_id)'),
            ('csr_months',         'exists (select from csr_allocations a where a.id = allocation_id)'),
            ('csr_skipped_months', 'exists (select from csr_allocations a where a.id = allocation_id)'),
            ('csr_approvals',      'exists (select from csr_allocations a where a.id = allocation_id)'),
            ('csr_handovers',      'exists (select from csr_allocations a where a.id = allocation_id)'),
            ('csr_bills',          'exists (select from csr_allocations a where a.id = allocation_id)'),
            ('csr_bill_payments',  'exists (select from csr_bills b where b.id = bill_id)'),
            ('csr_exceptions',     'exists (select from csr_bills b where b.id = bill_id)'),
            ('csr_next_payers',    'exists (select from csr_allocations a where a.id = allocation_id)'),
            ('csr_benefits',       'exists (select from csr_allocations a where a.id = allocation_id)')
        ) as t (name, seen)
    loop
        execute format('alter table %I enable row level security', part.name);
        execute format('alter table %I force row level security', part.name);
        execute format('create policy scope on %I using ((%s) or (%s))', part.name, everything, part.seen);
        execute format('grant select on %I to bpjsbjb_figures', part.name);
        execute format('create policy figures on %I for select to bpjsbjb_figures using (true)', part.name);
        execute format('create trigger %I before truncate on %I for each statement execute function append_only()', part.name || '_no_truncate', part.name);
    end loop;
    -- Facts that nothing changes any more. Lists, allocations, their months and exceptions have guards of their own.
    foreach part.name in array array['csr_funds', 'csr_fund_regions', 'csr_donations', 'csr_prices', 'csr_skipped_months', 'csr_approvals',
                                     'csr_handovers', 'csr_bills', 'csr_bill_payments', 'csr_next_payers', 'csr_benefits'] loop
        execute format('create trigger %I before update or delete on %I for each row execute function append_only()', part.name || '_append_only', part.name);
    end loop;
end $$;
grant select on csr_donors, csr_occupations to bpjsbjb_figures;
create trigger csr_donors_append_only before update or delete on csr_donors for each row execute function append_only();
create trigger csr_donors_no_truncate before truncate on csr_donors for each statement execute function append_only();
create policy moving_keys on csr_documents to bpjsbjb_owner using (current_setting('app.moving_keys', true) = 'on');
create policy moving_keys on csr_lists to bpjsbjb_owner using (current_setting('app.moving_keys', true) = 'on');
create policy moving_keys on csr_candidates to bpjsbjb_owner using (current_setting('app.moving_keys', true) = 'on');
-- Candidates, their items and months say themselves by which list and which proposal they came, and nothing changes them.
select audit_table('csr_occupations'), audit_table('csr_donors'), audit_table('csr_funds'), audit_table('csr_fund_regions'),
       audit_table('csr_documents', 'content_sealed', 'content_hash'), audit_table('csr_donations'),
       audit_table('csr_lists', 'content_sealed', 'content_hash'), audit_table('csr_allocations'), audit_table('csr_approvals'),
       audit_table('csr_handovers'), audit_table('csr_bills'), audit_table('csr_bill_payments'), audit_table('csr_exceptions'), audit_table('csr_benefits');

-- 8. Guards -----------------------------------------------------------------------------------------------------------------------------
create function csr_fund_regions_guard() returns trigger language plpgsql as $$
begin
    if (select sum(share) from csr_fund_regions where fund_id = new.fund_id) <> 10000 then
        raise exception using errcode = 'BJ051', message = 'csr.shares-not-whole';
    end if;
    return null;
end $$;
create constraint trigger csr_fund_regions_guard after insert on csr_fund_regions
    deferrable initially deferred for each row execute function csr_fund_regions_guard();

create function csr_funds_have_regions() returns trigger language plpgsql as $$
begin
    if not exists (select from csr_fund_regions where fund_id = new.id) then
        raise exception using errcode = 'BJ051', message = 'csr.shares-not-whole';
    end if;
    return null;
end $$;
create constraint trigger csr_funds_have_regions after insert on csr_funds
    deferrable initially deferred for each row execute function csr_funds_have_regions();

-- What a fund has and may still spend. What is bound is what is proposed, approved or paid.
create function csr_unspent(the_fund uuid) returns bigint language sql stable as $$
    select (select coalesce(sum(case direction when 'In' then amount else -amount end), 0) from csr_donations where fund_id = the_fund)
         - (select coalesce(sum(m.amount), 0) from csr_allocations a join csr_months m on m.allocation_id = a.id
             where a.fund_id = the_fund and a.status in ('Proposed', 'Approved'))
$$;

create function csr_donations_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare the_fund csr_funds;
begin
    select * into the_fund from csr_funds where id = new.fund_id for update;
    if new.paid_on > portal_today() then
        raise exception using errcode = 'BJ051', message = 'csr.in-the-future';
    end if;
    if new.direction = 'In' and (select coalesce(sum(case direction when 'In' then amount else -amount end), 0) from csr_donations
                                  where fund_id = new.fund_id) + new.amount > the_fund.commitment then
        raise exception using errcode = 'BJ051', message = 'csr.above-commitment';
    end if;
    if new.direction = 'Back' then
        if the_fund.remainder <> 'Returned' then
            raise exception using errcode = 'BJ051', message = 'csr.remainder-is-kept';
        end if;
        if csr_unspent(new.fund_id) < new.amount then
            raise exception using errcode = 'BJ051', message = 'csr.above-unspent';
        end if;
    end if;
    return new;
end $$;
create trigger csr_donations_guard before insert on csr_donations for each row execute function csr_donations_guard();

-- A paper and a number stay as they are; only their seals may be made anew.
create function csr_sealed_kept() returns trigger language plpgsql as $$
declare
    which constant text := tg_argv[0];
    before constant jsonb := to_jsonb(old);
    after constant jsonb := to_jsonb(new);
begin
    if tg_op = 'UPDATE' and after - which = before - which and is_resealed((before ->> which)::bytea, (after ->> which)::bytea) then
        return new;
    end if;
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;
create trigger csr_documents_append_only before update or delete on csr_documents for each row execute function csr_sealed_kept('content_sealed');
create trigger csr_candidates_append_only before update or delete on csr_candidates for each row execute function csr_sealed_kept('nik_sealed');

-- A list is decided once; its file is let go of, never exchanged.
create function csr_lists_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if to_jsonb(new) - array['status', 'decided_by', 'decided_at', 'content_sealed'] = to_jsonb(old) - array['status', 'decided_by', 'decided_at', 'content_sealed']
           and (old.status = 'Planned' or (old.status, old.decided_by, old.decided_at) = (new.status, new.decided_by, new.decided_at))
           and (new.content_sealed is null or old.content_sealed = new.content_sealed or is_resealed(old.content_sealed, new.content_sealed)) then
            return new;
        end if;
        if old.status <> 'Planned' and new.status <> old.status then
            raise exception using errcode = 'BJ051', message = 'csr.list-decided';
        end if;
    end if;
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;
create trigger csr_lists_guard before update or delete on csr_lists for each row execute function csr_lists_guard();

-- A confirmed list has as many people as it says, all of its own fund.
create function csr_candidates_of_list() returns trigger language plpgsql as $$
begin
    if exists (select from added a join csr_lists l on l.id = a.list_id where l.fund_id <> a.fund_id or l.status <> 'Planned') then
        raise exception using errcode = 'BJ051', message = 'csr.list-decided';
    end if;
    return null;
end $$;
create trigger csr_candidates_of_list after insert on csr_candidates referencing new table as added
    for each statement execute function csr_candidates_of_list();

create function csr_lists_are_whole() returns trigger language plpgsql as $$
begin
    if new.status = 'Confirmed' and (select count(*) from csr_candidates where list_id = new.id) <> new.accepted then
        raise exception using errcode = 'BJ051', message = 'csr.list-changed';
    end if;
    return null;
end $$;
create constraint trigger csr_lists_are_whole after update of status on csr_lists
    deferrable initially deferred for each row execute function csr_lists_are_whole();

-- Months belong to an allocation that is being proposed, cost what its prices say, and lie within it. Looked at a statement at a time.
create function csr_months_guard() returns trigger language plpgsql as $$
begin
    if exists (select from added m
                 join csr_allocations a on a.id = m.allocation_id
                 join csr_candidates c on c.id = m.candidate_id
                 join csr_occupations o on o.code = c.occupation_code
                where a.status <> 'Proposed' or c.fund_id <> a.fund_id or c.nik_hash <> m.nik_hash
                   or m.month < a.first_month or m.month >= a.first_month + make_interval(months => a.months)
                   or m.amount is distinct from (select sum(p.amount) from csr_prices p
                                                  where p.allocation_id = a.id and p.month = m.month and p.sector = o.sector)) then
        raise exception using errcode = 'BJ051', message = 'csr.month-differs';
    end if;
    return null;
end $$;
create trigger csr_months_guard after insert on csr_months referencing new table as added
    for each statement execute function csr_months_guard();

-- A month is given up with its whole allocation, or by csr_give_up_covered alone.
create function csr_months_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and (current_user = 'bpjsbjb_owner'
            or exists (select from csr_allocations where id = old.allocation_id and status in ('Refused', 'Cancelled'))) then
        return old;
    end if;
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;
create trigger csr_months_kept before update or delete on csr_months for each row execute function csr_months_kept();

-- What a person gets follows from the months: nobody states it.
create function csr_items_kept() returns trigger language plpgsql as $$
begin
    if current_user = 'bpjsbjb_owner' then return coalesce(new, old); end if; -- csr_give_up_covered
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;
create trigger csr_items_kept before update or delete on csr_items for each row execute function csr_items_kept();

create function csr_allocations_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'DELETE' then raise exception using errcode = 'BJ001', message = 'database.append-only'; end if;
    if tg_op = 'INSERT' then
        if new.status <> 'Proposed' then raise exception using errcode = 'BJ051', message = 'csr.must-start-proposed'; end if;
        -- Whoever spends a fund's money waits for whoever spends it just now.
        perform from csr_funds where id = new.fund_id for update;
        return new;
    end if;
    if to_jsonb(new) - array['status', 'workers', 'person_months', 'total', 'covered_elsewhere', 'waiting', 'ended_why', 'ended_by', 'ended_at']
       <> to_jsonb(old) - array['status', 'workers', 'person_months', 'total', 'covered_elsewhere', 'waiting', 'ended_why', 'ended_by', 'ended_at'] then
        raise exception using errcode = 'BJ051', message = 'csr.allocation-is-fixed';
    end if;
    if old.status <> new.status and (old.status, new.status) not in (('Proposed', 'Approved'), ('Proposed', 'Refused'), ('Approved', 'Cancelled')) then
        raise exception using errcode = 'BJ051', message = 'csr.allocation-decided';
    end if;
    if new.status = 'Approved' and old.status <> 'Approved' and (select count(*) from csr_approvals where allocation_id = new.id) < 2 then
        raise exception using errcode = 'BJ051', message = 'csr.needs-two';
    end if;
    if new.status = 'Cancelled' and old.status <> 'Cancelled'
       and exists (select from csr_bills b join csr_bill_payments p on p.bill_id = b.id where b.allocation_id = new.id) then
        raise exception using errcode = 'BJ051', message = 'csr.already-paid';
    end if;
    return new;
end $$;
create trigger csr_allocations_guard before insert or update or delete on csr_allocations for each row execute function csr_allocations_guard();

-- At the end of the transaction: the sums are the months', and no fund has spent what it has not got.
create function csr_allocations_add_up() returns trigger language plpgsql as $$
declare the csr_allocations;
begin
    select * into the from csr_allocations where id = new.id;
    if the.status in ('Proposed', 'Approved')
       and (the.workers, the.person_months, the.total) <>
           (select count(distinct candidate_id)::int, count(*)::int, coalesce(sum(amount), 0)::bigint from csr_months where allocation_id = the.id) then
        raise exception using errcode = 'BJ051', message = 'csr.does-not-add-up';
    end if;
    if the.status in ('Proposed', 'Approved')
       and (the.workers, the.person_months, the.total) <>
           (select count(*)::int, coalesce(sum(months), 0)::int, coalesce(sum(amount), 0)::bigint from csr_items where allocation_id = the.id) then
        raise exception using errcode = 'BJ051', message = 'csr.does-not-add-up';
    end if;
    if the.status in ('Refused', 'Cancelled') and exists (select from csr_months where allocation_id = the.id) then
        raise exception using errcode = 'BJ051', message = 'csr.does-not-add-up';
    end if;
    if csr_unspent(the.fund_id) < 0 then
        raise exception using errcode = 'BJ051', message = 'csr.above-unspent';
    end if;
    return null;
end $$;
create constraint trigger csr_allocations_add_up after insert or update on csr_allocations
    deferrable initially deferred for each row execute function csr_allocations_add_up();

-- Two people approve, one of each institution, neither of whom proposed it or sent a list of it.
create function csr_approvals_guard() returns trigger language plpgsql as $$
declare the csr_allocations;
begin
    select * into the from csr_allocations where id = new.allocation_id for update;
    if the.status <> 'Proposed' then
        raise exception using errcode = 'BJ051', message = 'csr.allocation-decided';
    end if;
    if new.approved_by = the.proposed_by
       or exists (select from csr_items i join csr_candidates c on c.id = i.candidate_id join csr_lists l on l.id = c.list_id
                   where i.allocation_id = the.id and l.uploaded_by = new.approved_by) then
        raise exception using errcode = 'BJ051', message = 'csr.own-proposal';
    end if;
    if new.institution is distinct from (select o.institution from users u join offices o on o.id = u.office_id where u.id = new.approved_by) then
        raise exception using errcode = 'BJ051', message = 'csr.needs-two';
    end if;
    if the.first_month < month_of(portal_today()) then
        raise exception using errcode = 'BJ051', message = 'csr.month-is-past';
    end if;
    return new;
end $$;
create trigger csr_approvals_guard before insert on csr_approvals for each row execute function csr_approvals_guard();

create function csr_approvals_approve() returns trigger language plpgsql as $$
begin
    if (select count(*) from csr_approvals where allocation_id = new.allocation_id) = 2 then
        update csr_allocations set status = 'Approved' where id = new.allocation_id;
    end if;
    return null;
end $$;
create trigger csr_approvals_approve after insert on csr_approvals for each row execute function csr_approvals_approve();

create function csr_handovers_guard() returns trigger language plpgsql as $$
begin
    if not exists (select from csr_allocations where id = new.allocation_id and status = 'Approved') then
        raise exception using errcode = 'BJ051', message = 'csr.not-approved';
    end if;
    if new.handed_over_on > portal_today() then
        raise exception using errcode = 'BJ051', message = 'csr.in-the-future';
    end if;
    return new;
end $$;
create trigger csr_handovers_guard before insert on csr_handovers for each row execute function csr_handovers_guard();

create function csr_bills_guard() returns trigger language plpgsql as $$
declare the csr_allocations;
begin
    select * into the from csr_allocations where id = new.allocation_id for update;
    if the.status <> 'Approved' then raise exception using errcode = 'BJ051', message = 'csr.not-approved'; end if;
    if not exists (select from csr_handovers where allocation_id = the.id) then
        raise exception using errcode = 'BJ051', message = 'csr.not-handed-over';
    end if;
    if (new.person_months, new.total) <>
       (select count(*)::int, coalesce(sum(amount), 0)::bigint from csr_months where allocation_id = the.id) then
        raise exception using errcode = 'BJ051', message = 'csr.does-not-add-up';
    end if;
    if new.due_on <> (the.first_month + interval '1 month' - interval '1 day')::date then
        raise exception using errcode = 'BJ051', message = 'csr.due-differs';
    end if;
    return new;
end $$;
create trigger csr_bills_guard before insert on csr_bills for each row execute function csr_bills_guard();

create function csr_exceptions_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then raise exception using errcode = 'BJ001', message = 'database.append-only'; end if;
    if tg_op = 'INSERT' then
        if new.verdict is not null or exists (select from csr_bill_payments where bill_id = new.bill_id) then
            raise exception using errcode = 'BJ051', message = 'csr.already-paid';
        end if;
        return new;
    end if;
    if old.verdict is not null or (old.bill_id, old.reason, old.asked_by, old.asked_at) is distinct from (new.bill_id, new.reason, new.asked_by, new.asked_at) then
        raise exception using errcode = 'BJ051', message = 'csr.exception-decided';
    end if;
    if new.decided_by = old.asked_by
       or (select office_id from users where id = new.decided_by) = (select office_id from users where id = old.asked_by) then
        raise exception using errcode = 'BJ051', message = 'csr.own-exception';
    end if;
    return new;
end $$;
create trigger csr_exceptions_guard before insert or update or delete on csr_exceptions for each row execute function csr_exceptions_guard();

create function csr_bill_payments_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare the csr_bills; the_allocation csr_allocations;
begin
    select * into the from csr_bills where id = new.bill_id for key share;
    select * into the_allocation from csr_allocations where id = the.allocation_id for update;
    if the_allocation.status <> 'Approved' then raise exception using errcode = 'BJ051', message = 'csr.not-approved'; end if;
    if new.recorded_by = the.issued_by then raise exception using errcode = 'BJ051', message = 'csr.own-bill'; end if;
    if new.paid_on > portal_today() then raise exception using errcode = 'BJ051', message = 'csr.in-the-future'; end if;
    if new.paid_on > the.due_on and not exists (select from csr_exceptions where bill_id = the.id and verdict = 'Granted') then
        raise exception using errcode = 'BJ051', message = 'csr.paid-late';
    end if;
    return new;
end $$;
create trigger csr_bill_payments_guard before insert on csr_bill_payments for each row execute function csr_bill_payments_guard();

create function csr_next_payers_guard() returns trigger language plpgsql as $$
begin
    if not exists (select from csr_allocations a join csr_bills b on b.allocation_id = a.id join csr_bill_payments p on p.bill_id = b.id
                    where a.id = new.allocation_id) then
        raise exception using errcode = 'BJ051', message = 'csr.not-paid';
    end if;
    return new;
end $$;
create trigger csr_next_payers_guard before insert on csr_next_payers for each row execute function csr_next_payers_guard();

-- A benefit is of an event in a month the fund has paid.
create function csr_benefits_guard() returns trigger language plpgsql as $$
begin
    if new.paid_on > portal_today() then raise exception using errcode = 'BJ051', message = 'csr.in-the-future'; end if;
    if not exists (select from csr_months m join csr_bills b on b.allocation_id = m.allocation_id join csr_bill_payments p on p.bill_id = b.id
                    where m.candidate_id = new.candidate_id and m.allocation_id = new.allocation_id and m.month = month_of(new.happened_on)) then
        raise exception using errcode = 'BJ051', message = 'csr.event-not-covered';
    end if;
    return new;
end $$;
create trigger csr_benefits_guard before insert on csr_benefits for each row execute function csr_benefits_guard();

-- 9. One payer a month, over all payers ---------------------------------------------------------------------------------------------------
grant usage, create on schema public to bpjsbjb_figures;
set role bpjsbjb_figures;

-- Who of a fund's candidates is paid for by somebody else, or by the fund already, in which month.
create function csr_covered(the_fund uuid, first_month date, after_month date)
    returns table (candidate_id uuid, month date, payer text)
    language sql stable security definer set search_path = public, pg_temp as $$
    select c.id, m.month, 'Loan'
      from csr_candidates c join people e on e.nik_hash = c.nik_hash join participations p on p.person_id = e.id and p.segment = 'Bpu'
      join covered_months m on m.participation_id = p.id
     where c.fund_id = the_fund and m.month >= first_month and m.month < after_month
       and not exists (select from csr_months o where o.nik_hash = c.nik_hash and o.month = m.month)
    union
    select c.id, w.month, 'Employer'
      from csr_candidates c join worker_months w on w.nik_hash = c.nik_hash
     where c.fund_id = the_fund and w.month >= first_month and w.month < after_month
    union
    select c.id, o.month, case when a.fund_id = the_fund then 'Fund' else 'OtherFund' end
      from csr_candidates c join csr_months o on o.nik_hash = c.nik_hash join csr_allocations a on a.id = o.allocation_id
     where c.fund_id = the_fund and o.month >= first_month and o.month < after_month
$$;

-- What is known of numbers on a list before anything of it is kept.
create function csr_known(numbers bytea[], first_month date, after_month date)
    returns table (nik_hash bytea, is_dead boolean, loan_months int, employer_months int, fund_months int)
    language sql stable security definer set search_path = public, pg_temp as $$
    select n.hash,
           exists (select from people e join claims k on k.person_id = e.id where e.nik_hash = n.hash and k.kind in ('DeathNotAtWork', 'DeathAtWork'))
               or exists (select from csr_candidates c join csr_benefits b on b.candidate_id = c.id where c.nik_hash = n.hash and b.kind = 'Death'),
           (select count(*)::int from people e join participations p on p.person_id = e.id and p.segment = 'Bpu'
              join covered_months m on m.participation_id = p.id
             where e.nik_hash = n.hash and m.month >= first_month and m.month < after_month
               and not exists (select from csr_months o where o.nik_hash = n.hash and o.month = m.month)), -- a fund's month is counted once
           (select count(distinct w.month)::int from worker_months w where w.nik_hash = n.hash and w.month >= first_month and w.month < after_month),
           (select count(*)::int from csr_months o where o.nik_hash = n.hash and o.month >= first_month and o.month < after_month)
      from unnest(numbers) as n (hash)
$$;

-- Whether a fund has been billed for this month of a debtor: then nobody else pays it.
create function csr_has_billed(the_participation uuid, the_month date) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from participations p join people e on e.id = p.person_id
                     join csr_months m on m.nik_hash = e.nik_hash and m.month = the_month
                     join csr_bills b on b.allocation_id = m.allocation_id
                    where p.id = the_participation and p.segment = 'Bpu')
$$;
set role bpjsbjb_owner;
revoke create on schema public from bpjsbjb_figures;
grant select (happened_on, kind, person_id) on claims to bpjsbjb_figures;

-- Widens what a function of the owner sees, and says what it was; put back at the function's end.
create function csr_scope(to_be text[]) returns text[] language plpgsql as $$
declare was constant text[] := array[current_setting('app.bank_lo'), current_setting('app.bank_hi'), current_setting('app.bpjs_lo'), current_setting('app.bpjs_hi')];
begin
    perform set_config('app.bank_lo', to_be[1], true), set_config('app.bank_hi', to_be[2], true),
            set_config('app.bpjs_lo', to_be[3], true), set_config('app.bpjs_hi', to_be[4], true);
    return was;
end $$;
revoke execute on function csr_scope(text[]) from public;

-- Gives up, before it is billed, what somebody else has paid since it was proposed. Whoever pays one of these months just now is waited for.
create function csr_give_up_covered(the_allocation uuid) returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare the csr_allocations; given_up int; was text[];
begin
    select * into the from csr_allocations where id = the_allocation for update;
    if the.status is distinct from 'Approved' or exists (select from csr_bills where allocation_id = the_allocation) then return 0; end if;
    was := csr_scope(array['0', '2147483647', '0', '2147483647']); -- whoever else pays may be of another office
    perform from participations p join people e on e.id = p.person_id
       join csr_months m on m.nik_hash = e.nik_hash and m.allocation_id = the_allocation
      where p.segment = 'Bpu' order by p.id for share of p;

    with covered as (
        select m.nik_hash, m.month, m.candidate_id, 'Loan' as payer
          from csr_months m join people e on e.nik_hash = m.nik_hash join participations p on p.person_id = e.id and p.segment = 'Bpu'
          join covered_months c on c.participation_id = p.id and c.month = m.month
         where m.allocation_id = the_allocation
        union all
        select m.nik_hash, m.month, m.candidate_id, 'Employer'
          from csr_months m where m.allocation_id = the_allocation
           and exists (select from worker_months w where w.nik_hash = m.nik_hash and w.month = m.month)
    ), gone as (
        delete from csr_months m using (select distinct nik_hash, month from covered) c
         where m.allocation_id = the_allocation and m.nik_hash = c.nik_hash and m.month = c.month
        returning m.candidate_id, m.month
    )
    insert into csr_skipped_months (allocation_id, candidate_id, month, payer, after_proposal)
    select the_allocation, g.candidate_id, g.month,
           (select min(c.payer) from covered c where c.candidate_id = g.candidate_id and c.month = g.month), true
      from gone g;
    get diagnostics given_up = row_count;
    if given_up > 0 then
        delete from csr_items i where i.allocation_id = the_allocation and not exists (
            select from csr_months m where m.allocation_id = the_allocation and m.candidate_id = i.candidate_id);
        update csr_items i set months = s.months, amount = s.amount
          from (select candidate_id, count(*)::int as months, sum(amount) as amount from csr_months where allocation_id = the_allocation group by candidate_id) s
         where i.allocation_id = the_allocation and i.candidate_id = s.candidate_id and (i.months, i.amount) is distinct from (s.months, s.amount);
        update csr_allocations a
           set workers = s.workers, person_months = s.person_months, total = s.total
          from (select count(*)::int as workers, coalesce(sum(months), 0)::int as person_months, coalesce(sum(amount), 0)::bigint as total
                  from csr_items where allocation_id = the_allocation) s
         where a.id = the_allocation;
    end if;
    perform csr_scope(was);
    return given_up;
end $$;

-- A month a fund was billed for is the fund's: a debtor's own payment of it is refused before it is kept.
create function covered_months_one_payer() returns trigger language plpgsql as $$
begin
    if csr_has_billed(new.participation_id, new.month) then
        raise exception using errcode = 'BJ051', message = 'payment.month-already-covered';
    end if;
    return null;
end $$;
-- After the summary has locked the participation, so that a bill that is just being made is seen.
create trigger covered_months_two_payers after insert on covered_months
    for each row when (new.payment_id is not null) execute function covered_months_one_payer();

-- What a fund has paid covers a debtor as well: it stands in the one ledger behind status and gate.
create function csr_cover_debtors(the_allocation uuid, the_person uuid) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare was constant text[] := csr_scope(array['0', '2147483647', '0', '2147483647']);
begin
    insert into covered_months (participation_id, month, payment_id, payer, amount, recorded_at)
    select p.id, m.month, null, csr_payer(f.membership_code), m.amount, clock_timestamp()
      from csr_months m
      join csr_bills b on b.allocation_id = m.allocation_id
      join csr_bill_payments y on y.bill_id = b.id
      join csr_allocations a on a.id = m.allocation_id
      join csr_funds f on f.id = a.fund_id
      join people e on e.nik_hash = m.nik_hash
      join participations p on p.person_id = e.id and p.segment = 'Bpu'
     where (the_allocation is null or m.allocation_id = the_allocation) and (the_person is null or e.id = the_person)
     order by p.id, m.month
    on conflict do nothing;
    perform csr_scope(was);
end $$;
revoke execute on function csr_cover_debtors(uuid, uuid) from public;

create function csr_bill_payments_cover() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform csr_cover_debtors((select allocation_id from csr_bills where id = new.bill_id), null);
    return null;
end $$;
create trigger csr_bill_payments_cover after insert on csr_bill_payments for each row execute function csr_bill_payments_cover();

create function participations_csr_cover() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform csr_cover_debtors(null, new.person_id);
    return null;
end $$;
create trigger participations_csr_cover after insert on participations
    for each row when (new.segment = 'Bpu') execute function participations_csr_cover();

-- 10. From the commitment to the last month, each step from its own rows; the right column says what differs from the step before. --------------
create view csr_reconciliation with (security_invoker = true) as
select f.id as fund_id, f.commitment,
       (select coalesce(sum(amount), 0) from csr_donations d where d.fund_id = f.id and d.direction = 'In')::bigint as donated,
       (select coalesce(sum(amount), 0) from csr_donations d where d.fund_id = f.id and d.direction = 'Back')::bigint as returned,
       (select coalesce(sum(a.total), 0) from csr_allocations a where a.fund_id = f.id and a.status in ('Proposed', 'Approved'))::bigint as bound,
       (select coalesce(sum(i.amount), 0) from csr_allocations a join csr_items i on i.allocation_id = a.id
         where a.fund_id = f.id and a.status in ('Proposed', 'Approved'))::bigint as items,
       (select coalesce(sum(m.amount), 0) from csr_allocations a join csr_months m on m.allocation_id = a.id
         where a.fund_id = f.id)::bigint as months,
       (select coalesce(sum(a.total), 0) from csr_allocations a where a.fund_id = f.id and a.status = 'Proposed')::bigint as proposed,
       (select coalesce(sum(a.total), 0) from csr_allocations a where a.fund_id = f.id and a.status = 'Approved'
           and not exists (select from csr_bills b where b.allocation_id = a.id))::bigint as approved,
       (select coalesce(sum(b.total), 0) from csr_allocations a join csr_bills b on b.allocation_id = a.id
         where a.fund_id = f.id and a.status = 'Approved' and not exists (select from csr_bill_payments p where p.bill_id = b.id))::bigint as billed,
       (select coalesce(sum(b.total), 0) from csr_allocations a join csr_bills b on b.allocation_id = a.id join csr_bill_payments p on p.bill_id = b.id
         where a.fund_id = f.id)::bigint as paid,
       (select coalesce(sum(m.amount), 0) from csr_allocations a join csr_bills b on b.allocation_id = a.id join csr_bill_payments p on p.bill_id = b.id
          join csr_months m on m.allocation_id = a.id where a.fund_id = f.id)::bigint as covered,
       (select count(*) from csr_allocations a join csr_bills b on b.allocation_id = a.id join csr_bill_payments p on p.bill_id = b.id
          join csr_months m on m.allocation_id = a.id where a.fund_id = f.id)::bigint as person_months,
       csr_unspent(f.id) as unspent
  from csr_funds f;
