-- Looking at a long list takes its time: the background does it, once, and what it found is kept with the list. See decision 0041.

-- 1. Lists sent before were looked at when they came. ----------------------------------------------------------------------------------
alter table csr_lists add column looked_at timestamptz null default now();
alter table csr_lists alter column looked_at drop default;
alter table csr_lists drop constraint ck_csr_lists_rows;
alter table csr_lists add constraint ck_csr_lists_rows check (
    warned <= accepted and accepted >= 0 and refused >= 0
    and accepted + refused = (case when looked_at is null then 0 else rows end) and (status <> 'Confirmed' or looked_at is not null));

-- One look a list. Its rows are sealed: first what was typed, to be looked at; then, of the rows that are refused or warned about, what was found.
create table csr_looks (
    list_id uuid constraint pk_csr_looks primary key constraint fk_csr_looks_lists references csr_lists (id),
    status varchar(40) not null default 'Waiting' constraint ck_csr_looks_status check (status in ('Waiting', 'Running', 'Finished', 'Failed')),
    attempts int not null default 0,
    rows int not null constraint ck_csr_looks_rows check (rows > 0),
    done int not null default 0 constraint ck_csr_looks_done check (done between 0 and rows),
    rows_sealed bytea null,
    asked_at timestamptz not null,
    alive_at timestamptz null,
    finished_at timestamptz null,
    constraint ck_csr_looks_finished check ((status in ('Finished', 'Failed')) = (finished_at is not null))
);
create index ix_csr_looks_open on csr_looks (asked_at) where status in ('Waiting', 'Running');

create policy scope on csr_looks using (
    (current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
        and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647)
    or exists (select from csr_lists l where l.id = list_id));
alter table csr_looks enable row level security;
alter table csr_looks force row level security;
create policy moving_keys on csr_looks to bpjsbjb_owner using (current_setting('app.moving_keys', true) = 'on');

-- 2. A list is decided once, its file is let go of and never exchanged, and the counts come once, from the look. --------------------------
create or replace function csr_lists_guard() returns trigger language plpgsql as $$
declare
    deciding constant text[] := array['status', 'decided_by', 'decided_at', 'content_sealed'];
    counting constant text[] := array['accepted', 'warned', 'refused', 'looked_at'];
begin
    if tg_op = 'UPDATE' then
        if old.looked_at is null and new.looked_at is not null and old.status = 'Planned' and to_jsonb(new) - counting = to_jsonb(old) - counting then
            return new;
        end if;
        if to_jsonb(new) - deciding = to_jsonb(old) - deciding
           and (old.status = 'Planned' or (old.status, old.decided_by, old.decided_at) is not distinct from (new.status, new.decided_by, new.decided_at))
           and (new.content_sealed is null or old.content_sealed = new.content_sealed or is_resealed(old.content_sealed, new.content_sealed)) then
            return new;
        end if;
        if old.status <> 'Planned' and new.status <> old.status then
            raise exception using errcode = 'BJ051', message = 'csr.list-decided';
        end if;
    end if;
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;

-- What was found goes with the file it was found in.
create function csr_looks_let_go() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update csr_looks set rows_sealed = null where list_id = new.id and rows_sealed is not null;
    return null;
end $$;
create trigger csr_looks_let_go after update of content_sealed on csr_lists
    for each row when (old.content_sealed is not null and new.content_sealed is null) execute function csr_looks_let_go();
