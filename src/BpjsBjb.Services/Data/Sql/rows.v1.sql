-- The second wall: which rows a transaction may touch. The first is VisibleTo in every query of the services.
-- A scope is two intervals of office positions, set per transaction (UnitOfWork). Unset, every policy fails loudly; empty, it shows nothing.
-- No role is above the policies: FORCE binds the owner too, who names its scope like everybody else.


-- 1. Rows with a place of their own -----------------------------------------------------------------------------------
do $$
declare placed text;
begin
    foreach placed in array array['enrollments', 'loans'] loop
        execute format('alter table %I enable row level security', placed);
        execute format('alter table %I force row level security', placed);
        execute format($policy$
            create policy scope on %I
                using (bank_position between current_setting('app.bank_lo')::int and current_setting('app.bank_hi')::int
                   and bpjs_position between current_setting('app.bpjs_lo')::int and current_setting('app.bpjs_hi')::int)
        $policy$, placed);
    end loop;
end $$;

-- 2. Rows that are seen with another row ---------------------------------------------------------------------------------
-- A sub-select inside a policy is itself under the policies of the table it reads.
do $$
declare part record;
begin
    for part in
        select * from (values
            ('enrollment_history', 'exists (select from enrollments e where e.id = enrollment_id)'),
            ('returned_fields',    'exists (select from enrollments e where e.id = enrollment_id)'),
            ('loan_insured',       'exists (select from loans l where l.id = loan_id)'),
            ('disbursements',      'exists (select from loans l where l.id = loan_id)'),
            ('proofs',             'exists (select from loans l where l.id = loan_id)'),
            -- A person is seen with each of their cases. By NIK, so that an office that registers them can link what is known.
            ('people',             'exists (select from enrollments e where e.person_id = people.id)
                                    or exists (select from enrollments e where e.nik_hash = people.nik_hash)'),
            ('registry_members',   'exists (select from enrollments e where e.nik_hash = registry_members.nik_hash)'),
            ('businesses',         'exists (select from people p where p.id = person_id)'),
            ('participations',     'exists (select from enrollments e where e.person_id = participations.person_id)
                                    or exists (select from people p where p.id = person_id)'),
            ('heirs',              'exists (select from participations p where p.id = participation_id)'),
            ('covered_months',     'exists (select from participations p where p.id = participation_id)'),
            ('bills',              'exists (select from enrollments e where e.id = enrollment_id)
                                    or exists (select from participations p where p.id = participation_id)'),
            ('bill_lines',         'exists (select from bills b where b.id = bill_id)'),
            ('payments',           'exists (select from bills b where b.id = bill_id)')
        ) as t (name, seen_with)
    loop
        execute format('alter table %I enable row level security', part.name);
        execute format('alter table %I force row level security', part.name);
        execute format('create policy scope on %I using (%s)', part.name, part.seen_with);
    end loop;
end $$;

-- The ledger's partitions are reached through the ledger alone; by themselves they show nothing to anybody.
do $$
declare year text;
begin
    for year in select relname from pg_inherits join pg_class on oid = inhrelid where inhparent = 'covered_months'::regclass loop
        execute format('alter table %I enable row level security', year);
        execute format('alter table %I force row level security', year);
    end loop;
end $$;

-- 3. Sums over the whole ledger ---------------------------------------------------------------------------------------------
-- The two views of the dashboard belong to a role that cannot sign in. It reads the ledger without asking row by row, and loans
-- only inside the reader's scope: what the views show is bounded by the loan's interval.
do $$
declare summed text;
begin
    foreach summed in array array['covered_months', 'loan_insured', 'payments', 'bills', 'enrollments'] loop
        execute format('grant select on %I to bpjsbjb_figures', summed);
        execute format('create policy figures on %I for select to bpjsbjb_figures using (true)', summed);
    end loop;
end $$;
grant select on loans to bpjsbjb_figures;
grant usage, create on schema public to bpjsbjb_figures, bpjsbjb_lookup;
alter view participant_months set (security_invoker = false);
alter view contribution_receipts set (security_invoker = false);
alter view participant_months owner to bpjsbjb_figures;
alter view contribution_receipts owner to bpjsbjb_figures;

-- For people who read numbers at the database: no row of a person.
create view monthly_participants as
    select month, regency_code, office_id, product_code, count(distinct person_id) as participants
      from participant_months group by month, regency_code, office_id, product_code;
create view monthly_contributions as
    select month_of(paid_on) as month, regency_code, office_id, product_code, sum(amount) as rupiah
      from contribution_receipts group by month_of(paid_on), regency_code, office_id, product_code;
alter view monthly_participants owner to bpjsbjb_figures;
alter view monthly_contributions owner to bpjsbjb_figures;

-- 4. What may cross the wall, and no more --------------------------------------------------------------------------------------
-- Four questions that concern every office, answered by functions of a role that cannot sign in.
do $$
declare asked text;
begin
    foreach asked in array array['people', 'participations', 'covered_months', 'registry_members', 'enrollments', 'proofs'] loop
        execute format('grant select on %I to bpjsbjb_lookup', asked);
        execute format('create policy lookup on %I for select to bpjsbjb_lookup using (true)', asked);
    end loop;
end $$;

-- The law asks whether a NIK is a participant already, whichever office registered it (one person, one membership).
create function person_of_nik(the_hash bytea, in_month date)
    returns table (full_name text, birth_date date, is_accepted boolean, is_active boolean)
    language sql stable security definer set search_path = public, pg_temp as $$
    select person.full_name, person.birth_date,
           exists (select from participations p where p.person_id = person.id and p.kpj_hash is not null),
           exists (select from participations p join covered_months c on c.participation_id = p.id and c.month = in_month
                    where p.person_id = person.id and p.segment = 'Bpu' and p.kpj_hash is not null)
      from people person where person.nik_hash = the_hash
$$;

create function register_of_nik(the_hash bytea)
    returns table (full_name text, birth_date date, segment text, paid_through date)
    language sql stable security definer set search_path = public, pg_temp as $$
    select full_name, birth_date, segment, paid_through from registry_members where nik_hash = the_hash
$$;

-- That a case is open or accepted somewhere, and in which office: so that nobody is registered twice.
create function cases_of_nik(the_hash bytea) returns table (id uuid, office_id uuid)
    language sql stable security definer set search_path = public, pg_temp as $$
    select id, office_id from enrollments
     where nik_hash = the_hash and status not in ('Withdrawn', 'Rejected') order by last_edited_at desc limit 10
$$;

-- Whoever holds a proof's code may ask whether the paper still holds.
create function proof_of_code(the_code text, in_month date)
    returns table (document_number text, full_name text, person_id uuid, nik_sealed bytea, with_jht boolean, has_card boolean,
                   proof_from date, proof_through date, covered_through date, is_covered boolean)
    language sql stable security definer set search_path = public, pg_temp as $$
    select proof.document_number, person.full_name, person.id, person.nik_sealed, p.with_jht, p.kpj_hash is not null,
           proof.covered_from, proof.covered_through, p.covered_through,
           exists (select from covered_months c where c.participation_id = p.id and c.month = in_month)
      from proofs proof
      join participations p on p.id = proof.participation_id
      join people person on person.id = p.person_id
     where proof.code = the_code
$$;

revoke execute on function person_of_nik(bytea, date), register_of_nik(bytea), cases_of_nik(bytea), proof_of_code(text, date) from public;
alter function person_of_nik(bytea, date) owner to bpjsbjb_lookup;
alter function register_of_nik(bytea) owner to bpjsbjb_lookup;
alter function cases_of_nik(bytea) owner to bpjsbjb_lookup;
alter function proof_of_code(text, date) owner to bpjsbjb_lookup;
revoke create on schema public from bpjsbjb_figures, bpjsbjb_lookup;
