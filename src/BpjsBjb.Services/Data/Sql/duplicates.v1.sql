-- One human, two records: pairs that may be one, merges that two people decide, and the way back. See decision 0037.

-- 1. A record that was merged leads to the one that stands. It is never deleted, and its number keeps being known ---------------------------
alter table people add merged_into uuid null constraint fk_people_merged_into references people (id);
alter table people add constraint ck_people_merged_into check (merged_into <> id);
create index ix_people_merged_into on people (merged_into) where merged_into is not null;
create index ix_people_birth_date on people (birth_date);

-- One participation a person and segment, also while two of them change hands in one statement.
drop index ux_participations_person_segment;
alter table participations add constraint ux_participations_person_segment unique (person_id, segment) deferrable initially immediate;
alter table loan_insured alter constraint fk_loan_insured_participations_participation_id_person_id deferrable initially immediate;

-- 2. Pairs ------------------------------------------------------------------------------------------------------------------------------------
-- Whose record changed and is to be compared with its like, by the work in the background.
create table duplicate_checks (
    person_id uuid not null constraint pk_duplicate_checks primary key constraint fk_duplicate_checks_people references people (id),
    asked_at timestamptz not null default clock_timestamp()
);
create index ix_duplicate_checks_asked on duplicate_checks (asked_at);

create table duplicate_pairs (
    id uuid not null default gen_random_uuid() constraint pk_duplicate_pairs primary key,
    person_a uuid not null constraint fk_duplicate_pairs_people_a references people (id),
    person_b uuid not null constraint fk_duplicate_pairs_people_b references people (id),
    reasons varchar(40)[] not null constraint ck_duplicate_pairs_reasons check (cardinality(reasons) > 0),
    found_at timestamptz not null,
    dismissed_by uuid null constraint fk_duplicate_pairs_users references users (id),
    dismissed_at timestamptz null,
    dismissed_why varchar(40) null,
    constraint ux_duplicate_pairs_people unique (person_a, person_b),
    constraint ck_duplicate_pairs_order check (person_a < person_b),
    constraint ck_duplicate_pairs_dismissed check ((dismissed_by is null) = (dismissed_at is null) and (dismissed_by is null) = (dismissed_why is null)),
    constraint ck_duplicate_pairs_why check (dismissed_why in ('Twins', 'Namesakes', 'SharedPhone', 'CheckedWithDebtor'))
);
create index ix_duplicate_pairs_b on duplicate_pairs (person_b);
create index ix_duplicate_pairs_open on duplicate_pairs (found_at, id) where dismissed_at is null;

-- People look at pairs and dismiss them; which records are alike is the background's to say.
create function duplicate_pairs_guard() returns trigger language plpgsql as $$
begin
    if new.dismissed_at is null then return new; end if;
    if old.dismissed_at is not null then
        raise exception using errcode = 'BJ043', message = 'duplicate.already-dismissed';
    end if;
    if new.dismissed_by is distinct from nullif(current_setting('app.user', true), '')::uuid
       or not exists (select from users where id = new.dismissed_by and role in ('BpjsReviewer', 'BpjsSupervisor')) then
        raise exception using errcode = 'BJ043', message = 'duplicate.not-yours';
    end if;
    if exists (select from person_merges m where m.status = 'Proposed'
                 and (m.survivor_id, m.merged_id) in ((new.person_a, new.person_b), (new.person_b, new.person_a))) then
        raise exception using errcode = 'BJ043', message = 'merge.in-progress';
    end if;
    return new;
end $$;
create trigger duplicate_pairs_guard before update of dismissed_by, dismissed_at, dismissed_why on duplicate_pairs
    for each row execute function duplicate_pairs_guard();
create trigger duplicate_pairs_no_truncate before truncate on duplicate_pairs for each statement execute function append_only();

create function people_ask_check() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into duplicate_checks (person_id) values (new.id) on conflict (person_id) do update set asked_at = clock_timestamp();
    return null;
end $$;
create trigger people_ask_check_new after insert on people for each row execute function people_ask_check();
create trigger people_ask_check after update on people
    for each row when ((old.name_search, old.birth_date, old.nik_hash, old.mother_name_sealed, old.phone_sealed, old.merged_into)
                       is distinct from (new.name_search, new.birth_date, new.nik_hash, new.mother_name_sealed, new.phone_sealed, new.merged_into)
                       and coalesce(current_setting('app.moving_keys', true), '') <> 'on') execute function people_ask_check();
insert into duplicate_checks (person_id) select id from people;

-- What the background found of one record: its pairs as they are now. A dismissed pair comes back only when something else makes it one.
create function keep_pairs(the_person uuid, asked timestamptz, others uuid[], whys text[], moment timestamptz) returns int
    language plpgsql security definer set search_path = public, pg_temp as $$
declare found_new int;
begin
    delete from duplicate_pairs d
     where the_person in (d.person_a, d.person_b) and d.dismissed_at is null
       and not (case when d.person_a = the_person then d.person_b else d.person_a end = any (others));
    with now_alike as (
        select least(the_person, o.id) as a, greatest(the_person, o.id) as b, string_to_array(o.why, ' ')::varchar(40)[] as reasons
          from unnest(others, whys) as o (id, why)
    ), written as (
        insert into duplicate_pairs as d (person_a, person_b, reasons, found_at)
        select a, b, reasons, moment from now_alike
        on conflict (person_a, person_b) do update
           set reasons = excluded.reasons, found_at = moment, dismissed_by = null, dismissed_at = null, dismissed_why = null
         where not (d.reasons @> excluded.reasons and (d.dismissed_at is not null or d.reasons <@ excluded.reasons))
        returning 1
    )
    select count(*) into found_new from written;
    delete from duplicate_checks where person_id = the_person and asked_at <= asked;
    return found_new;
end $$;
revoke execute on function keep_pairs(uuid, timestamptz, uuid[], text[], timestamptz), people_ask_check() from public;

-- 3. Merges -------------------------------------------------------------------------------------------------------------------------------------
create table person_merges (
    id uuid not null constraint pk_person_merges primary key,
    number bigint generated always as identity,
    survivor_id uuid not null constraint fk_person_merges_people_survivor references people (id),
    merged_id uuid not null constraint fk_person_merges_people_merged references people (id),
    takes varchar(40)[] not null,       -- what the survivor takes over from the other record
    card varchar(40) null,              -- whose card stays where both hold one
    facts_hash bytea not null,               -- of both records when it was proposed
    status varchar(40) not null default 'Proposed',
    proposed_by uuid not null constraint fk_person_merges_users_proposed references users (id),
    proposed_at timestamptz not null,
    decided_by uuid null constraint fk_person_merges_users_decided references users (id),
    decided_at timestamptz null,
    refused_why varchar(40) null,
    undo_until date null,
    known jsonb null,                   -- cases, bills and receipts there were when it was done
    undone_by uuid null constraint fk_person_merges_users_undone references users (id),
    undone_at timestamptz null,
    undone_why varchar(40) null,
    constraint ck_person_merges_two_records check (survivor_id <> merged_id),
    constraint ck_person_merges_takes check (takes <@ array['FullName', 'BirthPlace', 'BirthDate', 'Sex', 'MotherName', 'Phone', 'Address', 'Heirs']::varchar(40)[]),
    constraint ck_person_merges_card check (card in ('Survivor', 'Merged')),
    constraint ck_person_merges_status check (status in ('Proposed', 'Withdrawn', 'Refused', 'Merged', 'Undone')),
    constraint ck_person_merges_two_people check (status in ('Proposed', 'Withdrawn') or decided_by <> proposed_by),
    constraint ck_person_merges_decided check ((status = 'Proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
    constraint ck_person_merges_refused check ((status = 'Refused') = (refused_why is not null)),
    constraint ck_person_merges_refused_why check (refused_why in ('DifferentPeople', 'WrongChoice', 'Unclear')),
    constraint ck_person_merges_done check ((status in ('Merged', 'Undone')) = (undo_until is not null) and (undo_until is null) = (known is null)),
    constraint ck_person_merges_undone check ((status = 'Undone') = (undone_by is not null) and (undone_by is null) = (undone_at is null) and (undone_by is null) = (undone_why is null)),
    constraint ck_person_merges_undone_why check (undone_why in ('DifferentPeople', 'WrongCard', 'WrongChoice', 'AskedByDebtor'))
);
create unique index ux_person_merges_survivor on person_merges (survivor_id) where status = 'Proposed';
create unique index ux_person_merges_merged on person_merges (merged_id) where status = 'Proposed';
create unique index ux_person_merges_done on person_merges (merged_id) where status = 'Merged';
create index ix_person_merges_survivor on person_merges (survivor_id, proposed_at);
create index ix_person_merges_proposed on person_merges (proposed_at) where status = 'Proposed';

-- Row by row, what a merge moved: a reference from one id to the other, or what a record held before.
create table person_merge_moves (
    merge_id uuid not null constraint fk_person_merge_moves_merges references person_merges (id),
    number int not null,
    table_name varchar(60) not null,
    row_key jsonb not null,             -- names the row among those that hold the id
    column_name varchar(60) null,
    old_id uuid null,
    new_id uuid null,
    before jsonb null,                  -- the columns of a record the merge wrote over; emptied once it cannot be undone any more
    after jsonb null,
    constraint pk_person_merge_moves primary key (merge_id, number),
    constraint ck_person_merge_moves_kind check ((column_name is null) = (old_id is null) and (column_name is null) = (new_id is null))
);
create function person_merge_moves_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and current_user = 'bpjsbjb_owner' and new.before is null and new.after is null
       and to_jsonb(new) - 'before' - 'after' = to_jsonb(old) - 'before' - 'after' then
        return new;
    end if;
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;
create trigger person_merge_moves_append_only before update or delete on person_merge_moves for each row execute function person_merge_moves_kept();
create trigger person_merge_moves_no_truncate before truncate on person_merge_moves for each statement execute function append_only();
create trigger person_merges_no_truncate before truncate on person_merges for each statement execute function append_only();
create trigger person_merges_kept before delete on person_merges for each row execute function append_only();

-- Only the functions below merge: they belong to the owner of the schema, whom nobody of the portal is.
create function is_merging() returns boolean language sql stable as
$$ select current_user = 'bpjsbjb_owner' and coalesce(current_setting('app.merging', true), '') = 'on' $$;

do $$
declare
    everything constant text :=
        $scope$current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
           and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647$scope$;
    part record;
    moved text;
begin
    for part in
        select * from (values
            ('duplicate_checks', 'exists (select from people p where p.id = person_id)'),
            ('duplicate_pairs', 'exists (select from people p where p.id = person_a) and exists (select from people p where p.id = person_b)'),
            ('person_merges', 'exists (select from people p where p.id = survivor_id) and exists (select from people p where p.id = merged_id)'),
            ('person_merge_moves', 'exists (select from person_merges m where m.id = merge_id)')
        ) as t (name, seen)
    loop
        execute format('alter table %I enable row level security', part.name);
        execute format('alter table %I force row level security', part.name);
        execute format('create policy scope on %I using ((%s) or (%s))', part.name, everything, part.seen);
    end loop;
    create policy asking on duplicate_checks to bpjsbjb_owner using (true) with check (true);

    foreach moved in array array['people', 'participations', 'enrollments', 'enrollment_history', 'loan_insured', 'loans', 'businesses', 'bills', 'heirs', 'proofs',
                                 'covered_months', 'receipts', 'reversed_months', 'payments', 'cover_contacts', 'cover_exits', 'duplicate_pairs',
                                 'person_merges', 'person_merge_moves'] loop
        execute format('create policy merging on %I to bpjsbjb_owner using (is_merging()) with check (is_merging())', moved);
    end loop;
end $$;
select audit_table('duplicate_pairs'), audit_table('person_merges', 'known');

-- What was decided of a row is not asked again because it hangs on another record.
drop trigger covered_months_append_only on covered_months;
create trigger covered_months_append_only before update or delete on covered_months
    for each row when (not is_merging()) execute function covered_months_kept();
do $$
declare kept text;
begin
    foreach kept in array array['proofs', 'receipts', 'reversed_months', 'cover_contacts', 'cover_exits'] loop
        execute format('drop trigger %I on %I', kept || '_append_only', kept);
        execute format('create trigger %I before update or delete on %I for each row when (not is_merging()) execute function append_only()',
            kept || '_append_only', kept);
    end loop;
end $$;
drop trigger bills_guard on bills;
create trigger bills_guard before update on bills for each row when (not is_merging()) execute function bills_guard();
drop trigger enrollments_guard on enrollments;
create trigger enrollments_guard before insert or update on enrollments
    for each row when (current_user <> 'bpjsbjb_offices' and not is_merging()) execute function enrollments_guard();
drop trigger loan_insured_guard on loan_insured;
create constraint trigger loan_insured_guard after insert or update on loan_insured
    deferrable initially deferred for each row when (not is_merging()) execute function loan_insured_guard();

-- 4. What stands in the way of a merge. Two records, whose card stays, and the scope of who asks ---------------------------------------------
create function merge_hindrances(survivor uuid, merged uuid, the_card text) returns setof text
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform set_config('app.merging', 'on', true);
    if survivor = merged or (select count(*) from people where id in (survivor, merged)) <> 2 then
        return next 'merge.not-two-records';
    elsif exists (select from people where id in (survivor, merged) and merged_into is not null) then
        return next 'merge.already-merged';
    elsif exists (select from people where id in (survivor, merged) and nik_hash = erased_hash(id)) then
        return next 'merge.erased';
    else
        if exists (select from enrollments e where e.person_id in (survivor, merged)
                      and not (e.bank_position between current_setting('app.bank_lo')::int and current_setting('app.bank_hi')::int
                               and e.bpjs_position between current_setting('app.bpjs_lo')::int and current_setting('app.bpjs_hi')::int)) then
            return next 'merge.out-of-scope';
        end if;
        if exists (select from people where id in (survivor, merged) and processing_is_restricted(nik_hash)) then
            return next 'person.processing-restricted';
        end if;
        if (select count(distinct person_id) from enrollments where person_id in (survivor, merged) and status in ('Submitted', 'Returned')) = 2 then
            return next 'merge.both-open-cases';
        end if;
        if exists (select from loan_insured a join loan_insured b on b.loan_id = a.loan_id where a.person_id = survivor and b.person_id = merged) then
            return next 'merge.same-loan';
        end if;
        if exists (select from participations a join participations b on b.segment = a.segment
                     join covered_months c on c.participation_id = a.id join covered_months d on d.participation_id = b.id and d.month = c.month
                    where a.person_id = survivor and b.person_id = merged) then
            return next 'merge.months-overlap';
        end if;
        if exists (select from participations a join participations b on b.segment = a.segment
                     join bills c on c.participation_id = a.id and c.paid_at is null and c.cancelled_at is null
                     join bills d on d.participation_id = b.id and d.paid_at is null and d.cancelled_at is null
                    where a.person_id = survivor and b.person_id = merged) then
            return next 'merge.both-open-bills';
        end if;
        -- The file of a claim was made for the record it names.
        if exists (select from claims where person_id in (survivor, merged)) then
            return next 'merge.claimed';
        end if;
        if the_card is null
           and exists (select from participations a join participations b on b.segment = a.segment
                        where a.person_id = survivor and b.person_id = merged and a.kpj_hash is not null and b.kpj_hash is not null) then
            return next 'merge.card-not-chosen';
        end if;
    end if;
    perform set_config('app.merging', 'off', true);
end $$;

-- Of both records as they stand: what a proposal was made over.
create function merge_facts(survivor uuid, merged uuid) returns bytea language sql stable as $$
    select sha256(convert_to(
        (select string_agg(to_jsonb(p)::text, '|' order by p.id) from people p where p.id in (survivor, merged))
        || coalesce((select string_agg(concat_ws('/', p.id, p.person_id, p.kpj_hash, p.covered_from, p.covered_through), '|' order by p.id)
                       from participations p where p.person_id in (survivor, merged)), '')
        || coalesce((select string_agg(concat_ws('/', e.id, e.status), '|' order by e.id) from enrollments e where e.person_id in (survivor, merged)), ''),
        'UTF8'))
$$;

create function reviews_for_bpjs(who uuid) returns boolean language sql stable as
$$ select exists (select from users where id = who and role in ('BpjsReviewer', 'BpjsSupervisor')) $$;

create function propose_merge(the_id uuid, survivor uuid, merged uuid, takes_over text[], the_card text, moment timestamptz) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    who constant uuid := nullif(current_setting('app.user', true), '')::uuid;
    hindrance text;
begin
    if not reviews_for_bpjs(who) then
        raise exception using errcode = 'BJ043', message = 'merge.not-yours';
    end if;
    perform set_config('app.merging', 'on', true);
    -- In one order, so that two proposals over one record wait for one another.
    perform from people where id in (survivor, merged) order by id for update;
    if exists (select from person_merges where status = 'Proposed' and (survivor_id in (survivor, merged) or merged_id in (survivor, merged))) then
        raise exception using errcode = 'BJ043', message = 'merge.in-progress';
    end if;
    select h into hindrance from merge_hindrances(survivor, merged, the_card) h limit 1;
    if hindrance is not null then
        raise exception using errcode = 'BJ043', message = hindrance;
    end if;
    perform set_config('app.merging', 'on', true);
    insert into person_merges (id, survivor_id, merged_id, takes, card, facts_hash, proposed_by, proposed_at)
    values (the_id, survivor, merged, takes_over, the_card, merge_facts(survivor, merged), who, moment);
    perform notify(u.id, 'RecordsToMerge', the_id, 'person_merges/' || the_id)
       from users u join offices o on o.id = u.office_id
      where u.role = 'BpjsSupervisor' and u.id <> who and o.institution = 'Bpjs'
        and not exists (select from enrollments e where e.person_id in (survivor, merged) and e.bpjs_position not between o.position and o.position_end);
    perform set_config('app.merging', 'off', true);
end $$;

-- Withdrawn by who proposed it, refused with a reason by anybody else.
create function refuse_merge(the_merge uuid, why text, moment timestamptz) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    who constant uuid := nullif(current_setting('app.user', true), '')::uuid;
    the person_merges;
begin
    select * into the from person_merges where id = the_merge for update;
    if not found or not reviews_for_bpjs(who) then
        raise exception using errcode = 'BJ043', message = 'merge.not-yours';
    end if;
    if the.status <> 'Proposed' then
        raise exception using errcode = 'BJ043', message = 'merge.already-decided';
    end if;
    if who = the.proposed_by then
        update person_merges set status = 'Withdrawn', decided_by = who, decided_at = moment where id = the_merge;
    else
        update person_merges set status = 'Refused', refused_why = why, decided_by = who, decided_at = moment where id = the_merge;
    end if;
    perform settle_notices('RecordsToMerge', the_merge);
end $$;

-- Writes down every row of a table that names one id and is to name the other.
create function write_moves(the_merge uuid, the_table text, the_key text[], the_column text, from_id uuid, to_id uuid) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
declare last_number int := coalesce((select max(number) from person_merge_moves where merge_id = the_merge), 0);
begin
    execute format(
        'insert into person_merge_moves (merge_id, number, table_name, row_key, column_name, old_id, new_id)
         select $1, $2 + row_number() over (order by %1$s), %2$L, (select jsonb_object_agg(k, to_jsonb(t) -> k) from unnest($3) k), %3$L, $4, $5
           from %2$I t where %3$I = $4', (select string_agg(format('%I', k), ', ') from unnest(the_key) k), the_table, the_column)
        using the_merge, last_number, the_key, from_id, to_id;
end $$;

create function move_rows(the_merge uuid, the_table text, the_key text[], the_column text, from_id uuid, to_id uuid) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform write_moves(the_merge, the_table, the_key, the_column, from_id, to_id);
    execute format('update %1$I set %2$I = $2 where %2$I = $1', the_table, the_column) using from_id, to_id;
end $$;

create function summarise_cover(the_participation uuid) returns void language sql as $$
    update participations p set covered_from = c.first, covered_through = c.through
      from (select min(month) as first, (max(month) + interval '1 month' - interval '1 day')::date as through
              from covered_months where participation_id = the_participation) c
     where p.id = the_participation and (p.covered_from, p.covered_through) is distinct from (c.first, c.through)
$$;

-- Carries a merge out for a second person. What was sealed for the other record comes sealed anew for the survivor.
create function carry_out_merge(the_merge uuid, mother bytea, phone bytea, address bytea, moment timestamptz) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    who constant uuid := nullif(current_setting('app.user', true), '')::uuid;
    the person_merges;
    survivor people;
    merged people;
    described people;
    hindrance text;
    days int;
    part record;
    one record;
    last_number int;
    described_columns constant text[] := array['full_name', 'name_search', 'birth_place', 'birth_date', 'sex', 'mother_name_sealed', 'phone_sealed', 'address_sealed', 'district_code'];
begin
    perform set_config('app.merging', 'on', true);
    select * into the from person_merges where id = the_merge for update;
    if not found or not reviews_for_bpjs(who) then
        raise exception using errcode = 'BJ043', message = 'merge.not-yours';
    end if;
    if the.status <> 'Proposed' then
        raise exception using errcode = 'BJ043', message = 'merge.already-decided';
    end if;
    if who = the.proposed_by then
        raise exception using errcode = 'BJ043', message = 'merge.own-proposal';
    end if;
    perform from people where id in (the.survivor_id, the.merged_id) order by id for update;
    perform from participations where person_id in (the.survivor_id, the.merged_id) order by id for update;
    select h into hindrance from merge_hindrances(the.survivor_id, the.merged_id, the.card) h limit 1;
    if hindrance is not null then
        raise exception using errcode = 'BJ043', message = hindrance;
    end if;
    perform set_config('app.merging', 'on', true);
    if merge_facts(the.survivor_id, the.merged_id) <> the.facts_hash then
        raise exception using errcode = 'BJ043', message = 'merge.changed-meanwhile';
    end if;
    select value into strict days from limits
     where kind = 'MergeUndoDays' and portal_today() >= valid_from and portal_today() <= coalesce(valid_to, 'infinity');
    select * into survivor from people where id = the.survivor_id;
    select * into merged from people where id = the.merged_id;
    set constraints fk_loan_insured_participations_participation_id_person_id deferred;

    -- What rested on the other number, or on the card that retires, is cleared anew.
    perform lift_clearances(the.merged_id, null, null, array_remove(array['Identity', case when coalesce(the.card, '') = 'Survivor' then 'Card' end], null));
    if the.card = 'Merged' then
        perform lift_clearances(the.survivor_id, null, null, array['Card']);
    end if;

    -- Participations: of each segment the survivor keeps one, that of the card which stays.
    for part in
        select s.id as stays, m.id as goes, m.segment, s.kpj_hash is not null as has_card, m.kpj_hash is not null as other_has_card
          from participations m left join participations s on s.person_id = the.survivor_id and s.segment = m.segment
         where m.person_id = the.merged_id
    loop
        if part.stays is null then
            update participations set person_id = the.survivor_id where id = part.goes;
            insert into person_merge_moves (merge_id, number, table_name, row_key, column_name, old_id, new_id)
            select the_merge, coalesce(max(number), 0) + 1, 'participations', jsonb_build_object('id', part.goes), 'person_id', the.merged_id, the.survivor_id
              from person_merge_moves where merge_id = the_merge;
            continue;
        end if;

        select part.stays as keeps, part.goes as retires into one;
        if part.other_has_card and (not part.has_card or the.card = 'Merged') then
            select part.goes as keeps, part.stays as retires into one;
            update participations set person_id = case id when part.goes then the.survivor_id else the.merged_id end where id in (part.stays, part.goes);
            select coalesce(max(number), 0) into last_number from person_merge_moves where merge_id = the_merge;
            insert into person_merge_moves (merge_id, number, table_name, row_key, column_name, old_id, new_id) values
                (the_merge, last_number + 1, 'participations', jsonb_build_object('id', part.goes), 'person_id', the.merged_id, the.survivor_id),
                (the_merge, last_number + 2, 'participations', jsonb_build_object('id', part.stays), 'person_id', the.survivor_id, the.merged_id);
        end if;

        -- Bills first: whoever pays one just now holds it, and its months are seen afterwards.
        perform move_rows(the_merge, 'bills', '{id}', 'participation_id', one.retires, one.keeps);
        perform move_rows(the_merge, 'receipts', '{id}', 'participation_id', one.retires, one.keeps);
        perform move_rows(the_merge, 'covered_months', '{month}', 'participation_id', one.retires, one.keeps);
        perform move_rows(the_merge, 'reversed_months', '{payment_id,month}', 'participation_id', one.retires, one.keeps);
        perform move_rows(the_merge, 'proofs', '{id}', 'participation_id', one.retires, one.keeps);
        perform move_rows(the_merge, 'enrollments', '{id}', 'participation_id', one.retires, one.keeps);
        perform move_rows(the_merge, 'loan_insured', '{loan_id}', 'participation_id', one.retires, one.keeps);
        perform move_rows(the_merge, 'cover_contacts', '{id}', 'participation_id', one.retires, one.keeps);
        perform move_rows(the_merge, 'cover_exits', '{loan_id}', 'participation_id', one.retires, one.keeps);
        perform summarise_cover(one.keeps);
        perform summarise_cover(one.retires);

        -- The heirs of the record they were chosen from; the others go with the participation that retires.
        if (case when 'Heirs' = any (the.takes) then part.goes else part.stays end) = one.retires then
            perform write_moves(the_merge, 'heirs', '{id}', 'participation_id', one.keeps, one.retires);
            perform write_moves(the_merge, 'heirs', '{id}', 'participation_id', one.retires, one.keeps);
            update heirs set participation_id = case participation_id when one.keeps then one.retires else one.keeps end
             where participation_id in (one.keeps, one.retires);
        end if;
    end loop;
    perform move_rows(the_merge, 'enrollments', '{id}', 'person_id', the.merged_id, the.survivor_id);
    perform move_rows(the_merge, 'loan_insured', '{loan_id}', 'person_id', the.merged_id, the.survivor_id);
    perform move_rows(the_merge, 'businesses', '{id}', 'person_id', the.merged_id, the.survivor_id);
    perform move_rows(the_merge, 'people', '{id}', 'merged_into', the.merged_id, the.survivor_id);

    -- What the survivor takes over.
    described := survivor;
    if 'FullName' = any (the.takes) then described.full_name := merged.full_name; described.name_search := merged.name_search; end if;
    if 'BirthPlace' = any (the.takes) then described.birth_place := merged.birth_place; end if;
    if 'BirthDate' = any (the.takes) then described.birth_date := merged.birth_date; end if;
    if 'Sex' = any (the.takes) then described.sex := merged.sex; end if;
    if 'MotherName' = any (the.takes) then described.mother_name_sealed := mother; end if;
    if 'Phone' = any (the.takes) then described.phone_sealed := phone; end if;
    if 'Address' = any (the.takes) then described.address_sealed := address; described.district_code := merged.district_code; end if;
    if described is distinct from survivor then
        insert into person_merge_moves (merge_id, number, table_name, row_key, before, after)
        select the_merge, coalesce(max(number), 0) + 1, 'people', jsonb_build_object('id', the.survivor_id),
               (select jsonb_object_agg(c, to_jsonb(survivor) -> c) from unnest(described_columns) c),
               (select jsonb_object_agg(c, to_jsonb(described) -> c) from unnest(described_columns) c)
          from person_merge_moves where merge_id = the_merge;
        update people set full_name = described.full_name, name_search = described.name_search, birth_place = described.birth_place,
               birth_date = described.birth_date, sex = described.sex, mother_name_sealed = described.mother_name_sealed,
               phone_sealed = described.phone_sealed, address_sealed = described.address_sealed, district_code = described.district_code
         where id = the.survivor_id;
    end if;
    update people set merged_into = the.survivor_id where id = the.merged_id;

    insert into enrollment_history (id, enrollment_id, kind, by, at)
    select gen_random_uuid(), e.id, 'RecordsMerged', who, moment from enrollments e where e.person_id = the.survivor_id;
    update person_merges
       set status = 'Merged', decided_by = who, decided_at = moment, undo_until = portal_today() + days, known = merge_known(the.survivor_id)
     where id = the_merge;
    perform settle_notices('RecordsToMerge', the_merge);
    perform set_config('app.merging', 'off', true);
end $$;

-- Cases, bills and receipts of a record as they stand: what came later is told apart by it.
create function merge_known(survivor uuid) returns jsonb language sql stable as $$
    select jsonb_build_object(
        'cases', (select coalesce(jsonb_object_agg(e.id, e.status), '{}') from enrollments e where e.person_id = survivor),
        'bills', (select coalesce(jsonb_object_agg(b.id, concat_ws('|', b.paid_at, b.cancelled_at, b.reversed_at)), '{}')
                    from bills b join participations p on p.id = b.participation_id where p.person_id = survivor),
        'receipts', (select coalesce(jsonb_agg(r.id), '[]') from receipts r join participations p on p.id = r.participation_id where p.person_id = survivor),
        'prior', (select count(*) from covered_months c join participations p on p.id = c.participation_id
                   where p.person_id = survivor and c.payment_id is null))
$$;

-- 5. The way back --------------------------------------------------------------------------------------------------------------------------------
-- What stands in the way of taking a merge back. What came later and hangs on the survivor alone stays with it and hinders nothing.
create function undo_hindrances(the_merge uuid) returns setof text
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    the person_merges;
    returning_cover uuid[];
    moved_cases uuid[];
    moved_bills uuid[];
    now_known jsonb;
begin
    perform set_config('app.merging', 'on', true);
    select * into the from person_merges where id = the_merge;
    if not found or the.status <> 'Merged' then
        return next 'merge.not-merged';
    elsif portal_today() > the.undo_until then
        return next 'merge.undo-too-late';
    elsif exists (select from people where id in (the.survivor_id, the.merged_id) and nik_hash = erased_hash(id)) then
        return next 'merge.erased';
    else
        select coalesce(array_agg((row_key ->> 'id')::uuid) filter (where table_name = 'participations' and old_id = the.merged_id), '{}'),
               coalesce(array_agg((row_key ->> 'id')::uuid) filter (where table_name = 'enrollments' and column_name = 'person_id'), '{}'),
               coalesce(array_agg((row_key ->> 'id')::uuid) filter (where table_name = 'bills'), '{}')
          into returning_cover, moved_cases, moved_bills from person_merge_moves where merge_id = the_merge;
        now_known := merge_known(the.survivor_id);
        if exists (select from enrollments e where e.person_id in (the.survivor_id, the.merged_id)
                      and not (e.bank_position between current_setting('app.bank_lo')::int and current_setting('app.bank_hi')::int
                               and e.bpjs_position between current_setting('app.bpjs_lo')::int and current_setting('app.bpjs_hi')::int)) then
            return next 'merge.out-of-scope';
        end if;
        if exists (select from person_merges m where m.number > the.number and m.status in ('Proposed', 'Merged')
                      and (m.survivor_id in (the.survivor_id, the.merged_id) or m.merged_id in (the.survivor_id, the.merged_id))) then
            return next 'merge.undo-later-merge';
        end if;
        if exists (select from person_merge_moves m join people p on p.id = (m.row_key ->> 'id')::uuid
                    where m.merge_id = the_merge and m.table_name = 'people' and m.column_name is null
                      and (m.after is null or not to_jsonb(p) @> m.after)) then
            return next 'merge.undo-changed';
        end if;
        if exists (select from claims where person_id = the.survivor_id) then
            return next 'merge.claimed';
        end if;
        -- A case that moved and was decided since, one that came under the other number, or one on the cover that would go back.
        if exists (select from enrollments e
                    where e.person_id = the.survivor_id
                      and ((e.id = any (moved_cases) and the.known -> 'cases' ->> e.id::text is distinct from e.status)
                           or (not the.known -> 'cases' ? e.id::text
                               and (e.participation_id = any (returning_cover)
                                    or e.nik_hash = (select nik_hash from people where id = the.merged_id))))) then
            return next 'merge.undo-case-since';
        end if;
        if exists (select from bills b join participations p on p.id = b.participation_id
                    where p.person_id = the.survivor_id
                      and the.known -> 'bills' ->> b.id::text is distinct from now_known -> 'bills' ->> b.id::text
                      and (b.id = any (moved_bills) or b.enrollment_id = any (moved_cases) or p.id = any (returning_cover)))
           or exists (select from receipts r join participations p on p.id = r.participation_id
                       where p.person_id = the.survivor_id and not the.known -> 'receipts' ? r.id::text
                         and (r.bill_id = any (moved_bills) or p.id = any (returning_cover)))
           or the.known -> 'prior' <> now_known -> 'prior' then
            return next 'merge.undo-paid-since';
        end if;
    end if;
    perform set_config('app.merging', 'off', true);
end $$;

create function undo_merge(the_merge uuid, why text, moment timestamptz) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    who constant uuid := nullif(current_setting('app.user', true), '')::uuid;
    the person_merges;
    move record;
    hindrance text;
    touched int;
begin
    perform set_config('app.merging', 'on', true);
    select * into the from person_merges where id = the_merge for update;
    if not found or not reviews_for_bpjs(who) then
        raise exception using errcode = 'BJ043', message = 'merge.not-yours';
    end if;
    perform from people where id in (the.survivor_id, the.merged_id) order by id for update;
    perform from participations where person_id in (the.survivor_id, the.merged_id) order by id for update;
    select h into hindrance from undo_hindrances(the_merge) h limit 1;
    if hindrance is not null then
        raise exception using errcode = 'BJ043', message = hindrance;
    end if;
    perform set_config('app.merging', 'on', true);
    set constraints fk_loan_insured_participations_participation_id_person_id, ux_participations_person_segment deferred;
    insert into enrollment_history (id, enrollment_id, kind, by, at, detail)
    select gen_random_uuid(), e.id, 'MergeUndone', who, moment, why from enrollments e where e.person_id = the.survivor_id;

    for move in select * from person_merge_moves where merge_id = the_merge order by number desc loop
        if move.column_name is null then
            update people p set full_name = o.full_name, name_search = o.name_search, birth_place = o.birth_place, birth_date = o.birth_date, sex = o.sex,
                   mother_name_sealed = o.mother_name_sealed, phone_sealed = o.phone_sealed, address_sealed = o.address_sealed, district_code = o.district_code
              from jsonb_populate_record(null::people, move.before) o where p.id = (move.row_key ->> 'id')::uuid;
        else
            execute format('update %1$I t set %2$I = $1 where %2$I = $2 and to_jsonb(t) @> $3', move.table_name, move.column_name)
                using move.old_id, move.new_id, move.row_key;
        end if;
        get diagnostics touched = row_count;
        if touched <> 1 then
            raise exception using errcode = 'BJ043', message = 'merge.undo-changed';
        end if;
    end loop;
    update people set merged_into = null where id = the.merged_id;
    perform summarise_cover(id) from participations where person_id in (the.survivor_id, the.merged_id);
    perform lift_clearances(the.merged_id, null, null, array['Identity']);
    update person_merges set status = 'Undone', undone_by = who, undone_at = moment, undone_why = why where id = the_merge;
    perform set_config('app.merging', 'off', true);
end $$;

-- What records held before is kept as long as a merge can be taken back, and not when the person is erased.
create function forget_merge_moves() returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare forgotten int;
begin
    perform set_config('app.merging', 'on', true);
    update person_merge_moves m set before = null, after = null
      from person_merges g where g.id = m.merge_id and m.before is not null and (g.status = 'Undone' or g.undo_until < portal_today());
    get diagnostics forgotten = row_count;
    perform set_config('app.merging', 'off', true);
    return forgotten;
end $$;

create function people_forget_merges() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform set_config('app.merging', 'on', true);
    update person_merge_moves set before = null, after = null where before is not null and row_key ->> 'id' = new.id::text;
    perform set_config('app.merging', 'off', true);
    return null;
end $$;
create trigger people_forget_merges after update of nik_hash on people
    for each row when (new.nik_hash = erased_hash(new.id)) execute function people_forget_merges();

-- As privacy.v1.sql, and a record that was merged is erased with the one that stands.
create or replace function erase_person(the_person uuid, the_nik bytea, the_mother bytea, the_phone bytea, the_address bytea) returns boolean
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not is_erasing() or not exists (
            select from erasures
             where person_id in (the_person, (select merged_into from people where id = the_person)) and txid = pg_current_xact_id()) then
        raise exception using errcode = 'BJ021', message = 'database.nothing-to-erase';
    end if;
    perform from people where id = the_person for update;
    if exists (select from enrollments e where e.person_id = the_person and not exists (select from erasures d where d.enrollment_id = e.id))
       or exists (select from enrollments e join people p on p.nik_hash = e.nik_hash where p.id = the_person) then
        return false;
    end if;
    delete from heirs where participation_id in (select id from participations where person_id = the_person);
    update businesses set description = '–' where person_id = the_person;
    update people
       set nik_hash = erased_hash(id), nik_sealed = the_nik, full_name = '–', name_search = '', birth_date = date '1900-01-01', birth_place = '–',
           mother_name_sealed = the_mother, phone_sealed = the_phone, address_sealed = the_address, district_code = ''
     where id = the_person;
    return true;
end $$;

-- 6. What leads to a merged record leads to the survivor ---------------------------------------------------------------------------------------------
-- Nothing new hangs on a participation that retired: whoever read it before the merge waits for it here and is told.
create function retired_cover_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare gone uuid;
begin
    perform set_config('app.merging', 'on', true);
    select merged_into into gone from people where id = (select person_id from participations where id = new.participation_id) for key share;
    perform set_config('app.merging', 'off', true);
    if gone is not null then
        raise exception using errcode = 'BJ043', message = 'merge.record-retired';
    end if;
    return new;
end $$;
create trigger bills_retired_cover before insert on bills for each row execute function retired_cover_guard();
create trigger loan_insured_retired_cover before insert on loan_insured for each row execute function retired_cover_guard();

-- A merged record is seen, and the survivor with it, by whoever has a case under the merged number.
grant select (merged_into) on people to bpjsbjb_figures;
grant usage, create on schema public to bpjsbjb_figures, bpjsbjb_lookup;
create function known_by_merged_number(survivor uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from people m join enrollments e on e.nik_hash = m.nik_hash
                    where m.merged_into = survivor
                      and e.bank_position between current_setting('app.bank_lo')::int and current_setting('app.bank_hi')::int
                      and e.bpjs_position between current_setting('app.bpjs_lo')::int and current_setting('app.bpjs_hi')::int)
$$;
alter function known_by_merged_number(uuid) owner to bpjsbjb_lookup;

-- The record a number belongs to today.
create function survivor_of_nik(the_hash bytea) returns uuid
    language sql stable security definer set search_path = public, pg_temp as
$$ select coalesce(merged_into, id) from people where nik_hash = the_hash $$;
revoke execute on function survivor_of_nik(bytea) from public;
alter function survivor_of_nik(bytea) owner to bpjsbjb_lookup;

set role bpjsbjb_lookup;
create or replace function person_of_nik(the_hash bytea, in_month date)
    returns table (full_name text, birth_date date, is_accepted boolean, is_active boolean)
    language sql stable security definer set search_path = public, pg_temp as $$
    select person.full_name, person.birth_date,
           exists (select from participations p where p.person_id = person.id and p.kpj_hash is not null),
           exists (select from participations p join covered_months c on c.participation_id = p.id and c.month = in_month
                    where p.person_id = person.id and p.segment = 'Bpu' and p.kpj_hash is not null)
      from people named join people person on person.id = coalesce(named.merged_into, named.id)
     where named.nik_hash = the_hash
$$;
set role bpjsbjb_figures;
create or replace function loan_member_cover(the_loan uuid, on_date date)
    returns table (member_id uuid, is_required boolean, has_card boolean, is_covered boolean, covered_through date)
    language sql stable security definer set search_path = public, pg_temp as $$
    select m.id, m.exemption is null, p.kpj_hash is not null,
           p.kpj_hash is not null and exists (select from covered_months c where c.participation_id = p.id and c.month = month_of(on_date)),
           p.covered_through
      from loans l
      join loan_members m on m.loan_id = l.id
      left join people named on named.nik_hash = m.nik_hash
      left join people person on person.id = coalesce(named.merged_into, named.id)
      left join participations p on p.person_id = person.id and p.segment = 'Bpu'
     where l.id = the_loan
$$;
set role bpjsbjb_owner;
revoke create on schema public from bpjsbjb_figures, bpjsbjb_lookup;

do $$
declare
    everything constant text :=
        $scope$current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
           and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647$scope$;
begin
    drop policy scope on people;
    execute format('create policy scope on people using ((%s) or exists (select from enrollments e where e.person_id = people.id or e.nik_hash = people.nik_hash)
        or known_by_merged_number(people.id))', everything);
end $$;

revoke execute on function merge_hindrances(uuid, uuid, text), merge_facts(uuid, uuid), merge_known(uuid), propose_merge(uuid, uuid, uuid, text[], text, timestamptz),
    refuse_merge(uuid, text, timestamptz), carry_out_merge(uuid, bytea, bytea, bytea, timestamptz), undo_hindrances(uuid), undo_merge(uuid, text, timestamptz),
    write_moves(uuid, text, text[], text, uuid, uuid), move_rows(uuid, text, text[], text, uuid, uuid), summarise_cover(uuid), forget_merge_moves() from public;
