-- Papers of a claim, sealed like every paper and named by what they prove; and diseases caused by work beside accidents. See decision 0044.

-- 1. Papers ---------------------------------------------------------------------------------------------------------------------------
create table claim_papers (
    id uuid constraint pk_claim_papers primary key,
    claim_id uuid not null constraint fk_claim_papers_claims references claims (id),
    item varchar(40) not null,            -- of the claim's list, what it proves
    format varchar(40) not null constraint ck_claim_papers_format check (format in ('Pdf', 'Jpeg', 'Png')),
    content_sealed bytea not null constraint ck_claim_papers_content check (length(content_sealed) between 29 and 4000000),
    content_hash bytea not null constraint ck_claim_papers_hash check (length(content_hash) = 32),
    added_by uuid not null,
    added_at timestamptz not null
);
create unique index ux_claim_papers_once on claim_papers (claim_id, item, content_hash);
alter table claim_papers enable row level security, force row level security;
create policy scope on claim_papers using (
    (current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
     and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647)
    or exists (select from claims c where c.id = claim_id));
create policy moving_keys on claim_papers to bpjsbjb_owner using (current_setting('app.moving_keys', true) = 'on');
create trigger claim_papers_no_truncate before truncate on claim_papers for each statement execute function append_only();
select audit_table('claim_papers', 'content_sealed', 'content_hash');

-- A paper stays as it is; its seal may be made anew, and it goes with its person.
create function claim_papers_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and is_erasing() then return old; end if;
    if tg_op = 'UPDATE' and to_jsonb(new) - 'content_sealed' = to_jsonb(old) - 'content_sealed' and is_resealed(old.content_sealed, new.content_sealed) then
        return new;
    end if;
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;
create trigger claim_papers_append_only before update or delete on claim_papers for each row execute function claim_papers_kept();

create function claim_papers_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare the claims;
begin
    select * into the from claims where id = new.claim_id for share; -- waits for whoever closes it
    if exists (select from claim_closures where claim_id = new.claim_id) then
        raise exception using errcode = 'BJ045', message = 'claim.closed';
    end if;
    if not exists (select from claim_items i where i.kind = the.kind and i.item = new.item
                      and the.happened_on >= i.valid_from and the.happened_on <= coalesce(i.valid_to, 'infinity')) then
        raise exception using errcode = 'BJ045', message = 'claim.item-missing';
    end if;
    return new;
end $$;
create trigger claim_papers_guard before insert on claim_papers for each row execute function claim_papers_guard();

-- erase_person empties the claims of its person; the papers go with them.
create function claim_papers_erased() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    delete from claim_papers where claim_id = new.id;
    return null;
end $$;
create trigger claim_papers_erased after update of place_sealed on claims for each row when (new.place_sealed is null)
    execute function claim_papers_erased();

-- 2. A disease caused by work is JKK's like an accident: the same steps, its own forms --------------------------------------------------------
create or replace function claim_events_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare the claims;
begin
    select * into the from claims where id = new.claim_id for share; -- waits for whoever closes it
    if exists (select from claim_closures where claim_id = new.claim_id) then
        raise exception using errcode = 'BJ045', message = 'claim.closed';
    end if;
    if new."on" > portal_today() then
        raise exception using errcode = 'BJ045', message = 'claim.step-in-the-future';
    end if;
    -- A card or a family card was there before; a step is taken after the event.
    if new.item is null and new."on" < the.happened_on then
        raise exception using errcode = 'BJ045', message = 'claim.step-before-event';
    end if;
    if (new.kind = 'AccidentReported' and the.kind = 'DeathNotAtWork') or (new.kind = 'HeirsTold' and the.kind not like 'Death%')
       or (new.kind in ('RemindersResumed', 'RemindersStopped') and the.kind like 'Death%') then
        raise exception using errcode = 'BJ045', message = 'claim.step-not-for-kind';
    end if;
    new.participation_id := the.participation_id; -- whose trail it stands in
    return new;
end $$;
