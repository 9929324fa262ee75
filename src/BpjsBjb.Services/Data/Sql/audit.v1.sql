-- Who changed what, who saw whom, and the chain that seals both. Nothing here is written but through these functions.

-- 1. Every change a person can make -------------------------------------------------------------------------------------
create table audit_entries (
    id bigint generated always as identity constraint pk_audit_entries primary key,
    txid xid8 not null,
    at timestamptz not null,
    actor uuid null,             -- null: somebody at the database itself; all zero: the portal without a person
    login varchar(63) not null,
    table_name varchar(63) not null,
    row_key varchar(200) not null,
    operation varchar(10) not null,
    enrollment_id uuid null,
    loan_id uuid null,
    participation_id uuid null,
    person_id uuid null,
    before jsonb null,
    after jsonb null
);
create index ix_audit_entries_txid on audit_entries (txid, id);
create index ix_audit_entries_enrollment on audit_entries (enrollment_id) where enrollment_id is not null;
create index ix_audit_entries_loan on audit_entries (loan_id) where loan_id is not null;
create index ix_audit_entries_participation on audit_entries (participation_id) where participation_id is not null;
create index ix_audit_entries_person on audit_entries (person_id) where person_id is not null;
create index ix_audit_entries_actor on audit_entries (actor, at) where actor is not null;

-- A sealed or hashed value leaves only the word that it changed, never its bytes.
create function audit_shown(column_name text, value jsonb) returns jsonb language sql immutable as $$
    select case when value is not null and value <> 'null' and (column_name like '%\_sealed' or column_name like '%\_hash')
                then '"changed"'::jsonb else value end
$$;

create function audit_change() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    who uuid := nullif(current_setting('app.user', true), '')::uuid;
    old_row jsonb;
    new_row jsonb;
    row_now jsonb;
    shown_before jsonb;
    shown_after jsonb;
    the_enrollment uuid;
    the_participation uuid;
begin
    -- Only who may act as the owner may change something without being named.
    if who is null and not pg_has_role(session_user, current_user, 'member') then
        raise exception using errcode = '28000', message = 'database.nobody-is-acting';
    end if;

    if tg_op = 'TRUNCATE' then
        insert into audit_entries (txid, at, actor, login, table_name, row_key, operation)
        values (pg_current_xact_id(), clock_timestamp(), who, session_user, tg_table_name, '*', tg_op);
        return null;
    end if;

    if tg_op <> 'INSERT' then old_row := to_jsonb(old); end if;
    if tg_op <> 'DELETE' then new_row := to_jsonb(new); end if;
    row_now := coalesce(new_row, old_row);

    if tg_op = 'UPDATE' then
        select jsonb_object_agg(o.key, audit_shown(o.key, o.value)), jsonb_object_agg(n.key, audit_shown(n.key, n.value))
          into shown_before, shown_after
          from jsonb_each(old_row) o join jsonb_each(new_row) n on n.key = o.key
         where o.value is distinct from n.value and o.key <> all (tg_argv);
        if shown_after is null then return null; end if;
    elsif tg_op = 'INSERT' then
        select jsonb_object_agg(key, audit_shown(key, value)) into shown_after
          from jsonb_each(new_row) where value <> 'null' and key <> all (tg_argv);
    else
        select jsonb_object_agg(key, audit_shown(key, value)) into shown_before
          from jsonb_each(old_row) where value <> 'null' and key <> all (tg_argv);
    end if;

    the_enrollment := case tg_table_name when 'enrollments' then row_now ->> 'id' else row_now ->> 'enrollment_id' end;
    the_participation := case tg_table_name when 'participations' then row_now ->> 'id' else row_now ->> 'participation_id' end;
    if tg_table_name = 'payments' then
        select enrollment_id, participation_id into the_enrollment, the_participation from bills where id = (row_now ->> 'bill_id')::uuid;
    end if;

    insert into audit_entries (txid, at, actor, login, table_name, row_key, operation, enrollment_id, loan_id, participation_id, person_id, before, after)
    values (
        pg_current_xact_id(), clock_timestamp(), who, session_user, tg_table_name,
        coalesce(row_now ->> 'id', concat_ws('/', row_now ->> 'loan_id', row_now ->> 'person_id', row_now ->> 'role', row_now ->> 'enrollment_id',
            row_now ->> 'field', row_now ->> 'user_id', row_now ->> 'login_provider', row_now ->> 'name')),
        tg_op,
        the_enrollment,
        (case tg_table_name when 'loans' then row_now ->> 'id' else row_now ->> 'loan_id' end)::uuid,
        the_participation,
        (case tg_table_name when 'people' then row_now ->> 'id' else row_now ->> 'person_id' end)::uuid,
        shown_before, shown_after);
    return null;
end $$;

-- The one way a table comes under audit; columns named are derived, or secrets of signing in.
create function audit_table(the_table regclass, variadic ignored text[] default '{}') returns void language plpgsql as $$
begin
    execute format('create trigger %I after insert or update or delete on %s for each row execute function audit_change(%s)',
        the_table::text || '_audit', the_table, (select coalesce(string_agg(quote_literal(name), ', '), '') from unnest(ignored) name));
    execute format('create trigger %I after truncate on %s for each statement execute function audit_change()',
        the_table::text || '_audit_truncate', the_table);
end $$;
revoke execute on function audit_table(regclass, text[]) from public;

select audit_table('enrollments', 'name_search', 'last_edited_at'), audit_table('enrollment_history'), audit_table('returned_fields'),
       audit_table('people', 'name_search'), audit_table('heirs'), audit_table('businesses'), audit_table('registry_members'),
       audit_table('participations', 'covered_from', 'covered_through'), -- the ledger's to write
       audit_table('bills'), audit_table('payments'),
       audit_table('loans'), audit_table('loan_insured'), audit_table('disbursements'), audit_table('proofs'),
       audit_table('users', 'normalized_user_name', 'normalized_email', 'security_stamp', 'concurrency_stamp', 'access_failed_count', 'lockout_end'),
       audit_table('access_grants'), audit_table('invitations'),
       audit_table('user_claims'), audit_table('user_logins', 'provider_key'), audit_table('user_tokens', 'value'),
       audit_table('offices'), audit_table('targets');

-- 2. Every look at personal data -------------------------------------------------------------------------------------------
create table personal_data_reads (
    id bigint generated always as identity constraint pk_personal_data_reads primary key,
    txid xid8 not null default pg_current_xact_id(),
    at timestamptz not null default clock_timestamp(),
    reader uuid not null,
    kind varchar(20) not null,
    purpose varchar(40) not null,
    page varchar(60) not null,
    fields varchar(60)[] not null,
    enrollment_id uuid null,
    person_id uuid null,
    note_sealed bytea null,
    note_hash bytea null, -- what the chain seals of the note, so that the note itself can be sealed anew with a newer key
    row_count int null,
    address inet null,
    constraint ck_personal_data_reads check (kind in ('Look', 'Reveal', 'Export', 'Search') and (kind = 'Export') = (row_count is not null)
        and (note_sealed is null) = (note_hash is null))
);
create index ix_personal_data_reads_txid on personal_data_reads (txid, id);
create index ix_personal_data_reads_reader on personal_data_reads (reader, at);
create index ix_personal_data_reads_at on personal_data_reads (at);
create index ix_personal_data_reads_enrollment on personal_data_reads (enrollment_id) where enrollment_id is not null;
create index ix_personal_data_reads_person on personal_data_reads (person_id) where person_id is not null;

-- Nobody reads in somebody else's name or at another time.
create function personal_data_reads_guard() returns trigger language plpgsql as $$
begin
    if new.reader is distinct from nullif(current_setting('app.user', true), '')::uuid then
        raise exception using errcode = '28000', message = 'database.nobody-is-acting';
    end if;
    new.txid := pg_current_xact_id();
    new.at := clock_timestamp();
    return new;
end $$;
create trigger personal_data_reads_guard before insert on personal_data_reads
    for each row execute function personal_data_reads_guard();

-- 3. The chain ---------------------------------------------------------------------------------------------------------------
-- A seal covers every entry and read of the transactions from_txid up to, not including, below_txid. Lines are 40 bytes a row:
-- its id and the hash of all its columns, so that a broken seal names the row.
create table audit_seals (
    number bigint constraint pk_audit_seals primary key,
    from_txid xid8 not null,
    below_txid xid8 not null,
    at timestamptz not null,
    entry_count int not null,
    read_count int not null,
    entry_lines bytea not null,
    read_lines bytea not null,
    previous_hash bytea not null,
    hash bytea not null
);
alter table audit_seals alter entry_lines set storage external, alter read_lines set storage external;

-- The binary form of a row: the same whatever the session's settings, and twice as fast as its text.
create function audit_line(e audit_entries) returns bytea language sql stable as $$
    select int8send(e.id) || sha256(record_send(row(e.id, e.txid, e.at, e.actor, e.login, e.table_name, e.row_key, e.operation,
        e.enrollment_id, e.loan_id, e.participation_id, e.person_id, e.before, e.after)))
$$;

create function audit_line(r personal_data_reads) returns bytea language sql stable as $$
    select int8send(r.id) || sha256(record_send(row(r.id, r.txid, r.at, r.reader, r.kind, r.purpose, r.page, r.fields,
        r.enrollment_id, r.person_id, r.note_hash, r.row_count, r.address)))
$$;

create function audit_seal_hash(s audit_seals) returns bytea language sql stable as $$
    select sha256(record_send(row(s.number, s.from_txid, s.below_txid, s.at, s.entry_count, s.read_count,
        sha256(s.entry_lines), sha256(s.read_lines), s.previous_hash)))
$$;

-- Seals whatever finished transactions left unsealed. Safe to call at any time, by anybody, twice at once.
create function seal_audit() returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare
    last audit_seals;
    seal audit_seals;
begin
    if not pg_try_advisory_xact_lock(x'4C445345414C'::bigint) then return null; end if;

    select * into last from audit_seals order by number desc limit 1;
    seal.number := coalesce(last.number, 0) + 1;
    seal.previous_hash := coalesce(last.hash, ''::bytea);
    seal.from_txid := coalesce(last.below_txid, '0'::xid8);
    -- Every transaction below is over, whatever the order in which they drew their ids: a late commit is never skipped.
    seal.below_txid := pg_snapshot_xmin(pg_current_snapshot());
    if seal.below_txid < seal.from_txid then
        raise exception using errcode = '55000', message = 'database.transactions-went-back';
    end if;

    select count(*), coalesce(string_agg(audit_line(e), ''::bytea order by e.txid, e.id), ''::bytea) into seal.entry_count, seal.entry_lines
      from audit_entries e where e.txid >= seal.from_txid and e.txid < seal.below_txid;
    select count(*), coalesce(string_agg(audit_line(r), ''::bytea order by r.txid, r.id), ''::bytea) into seal.read_count, seal.read_lines
      from personal_data_reads r where r.txid >= seal.from_txid and r.txid < seal.below_txid;
    if seal.entry_count = 0 and seal.read_count = 0 then return null; end if;

    seal.at := clock_timestamp();
    seal.hash := audit_seal_hash(seal);
    insert into audit_seals select seal.*;
    return seal.number;
end $$;
revoke execute on function seal_audit() from public;

-- What a seal says of its rows against what they are now, for whoever verifies: hashes and counts, no row. Runs as the owner, who sees
-- every row whatever the reader's scope is.
create function audit_check(first_number bigint, last_number bigint)
    returns table (number bigint, from_txid text, below_txid text, previous_hash bytea, hash bytea, computed bytea, rows bigint,
                   entries_fit boolean, reads_fit boolean)
    language sql stable security definer set search_path = public, pg_temp as $$
    select s.number, s.from_txid::text, s.below_txid::text, s.previous_hash, s.hash, audit_seal_hash(s), s.entry_count::bigint + s.read_count,
           s.entry_lines = (select coalesce(string_agg(audit_line(e), ''::bytea order by e.txid, e.id), ''::bytea)
                              from audit_entries e where e.txid >= s.from_txid and e.txid < s.below_txid),
           s.read_lines = (select coalesce(string_agg(audit_line(r), ''::bytea order by r.txid, r.id), ''::bytea)
                             from personal_data_reads r where r.txid >= s.from_txid and r.txid < s.below_txid)
      from audit_seals s where s.number between first_number and last_number order by s.number
$$;

create function audit_lines(the_number bigint, of_reads boolean) returns table (stored bytea, actual bytea)
    language sql stable security definer set search_path = public, pg_temp as $$
    select case when of_reads then s.read_lines else s.entry_lines end,
           case when of_reads
                then (select coalesce(string_agg(audit_line(r), ''::bytea order by r.txid, r.id), ''::bytea)
                        from personal_data_reads r where r.txid >= s.from_txid and r.txid < s.below_txid)
                else (select coalesce(string_agg(audit_line(e), ''::bytea order by e.txid, e.id), ''::bytea)
                        from audit_entries e where e.txid >= s.from_txid and e.txid < s.below_txid)
           end
      from audit_seals s where s.number = the_number
$$;

create function audit_unsealed() returns bigint language sql stable security definer set search_path = public, pg_temp as $$
    with horizon as (select coalesce((select below_txid from audit_seals order by number desc limit 1), '0'::xid8) as txid)
    select (select count(*) from audit_entries, horizon where audit_entries.txid >= horizon.txid)
         + (select count(*) from personal_data_reads, horizon where personal_data_reads.txid >= horizon.txid)
$$;
revoke execute on function audit_check(bigint, bigint), audit_lines(bigint, boolean), audit_unsealed() from public;

-- 4. Only ever added to ----------------------------------------------------------------------------------------------------
do $$
declare fact text;
begin
    foreach fact in array array['audit_entries', 'personal_data_reads', 'audit_seals'] loop
        execute format('create trigger %I before update or delete on %I for each row execute function append_only()', fact || '_append_only', fact);
        execute format('create trigger %I before truncate on %I for each statement execute function append_only()', fact || '_no_truncate', fact);
    end loop;
end $$;

-- 5. Whose the trail is ------------------------------------------------------------------------------------------------------
-- An entry or a look is seen with the case, facility, participation or person it tells of; what tells of none (staff, offices) only with
-- everything in scope. The owner, who cannot sign in, writes entries and seals both: it sees them all.
do $$
declare
    trail text;
    everything constant text :=
        $scope$current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
           and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647$scope$;
begin
    foreach trail in array array['audit_entries', 'personal_data_reads'] loop
        execute format('alter table %I enable row level security', trail);
        execute format('alter table %I force row level security', trail);
        execute format('create policy trail on %I to bpjsbjb_owner using (true) with check (true)', trail);
    end loop;
    execute format($policy$
        create policy scope on audit_entries for select using ((%s)
            or (enrollment_id is not null and exists (select from enrollments e where e.id = enrollment_id))
            or (loan_id is not null and exists (select from loans l where l.id = loan_id))
            or (participation_id is not null and exists (select from participations p where p.id = participation_id))
            or (person_id is not null and exists (select from people p where p.id = person_id)))
    $policy$, everything);
    execute format($policy$
        create policy scope on personal_data_reads for select using ((%s)
            or (enrollment_id is not null and exists (select from enrollments e where e.id = enrollment_id))
            or (person_id is not null and exists (select from people p where p.id = person_id))
            or (enrollment_id is null and person_id is null and reader = current_setting('app.user')::uuid))
    $policy$, everything);
end $$;
-- Nobody reads in somebody else's name.
create policy own on personal_data_reads for insert with check (reader = current_setting('app.user')::uuid);
