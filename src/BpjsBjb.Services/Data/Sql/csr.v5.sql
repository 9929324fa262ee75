-- An allocation is chosen at once and bound in slices: a hundred thousand people are more than one statement, and one person, should wait for.
-- See decision 0041.

-- 1. Whom the money reaches, until each has the months --------------------------------------------------------------------------
alter table csr_allocations
    add chosen int not null default 0,                    -- people the money reaches; workers of them have their months
    add is_filled boolean not null default true;
update csr_allocations set chosen = workers;
alter table csr_allocations alter is_filled set default false;
-- What is bound next is known only when what is being bound is done.
create unique index ux_csr_allocations_filling on csr_allocations (fund_id) where not is_filled and status = 'Proposed';

create table csr_choices (
    allocation_id uuid not null constraint fk_csr_choices_allocations references csr_allocations (id),
    place int not null,
    candidate_id uuid not null constraint fk_csr_choices_candidates references csr_candidates (id),
    constraint pk_csr_choices primary key (allocation_id, place)
);
alter table csr_choices enable row level security;
alter table csr_choices force row level security;
create policy scope on csr_choices using (exists (select from csr_allocations a where a.id = allocation_id));
create trigger csr_choices_no_truncate before truncate on csr_choices for each statement execute function append_only();

-- 2. What may still be spent: what is being bound counts whole. By the sums of the allocations, which are the months' at every commit. --
create function csr_free(the_fund uuid) returns bigint language sql stable as $$
    select (select coalesce(sum(case direction when 'In' then amount else -amount end), 0)::bigint from csr_donations where fund_id = the_fund)
         - (select coalesce(sum(case when is_filled then total else budget end), 0)::bigint from csr_allocations
             where fund_id = the_fund and status in ('Proposed', 'Approved'))
$$;

create or replace function csr_donations_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
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
        if csr_free(new.fund_id) < new.amount then
            raise exception using errcode = 'BJ051', message = 'csr.above-unspent';
        end if;
    end if;
    return new;
end $$;

-- As in v1; what it fills with is written by the functions below alone, and what is left of the choice goes with a proposal that is taken back.
create or replace function csr_allocations_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    followed constant text[] := array['status', 'workers', 'person_months', 'total', 'covered_elsewhere', 'waiting', 'ended_why', 'ended_by', 'ended_at',
                                      'chosen', 'is_filled'];
begin
    if tg_op = 'DELETE' then raise exception using errcode = 'BJ001', message = 'database.append-only'; end if;
    if tg_op = 'INSERT' then
        if new.status <> 'Proposed' or new.is_filled then raise exception using errcode = 'BJ051', message = 'csr.must-start-proposed'; end if;
        -- Whoever spends a fund's money waits for whoever spends it just now.
        perform from csr_funds where id = new.fund_id for update;
        return new;
    end if;
    if to_jsonb(new) - followed <> to_jsonb(old) - followed or (old.is_filled and not new.is_filled) then
        raise exception using errcode = 'BJ051', message = 'csr.allocation-is-fixed';
    end if;
    if old.status <> new.status and (old.status, new.status) not in (('Proposed', 'Approved'), ('Proposed', 'Refused'), ('Approved', 'Cancelled')) then
        raise exception using errcode = 'BJ051', message = 'csr.allocation-decided';
    end if;
    if new.status = 'Approved' and old.status <> 'Approved' then
        if not new.is_filled then raise exception using errcode = 'BJ051', message = 'csr.being-filled'; end if;
        if (select count(*) from csr_approvals where allocation_id = new.id) < 2 then
            raise exception using errcode = 'BJ051', message = 'csr.needs-two';
        end if;
    end if;
    if new.status = 'Cancelled' and old.status <> 'Cancelled'
       and exists (select from csr_bills b join csr_bill_payments p on p.bill_id = b.id where b.allocation_id = new.id) then
        raise exception using errcode = 'BJ051', message = 'csr.already-paid';
    end if;
    if new.status = 'Refused' and old.status = 'Proposed' then delete from csr_choices where allocation_id = new.id; end if;
    return new;
end $$;

-- At the end of the transaction: the sums are the months', once all are bound, and no fund has spent what it has not got.
create or replace function csr_allocations_add_up() returns trigger language plpgsql as $$
declare the csr_allocations;
begin
    select * into the from csr_allocations where id = new.id;
    if tg_op = 'UPDATE' and not the.is_filled and the.status = 'Proposed' then return null; end if; -- its budget was found free when it began
    if the.status in ('Proposed', 'Approved') and the.is_filled then
        if exists (select from csr_choices where allocation_id = the.id)
           or (the.workers, the.person_months, the.total) <>
              (select count(distinct candidate_id)::int, count(*)::int, coalesce(sum(amount), 0)::bigint from csr_months where allocation_id = the.id)
           or (the.workers, the.person_months, the.total) <>
              (select count(*)::int, coalesce(sum(months), 0)::int, coalesce(sum(amount), 0)::bigint from csr_items where allocation_id = the.id) then
            raise exception using errcode = 'BJ051', message = 'csr.does-not-add-up';
        end if;
    end if;
    if the.status in ('Refused', 'Cancelled') and exists (select from csr_months where allocation_id = the.id) then
        raise exception using errcode = 'BJ051', message = 'csr.does-not-add-up';
    end if;
    if csr_free(the.fund_id) < 0 then
        raise exception using errcode = 'BJ051', message = 'csr.above-unspent';
    end if;
    return null;
end $$;

-- 3. Guards of months: a statement at a time -------------------------------------------------------------------------------------------
create or replace function csr_months_guard() returns trigger language plpgsql as $$
begin
    if exists (
        with price as (
            select p.allocation_id, p.month, p.sector, sum(p.amount) as amount from csr_prices p
             where p.allocation_id in (select distinct allocation_id from added) group by p.allocation_id, p.month, p.sector
        )
        select from added m
          join csr_allocations a on a.id = m.allocation_id
          join csr_candidates c on c.id = m.candidate_id
          join csr_occupations o on o.code = c.occupation_code
          left join price on price.allocation_id = m.allocation_id and price.month = m.month and price.sector = o.sector
         where a.status <> 'Proposed' or c.fund_id <> a.fund_id or c.nik_hash <> m.nik_hash or c.erased_at is not null
            or m.month < a.first_month or m.month >= a.first_month + make_interval(months => a.months)
            or m.amount is distinct from price.amount) then
        raise exception using errcode = 'BJ051', message = 'csr.month-differs';
    end if;
    return null;
end $$;

drop trigger csr_months_kept on csr_months;
drop function csr_months_kept();
create trigger csr_months_kept before update on csr_months for each row execute function append_only();
-- A month is given up with its whole allocation, or by csr_give_up_covered alone.
create function csr_months_given_up() returns trigger language plpgsql as $$
begin
    if current_user <> 'bpjsbjb_owner' and exists (
        select from (select distinct allocation_id from gone) g left join csr_allocations a on a.id = g.allocation_id
         where a.status is null or a.status not in ('Refused', 'Cancelled')) then
        raise exception using errcode = 'BJ001', message = 'database.append-only';
    end if;
    return null;
end $$;
create trigger csr_months_given_up after delete on csr_months referencing old table as gone
    for each statement execute function csr_months_given_up();

-- 4. Choosing and binding --------------------------------------------------------------------------------------------------------------
-- Region by region in the order of the lists, as far as each region's part of the budget reaches. Months somebody else pays are noted.
create function csr_choose(the_allocation uuid, out wanted int, out reached int, out elsewhere int)
    language plpgsql security definer set search_path = public, pg_temp as $$
declare the csr_allocations; after_month date; was text[];
begin
    select * into the from csr_allocations where id = the_allocation for update;
    if the.id is null or the.status <> 'Proposed' or the.is_filled or the.chosen > 0 then
        raise exception using errcode = 'BJ051', message = 'csr.allocation-decided';
    end if;
    after_month := (the.first_month + make_interval(months => the.months))::date;
    was := csr_scope(array['0', '2147483647', '0', '2147483647']); -- the allocation was the asker's to see; its people are asked once, not one by one
    -- Groups and sums, no look from each to all: no plan hangs on what the tables were yesterday.
    with quota as (
        select r.region_code, (the.budget * r.share / 10000)::bigint as money from csr_fund_regions r where r.fund_id = the.fund_id
    ), price as materialized (
        select p.month, p.sector, sum(p.amount)::bigint as amount from csr_prices p where p.allocation_id = the_allocation group by p.month, p.sector
    ), whole as (
        select p.sector, sum(p.amount)::bigint as amount, count(*)::int as months from price p group by p.sector
    ), taken as materialized (
        select t.candidate_id, t.month, min(t.payer) as payer, min(price.amount) as amount
          from csr_covered(the.fund_id, the.first_month, after_month) t
          join csr_candidates c on c.id = t.candidate_id
          join csr_occupations o on o.code = c.occupation_code
          join price on price.month = t.month and price.sector = o.sector
         where c.erased_at is null and not exists (select from csr_benefits b where b.candidate_id = c.id and b.kind = 'Death')
         group by t.candidate_id, t.month
    ), skipped as (
        insert into csr_skipped_months (allocation_id, candidate_id, month, payer)
        select the_allocation, t.candidate_id, t.month, t.payer from taken t where t.payer <> 'Fund'
    ), lines as ( -- everybody with all months, less each month somebody pays
        select c.id, whole.amount, whole.months, false as is_paid_for, q.region_code, q.money, l.decided_at, c.row_number
          from csr_candidates c
          join csr_lists l on l.id = c.list_id and l.status = 'Confirmed'
          join csr_occupations o on o.code = c.occupation_code
          join whole on whole.sector = o.sector
          cross join lateral (select * from quota where c.region_code like quota.region_code || '%' order by length(quota.region_code) desc limit 1) q
         where c.fund_id = the.fund_id and c.erased_at is null
           and not exists (select from csr_benefits b where b.candidate_id = c.id and b.kind = 'Death')
        union all
        select t.candidate_id, -t.amount, -1, t.payer <> 'Fund', null, null, null, null from taken t
    ), costs as (
        select l.id, sum(l.amount)::bigint as cost, sum(l.months) > 0 as is_wanted, bool_or(l.is_paid_for) as is_paid_for, min(l.region_code) as region_code,
               min(l.money) as money, min(l.decided_at) as decided_at, min(l.row_number) as row_number
          from lines l group by l.id having count(l.region_code) > 0
    ), ranked as materialized (
        select c.id, c.is_wanted, c.is_paid_for,
               c.is_wanted and sum(c.cost) over (partition by c.region_code order by c.decided_at, c.row_number, c.id rows unbounded preceding) <= c.money as is_reached
          from costs c
    ), chosen as (
        insert into csr_choices (allocation_id, place, candidate_id)
        select the_allocation, row_number() over (order by r.id), r.id from ranked r where r.is_reached
    )
    select (count(*) filter (where r.is_wanted))::int, (count(*) filter (where r.is_reached))::int,
           (count(*) filter (where not r.is_wanted and r.is_paid_for))::int
      into wanted, reached, elsewhere from ranked r;
    update csr_allocations a set chosen = reached, waiting = wanted - reached, covered_elsewhere = elsewhere where a.id = the_allocation;
    perform csr_scope(was);
end $$;

-- Binds the months of the next people of the choice and says how many they were; at none left it is filled. Cut off it goes on where it was.
create function csr_bind(the_allocation uuid, most int) returns int
    language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = auto as $$ -- foreign keys are looked up by one kept plan
declare the csr_allocations; first_place int; next_ids uuid[]; bound record; was text[];
begin
    select * into the from csr_allocations where id = the_allocation for update;
    if the.id is null or the.status <> 'Proposed' or the.is_filled then return 0; end if;
    was := csr_scope(array['0', '2147483647', '0', '2147483647']);
    first_place := (select c.place from csr_choices c where c.allocation_id = the_allocation order by c.place limit 1);
    with next as (
        delete from csr_choices c where c.allocation_id = the_allocation and c.place >= first_place and c.place < first_place + most returning c.candidate_id
    )
    select array_agg(candidate_id) into next_ids from next;
    with price as materialized (
        select p.month, p.sector, sum(p.amount)::bigint as amount from csr_prices p where p.allocation_id = the_allocation group by p.month, p.sector
    ), free as materialized (
        select c.id, c.nik_hash, price.month, price.amount
          from unnest(next_ids) as next (id)
          join csr_candidates c on c.id = next.id
          join csr_occupations o on o.code = c.occupation_code
          join price on price.sector = o.sector
         where c.erased_at is null -- its name was taken off meanwhile
           and not exists (select from csr_skipped_months s where s.allocation_id = the_allocation and s.candidate_id = c.id and s.month = price.month)
    ), added as (
        insert into csr_months (nik_hash, month, allocation_id, candidate_id, amount)
        select f.nik_hash, f.month, the_allocation, f.id, f.amount from free f order by f.nik_hash, f.month
        on conflict (nik_hash, month) do nothing
        returning candidate_id, amount
    ), items as (
        insert into csr_items (allocation_id, candidate_id, months, amount)
        select the_allocation, a.candidate_id, count(*), sum(a.amount) from added a group by a.candidate_id
        returning months, amount
    )
    select count(*)::int as workers, coalesce(sum(i.months), 0)::int as person_months, coalesce(sum(i.amount), 0)::bigint as total into bound from items i;
    update csr_allocations a
       set workers = a.workers + bound.workers, person_months = a.person_months + bound.person_months, total = a.total + bound.total,
           is_filled = not exists (select from csr_choices c where c.allocation_id = the_allocation)
     where a.id = the_allocation;
    update csr_allocations a set waiting = a.waiting + a.chosen - a.workers where a.id = the_allocation and a.is_filled;
    perform csr_scope(was);
    return coalesce(cardinality(next_ids), 0);
end $$;
revoke execute on function csr_choose(uuid), csr_bind(uuid, int) from public;
