-- What stands in the file of a guarantee besides its certificate, what a claim on it asks for, and who funds a loan.

-- 1. What a claim asks for, dated; a row without a scheme is for all of them. None is confirmed until the bank confirms it. ---------
create table guarantee_demands (
    id int constraint pk_guarantee_demands primary key,
    guarantor_code varchar(30) null constraint fk_guarantee_demands_guarantors references guarantors (code),
    demand varchar(40) not null constraint ck_guarantee_demands_demand
        check (demand in ('CertificateCopy', 'CreditAgreement', 'PayoutEvidence', 'ArrearsStatement', 'DebtorCovered', 'ClaimWindow')),
    days int null constraint ck_guarantee_demands_days check ((days is not null) = (demand = 'ClaimWindow') and days > 0),
    valid_from date not null,
    valid_to date null constraint ck_guarantee_demands_validity check (valid_to >= valid_from),
    regulation varchar(200) not null,
    article varchar(200) not null,
    is_confirmed boolean not null,
    constraint ex_guarantee_demands exclude using gist (demand with =, coalesce(guarantor_code, '') with =, daterange(valid_from, valid_to, '[]') with &&)
);

-- 2. A premium paid and a paper kept. Rows are only ever added; a paper's words are sealed. ------------------------------------------
create table guarantee_premiums (
    guarantee_id uuid constraint pk_guarantee_premiums primary key constraint fk_guarantee_premiums_guarantees references loan_guarantees (id),
    paid_on date not null,
    reference varchar(40) not null constraint ck_guarantee_premiums_reference check (btrim(reference) <> ''),
    recorded_by uuid not null,
    recorded_at timestamptz not null
);
create table guarantee_documents (
    id uuid constraint pk_guarantee_documents primary key,
    guarantee_id uuid not null constraint fk_guarantee_documents_guarantees references loan_guarantees (id),
    kind varchar(40) not null constraint ck_guarantee_documents_kind
        check (kind in ('CertificateCopy', 'CreditAgreement', 'PayoutEvidence', 'ArrearsStatement')),
    format varchar(40) not null constraint ck_guarantee_documents_format check (format in ('Pdf', 'Jpeg', 'Png')),
    content_sealed bytea not null constraint ck_guarantee_documents_content check (length(content_sealed) between 29 and 4000000),
    content_hash bytea not null constraint ck_guarantee_documents_hash check (length(content_hash) = 32),
    added_by uuid not null,
    added_at timestamptz not null
);
create index ix_guarantee_documents_guarantee on guarantee_documents (guarantee_id);
create unique index ux_guarantee_documents_once on guarantee_documents (guarantee_id, kind, content_hash);

-- 3. Who lends the bank the money of a loan: apart from who guarantees it. The latest row counts; none is added after a payout. -------
create table funding_sources (
    code varchar(30) constraint pk_funding_sources primary key constraint ck_funding_sources_code check (code ~ '^[A-Z0-9-]+$'),
    name varchar(100) not null,
    valid_from date not null,
    valid_to date null constraint ck_funding_sources_validity check (valid_to >= valid_from),
    regulation varchar(200) not null,
    article varchar(200) not null,
    is_confirmed boolean not null
);
create table loan_fundings (
    number bigint generated always as identity constraint pk_loan_fundings primary key,
    loan_id uuid not null constraint fk_loan_fundings_loans references loans (id),
    source_code varchar(30) not null constraint fk_loan_fundings_sources references funding_sources (code),
    recorded_by uuid not null,
    recorded_at timestamptz not null
);
create index ix_loan_fundings_loan on loan_fundings (loan_id, number);

do $$
declare
    part record;
    everything constant text :=
        $scope$current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
           and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647$scope$;
begin
    for part in
        select * from (values
            ('guarantee_premiums',  'exists (select from loan_guarantees g where g.id = guarantee_id)'),
            ('guarantee_documents', 'exists (select from loan_guarantees g where g.id = guarantee_id)'),
            ('loan_fundings',       'exists (select from loans l where l.id = loan_id)')
        ) as t (name, seen)
    loop
        execute format('alter table %I enable row level security', part.name);
        execute format('alter table %I force row level security', part.name);
        execute format('create policy scope on %I using ((%s) or %s)', part.name, everything, part.seen);
        execute format('create trigger %I before truncate on %I for each statement execute function append_only()', part.name || '_no_truncate', part.name);
    end loop;
end $$;
create policy moving_keys on guarantee_documents to bpjsbjb_owner using (current_setting('app.moving_keys', true) = 'on');
create trigger guarantee_premiums_append_only before update or delete on guarantee_premiums for each row execute function append_only();
create trigger loan_fundings_append_only before update or delete on loan_fundings for each row execute function append_only();
-- A paper stays as it is; only its seal may be made anew.
create function guarantee_documents_append_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and to_jsonb(new) - 'content_sealed' = to_jsonb(old) - 'content_sealed' and is_resealed(old.content_sealed, new.content_sealed) then
        return new;
    end if;
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;
create trigger guarantee_documents_append_only before update or delete on guarantee_documents
    for each row execute function guarantee_documents_append_only();
select audit_table('guarantee_premiums'), audit_table('guarantee_documents', 'content_sealed', 'content_hash'), audit_table('loan_fundings');
grant select on guarantee_premiums, guarantee_demands, loan_fundings, funding_sources to bpjsbjb_figures;
create policy figures on guarantee_premiums for select to bpjsbjb_figures using (true);
create policy figures on loan_fundings for select to bpjsbjb_figures using (true);

create function guarantee_papers_guard() returns trigger language plpgsql as $$
declare the_guarantee loan_guarantees;
begin
    select * into the_guarantee from loan_guarantees where id = new.guarantee_id for share;
    if the_guarantee.ended_at is not null then
        raise exception using errcode = 'BJ045', message = 'guarantee.already-ended';
    end if;
    if tg_table_name = 'guarantee_premiums' and (to_jsonb(new) ->> 'paid_on')::date > portal_today() then
        raise exception using errcode = 'BJ045', message = 'guarantee.premium-in-the-future';
    end if;
    return new;
end $$;
create trigger guarantee_premiums_guard before insert on guarantee_premiums for each row execute function guarantee_papers_guard();
create trigger guarantee_documents_guard before insert on guarantee_documents for each row execute function guarantee_papers_guard();

create function loan_fundings_guard() returns trigger language plpgsql as $$
begin
    -- Waits for a payout that is just being made, and for whoever names a source just now.
    perform from loans where id = new.loan_id and status <> 'Cancelled' for update;
    if not found then
        raise exception using errcode = 'BJ045', message = 'guarantee.loan-cancelled';
    end if;
    if exists (select from disbursements where loan_id = new.loan_id) then
        raise exception using errcode = 'BJ045', message = 'funding.is-fixed';
    end if;
    if not exists (select from funding_sources where code = new.source_code and portal_today() >= valid_from
                      and portal_today() <= coalesce(valid_to, 'infinity')) then
        raise exception using errcode = 'BJ045', message = 'funding.not-in-force';
    end if;
    return new;
end $$;
create trigger loan_fundings_guard before insert on loan_fundings for each row execute function loan_fundings_guard();
