-- Reference data kept by administrators, row by row or from a workbook: decision 0030.

-- 1. Columns and bounds ---------------------------------------------------------------------------------------------------
alter table business_types add is_retired boolean not null default false;
alter table business_types alter is_retired drop default,
    add constraint ck_business_types_risk_group check (risk_group between 1 and 5),
    add constraint ck_business_types_id check (id ~ '^[A-Z0-9-]+$'),
    add constraint ck_business_types_name check (btrim(name) <> '');
alter table loan_products add is_retired boolean not null default false;
alter table loan_products alter is_retired drop default,
    add constraint ck_loan_products_term check (maximum_term_months between 1 and 600),
    add constraint ck_loan_products_code check (code ~ '^[A-Z0-9-]+$'),
    add constraint ck_loan_products_name check (btrim(name) <> '');
-- A region of 4 digits may lack its province: places elsewhere are known as beginnings of a NIK alone.
alter table regions
    add constraint ck_regions_code check (code ~ '^([0-9]{2}|[0-9]{4}|[0-9]{6})$'),
    add constraint ck_regions_name check (btrim(name) <> ''),
    add constraint ck_regions_parent check ((parent_code is null and length(code) < 6) or (length(code) > 2 and parent_code = left(code, length(code) - 2))),
    add constraint fk_regions_parent foreign key (parent_code) references regions (code) deferrable initially deferred;
alter table targets
    add constraint ck_targets_month check (extract(day from month) = 1),
    add constraint ck_targets_amount check (amount >= 0 and version >= 1),
    add constraint fk_targets_region foreign key (regency_code) references regions (code);

create table guarantors (
    code varchar(30) constraint pk_guarantors primary key,
    name varchar(100) not null,
    kind varchar(40) not null,
    role varchar(40) not null,
    cover_percent numeric(5, 2) null,
    premium_percent numeric(5, 2) null,
    legal_basis varchar(300) not null,
    valid_from date null,
    valid_to date null,
    is_confirmed boolean not null,
    source varchar(300) null,
    constraint ck_guarantors_code check (code ~ '^[A-Z0-9-]+$'),
    constraint ck_guarantors_texts check (btrim(name) <> '' and btrim(legal_basis) <> ''),
    constraint ck_guarantors_kind check (kind in ('StateCompany', 'RegionalCompany', 'PublicAgency', 'PrivateCompany')),
    constraint ck_guarantors_role check (role in ('Guarantor', 'Funding')),
    constraint ck_guarantors_percent check (cover_percent between 0 and 100 and premium_percent between 0 and 100),
    constraint ck_guarantors_funding check (role = 'Guarantor' or cover_percent is null),
    constraint ck_guarantors_validity check (valid_to >= valid_from)
);

-- 2. A business keeps the risk group it was stated in --------------------------------------------------------------------------
alter table businesses add risk_group int null;
alter table businesses disable trigger user;
update businesses b set risk_group = t.risk_group from business_types t where t.id = b.business_type_id;
alter table businesses enable trigger user;
alter table businesses alter risk_group set not null;

create function businesses_risk_group() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and new.business_type_id = old.business_type_id then
        new.risk_group := old.risk_group;
    else
        new.risk_group := (select risk_group from business_types where id = new.business_type_id);
    end if;
    return new;
end $$;
create trigger businesses_risk_group before insert or update on businesses for each row execute function businesses_risk_group();

-- 3. Who may, and what never changes -------------------------------------------------------------------------------------------
-- The owner's are the rows of a release and of the demonstration; whoever else changes one is an administrator and is named.
create function reference_guard() returns trigger language plpgsql as $$
declare
    who constant uuid := nullif(current_setting('app.user', true), '')::uuid;
begin
    if pg_has_role(session_user, 'bpjsbjb_owner', 'member') then return coalesce(new, old); end if;
    if tg_op = 'DELETE' then
        raise exception using errcode = 'BJ001', message = 'database.append-only';
    end if;
    if not exists (select from users where id = who and role = 'SystemAdmin') then
        raise exception using errcode = 'BJ005', message = 'reference.not-an-administrator';
    end if;
    if tg_op = 'UPDATE' and (to_jsonb(new) ->> tg_argv[0]) is distinct from (to_jsonb(old) ->> tg_argv[0]) then
        raise exception using errcode = 'BJ005', message = 'reference.key-is-fixed';
    end if;
    return new;
end $$;
create trigger regions_guard before insert or update or delete on regions for each row execute function reference_guard('code');
create trigger business_types_guard before insert or update or delete on business_types for each row execute function reference_guard('id');
create trigger loan_products_guard before insert or update or delete on loan_products for each row execute function reference_guard('code');
create trigger guarantors_guard before insert or update or delete on guarantors for each row execute function reference_guard('code');
create trigger targets_guard before insert or delete on targets for each row execute function reference_guard('version');

-- A plan is only added to: the figures of a past month stay measured against what was planned then.
create trigger targets_append_only before update on targets for each row execute function append_only();

-- 4. Workbooks that were looked at and wait, or were taken whole ---------------------------------------------------------------
create table reference_imports (
    id uuid constraint pk_reference_imports primary key,
    kind varchar(40) not null,
    file_name varchar(200) not null,
    file_hash bytea not null,
    rows jsonb not null,         -- each row as read, what stands in its place, and what is wrong with it
    new_count int not null,
    changed_count int not null,
    unchanged_count int not null,
    wrong_count int not null,
    status varchar(40) not null default 'Planned',
    uploaded_by uuid not null constraint fk_reference_imports_users_uploaded_by references users (id),
    uploaded_at timestamptz not null,
    decided_by uuid null constraint fk_reference_imports_users_decided_by references users (id),
    decided_at timestamptz null,
    constraint ck_reference_imports_status check (status in ('Planned', 'Applied', 'Discarded')
        and (status = 'Planned') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
    constraint ck_reference_imports_whole check (status <> 'Applied' or (wrong_count = 0 and new_count + changed_count > 0))
);
create index ix_reference_imports_uploaded_by on reference_imports (uploaded_by);
create index ix_reference_imports_kind on reference_imports (kind, uploaded_at);

create function reference_imports_guard() returns trigger language plpgsql as $$
declare
    who constant uuid := nullif(current_setting('app.user', true), '')::uuid;
    deciding constant text[] := array['status', 'decided_by', 'decided_at'];
begin
    if tg_op = 'DELETE' then
        raise exception using errcode = 'BJ001', message = 'database.append-only';
    end if;
    if not exists (select from users where id = who and role = 'SystemAdmin') then
        raise exception using errcode = 'BJ005', message = 'reference.not-an-administrator';
    end if;
    if tg_op = 'INSERT' then
        if new.status <> 'Planned' or new.uploaded_by is distinct from who then
            raise exception using errcode = 'BJ005', message = 'reference.not-by-hand';
        end if;
        return new;
    end if;
    if old.status <> 'Planned' then
        raise exception using errcode = 'BJ005', message = 'reference.import-decided';
    end if;
    if to_jsonb(new) - deciding <> to_jsonb(old) - deciding or new.decided_by is distinct from who then
        raise exception using errcode = 'BJ005', message = 'reference.not-by-hand';
    end if;
    return new;
end $$;
create trigger reference_imports_guard before insert or update or delete on reference_imports for each row execute function reference_imports_guard();
create trigger reference_imports_no_truncate before truncate on reference_imports for each statement execute function append_only();

-- 5. History ------------------------------------------------------------------------------------------------------------------
select audit_table('regions'), audit_table('business_types'), audit_table('loan_products'), audit_table('guarantors'),
       audit_table('reference_imports', 'rows', 'file_hash');

-- What was changed of reference data, newest first, to an administrator whose scope holds no debtor. Nothing else of the trail is shown.
create function reference_history(the_table text, the_key text, most int, skipped int)
    returns table (id bigint, at timestamptz, by_name text, row_key text, operation text, before text, after text, total bigint)
    language sql stable security definer set search_path = public, pg_temp as $$
    select e.id, e.at, u.full_name::text, e.row_key::text, e.operation::text, e.before::text, e.after::text, count(*) over ()
      from audit_entries e left join users u on u.id = e.actor
     where the_table in ('regions', 'business_types', 'loan_products', 'guarantors', 'targets', 'offices') and e.table_name = the_table
       and (the_key is null or e.row_key = the_key or starts_with(e.row_key, the_key || '/'))
     order by e.at desc, e.id desc limit most offset skipped
$$;
revoke execute on function reference_history(text, text, int, int) from public;
create index ix_audit_entries_reference on audit_entries (table_name, at)
    where table_name in ('regions', 'business_types', 'loan_products', 'guarantors', 'targets', 'offices');
