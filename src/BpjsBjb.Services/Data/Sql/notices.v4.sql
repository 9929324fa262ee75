-- Notices and sent mails go when their term is over. That somebody was told of an event stays, as a hash that names nothing: nobody is told twice.
-- See decision 0044.

create table told_events (
    user_id uuid not null constraint fk_told_events_users references users (id),
    event_hash bytea not null constraint ck_told_events_hash check (length(event_hash) = 32),
    constraint pk_told_events primary key (user_id, event_hash)
);
create trigger told_events_append_only before update or delete on told_events for each row execute function append_only();
create trigger told_events_no_truncate before truncate on told_events for each statement execute function append_only();

-- Every way of telling inserts a row; one for an event that was told and has gone is passed over.
create function notices_told_before() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if exists (select from told_events t where t.user_id = new.user_id and t.event_hash = sha256(convert_to(new.event, 'UTF8'))) then
        return null;
    end if;
    return new;
end $$;
create trigger notices_told_before before insert on notices for each row execute function notices_told_before();

-- The day before which a notice or a mail is too old to be kept; null where no row sets a term.
create function notices_kept_from(on_date date) returns date language sql stable security definer set search_path = public, pg_temp as $$
    select (on_date - make_interval(months => r.months))::date from retention_rules r
     where r.purpose = 'Notice' and on_date >= r.valid_from and on_date <= coalesce(r.valid_to, 'infinity')
$$;

-- One batch of notices past their term, and of mails that are sent or given up. A notice whose mail still waits stays with it.
create function forget_notices(on_date date, most int) returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare kept_from timestamptz := notices_kept_from(least(on_date, portal_today()))::timestamp at time zone 'Asia/Jakarta'; gone int; mails_gone int;
begin
    if kept_from is null then return 0; end if;
    with old as (
        select n.id, n.user_id, n.event from notices n
         where n.at < kept_from
           and not exists (select from mails m where m.id = n.mail_id and m.sent_at is null and m.given_up_at is null)
         order by n.at limit most for update of n skip locked
    ), remembered as (
        insert into told_events (user_id, event_hash) select user_id, sha256(convert_to(event, 'UTF8')) from old on conflict do nothing
    )
    delete from notices n using old where n.id = old.id;
    get diagnostics gone = row_count;
    delete from mails where id in (
        select m.id from mails m
         where m.made_at < kept_from and (m.sent_at is not null or m.given_up_at is not null)
           and not exists (select from notices n where n.mail_id = m.id)
         order by m.made_at limit most);
    get diagnostics mails_gone = row_count;
    return gone + mails_gone;
end $$;

-- How many are past their term, for readers who see none of them.
create function notices_due(on_date date) returns bigint language sql stable security definer set search_path = public, pg_temp as $$
    select (select count(*) from notices where at < k.day::timestamp at time zone 'Asia/Jakarta')
         + (select count(*) from mails where made_at < k.day::timestamp at time zone 'Asia/Jakarta' and (sent_at is not null or given_up_at is not null))
      from (select notices_kept_from(on_date) as day) k
$$;
revoke execute on function notices_kept_from(date), forget_notices(date, int), notices_due(date) from public;
create index ix_notices_at on notices (at);
create index ix_mails_made on mails (made_at);

-- A night counts them apart from cases.
alter table retention_runs add column notices int not null default 0;
