-- Guarantees of a loan, in layers, and what the gate asks of them. Shares are basis points of what is not paid back: 10,000 is the whole.

-- 1. The least share a product demands, dated. A row the bank has not confirmed is shown and warns; it blocks nobody. -------------
create table product_guarantees (
    id int constraint pk_product_guarantees primary key,
    product_code varchar(30) not null constraint fk_product_guarantees_products references loan_products (code),
    least_share int not null constraint ck_product_guarantees_share check (least_share between 1 and 10000),
    valid_from date not null,
    valid_to date null constraint ck_product_guarantees_validity check (valid_to >= valid_from),
    regulation varchar(200) not null,
    article varchar(200) not null,
    is_confirmed boolean not null,
    constraint ex_product_guarantees exclude using gist (product_code with =, daterange(valid_from, valid_to, '[]') with &&)
);

-- 2. The layers. A row is only added to; its end is written once, and what was wrong is ended and recorded anew. --------------------
create table loan_guarantees (
    id uuid constraint pk_loan_guarantees primary key,
    loan_id uuid not null constraint fk_loan_guarantees_loans references loans (id),
    layer int not null constraint ck_loan_guarantees_layer check (layer between 1 and 9),
    guarantor_code varchar(30) not null constraint fk_loan_guarantees_guarantors references guarantors (code),
    share int not null constraint ck_loan_guarantees_share check (share between 1 and 10000),
    certificate_number varchar(40) not null constraint ck_loan_guarantees_certificate check (certificate_number ~ '^[A-Z0-9][A-Z0-9./-]{2,39}$'),
    premium bigint not null constraint ck_loan_guarantees_premium check (premium >= 0),
    valid_from date not null,
    valid_to date not null,
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    ended_why varchar(40) null constraint ck_loan_guarantees_why
        check (ended_why in ('Replaced', 'Withdrawn', 'Released', 'RecordedInError', 'LoanClosed')),
    ended_on date null,
    ended_by uuid null,
    ended_at timestamptz null,
    constraint ck_loan_guarantees_validity check (valid_to >= valid_from and valid_to <= valid_from + 11000),
    constraint ck_loan_guarantees_ended check (num_nonnulls(ended_why, ended_on, ended_by, ended_at) in (0, 4))
);
create index ix_loan_guarantees_loan on loan_guarantees (loan_id, layer);
-- One certificate stands for one layer in the bank; a row recorded in error gives its number back.
create unique index ux_loan_guarantees_certificate on loan_guarantees (guarantor_code, certificate_number)
    where ended_why is distinct from 'RecordedInError';

do $$
declare
    everything constant text :=
        $scope$current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
           and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647$scope$;
begin
    execute 'alter table loan_guarantees enable row level security';
    execute 'alter table loan_guarantees force row level security';
    execute format('create policy scope on loan_guarantees using ((%s) or exists (select from loans l where l.id = loan_id))', everything);
end $$;
create trigger loan_guarantees_no_truncate before truncate on loan_guarantees for each statement execute function append_only();
select audit_table('loan_guarantees');
grant select on loan_guarantees, product_guarantees, guarantors to bpjsbjb_figures;
create policy figures on loan_guarantees for select to bpjsbjb_figures using (true);

create function loan_guarantees_guard() returns trigger language plpgsql as $$
declare
    ending constant text[] := array['ended_why', 'ended_on', 'ended_by', 'ended_at'];
    the_loan loans;
    the_scheme guarantors;
    most int;
begin
    if tg_op = 'DELETE' then
        raise exception using errcode = 'BJ001', message = 'database.append-only';
    end if;
    if tg_op = 'UPDATE' then
        if to_jsonb(new) - ending <> to_jsonb(old) - ending then
            raise exception using errcode = 'BJ001', message = 'database.append-only';
        end if;
        if old.ended_at is not null or new.ended_at is null then
            raise exception using errcode = 'BJ045', message = 'guarantee.already-ended';
        end if;
        if new.ended_on > portal_today() then
            raise exception using errcode = 'BJ045', message = 'guarantee.end-in-the-future';
        end if;
        -- To let a guarantee go, or to say it never was, takes somebody else than whoever recorded it.
        if new.ended_why in ('Released', 'RecordedInError') and new.ended_by = old.recorded_by then
            raise exception using errcode = 'BJ045', message = 'guarantee.own-record';
        end if;
        if new.ended_why = 'LoanClosed' and not exists (select from loan_closures where loan_id = new.loan_id) then
            raise exception using errcode = 'BJ045', message = 'guarantee.loan-open';
        end if;
        return new;
    end if;

    -- Whoever adds a layer waits for whoever adds one just now, and for a payout that is just being made.
    select * into the_loan from loans where id = new.loan_id for update;
    if the_loan.id is null or the_loan.status = 'Cancelled' then
        raise exception using errcode = 'BJ045', message = 'guarantee.loan-cancelled';
    end if;
    if exists (select from loan_closures where loan_id = new.loan_id) then
        raise exception using errcode = 'BJ045', message = 'guarantee.loan-closed';
    end if;
    if new.ended_at is not null then
        raise exception using errcode = 'BJ045', message = 'guarantee.already-ended';
    end if;
    select * into the_scheme from guarantors where code = new.guarantor_code;
    if the_scheme.role is distinct from 'Guarantor' then
        raise exception using errcode = 'BJ045', message = 'guarantee.not-a-guarantor';
    end if;
    if new.valid_from < coalesce(the_scheme.valid_from, '-infinity') or new.valid_from > coalesce(the_scheme.valid_to, 'infinity') then
        raise exception using errcode = 'BJ045', message = 'guarantee.scheme-not-in-force';
    end if;
    if new.share > the_scheme.cover_percent * 100 then
        raise exception using errcode = 'BJ045', message = 'guarantee.above-cover';
    end if;
    if exists (select from loan_guarantees o
                where o.loan_id = new.loan_id and o.layer = new.layer and o.ended_at is null
                  and daterange(o.valid_from, o.valid_to, '[]') && daterange(new.valid_from, new.valid_to, '[]')) then
        raise exception using errcode = 'BJ045', message = 'guarantee.layer-taken';
    end if;
    -- On no day more than the whole. A sum only grows on a day on which a certificate begins.
    select max(total) into most from (
        select sum(o.share) as total
          from (select new.valid_from as day
                 union
                select b.valid_from from loan_guarantees b
                 where b.loan_id = new.loan_id and b.ended_at is null and b.valid_from between new.valid_from and new.valid_to) begins
          join loan_guarantees o on o.loan_id = new.loan_id and o.ended_at is null and begins.day between o.valid_from and o.valid_to
         group by begins.day) days;
    if coalesce(most, 0) + new.share > 10000 then
        raise exception using errcode = 'BJ045', message = 'guarantee.above-whole';
    end if;
    return new;
end $$;
create trigger loan_guarantees_guard before insert or update or delete on loan_guarantees for each row execute function loan_guarantees_guard();

-- 3. The gate's conditions about guarantees, in the shape of loan_gate; of a loan inside the reader's scope only. ------------------
-- A layer that ran out, or that its guarantor took back, holds a new payout until the same layer stands again or is let go.
create function loan_guarantee_gate(the_loan uuid, on_date date)
    returns table (code text, is_met boolean, blocks boolean, covered_through date)
    language sql stable security definer set search_path = public, pg_temp as $$
    with layers as (
        select g.layer,
               bool_or(g.ended_at is null and on_date between g.valid_from and g.valid_to) as holds,
               max(g.share) filter (where g.ended_at is null and on_date between g.valid_from and g.valid_to) as share,
               max(g.valid_to) filter (where g.ended_at is null and on_date between g.valid_from and g.valid_to) as through
          from loans l
          join loan_guarantees g on g.loan_id = l.id
         where l.id = the_loan and (g.ended_why is null or g.ended_why in ('Replaced', 'Withdrawn'))
         group by g.layer
    )
    select 'gate.guarantee-demanded', coalesce((select sum(share) from layers), 0) >= demanded.least_share, demanded.is_confirmed,
           (select min(through) from layers)
      from loans l
      join product_guarantees demanded on demanded.product_code = l.product_code
           and on_date >= demanded.valid_from and on_date <= coalesce(demanded.valid_to, 'infinity')
     where l.id = the_loan
    union all
    select 'gate.guarantee-in-force', bool_and(holds), true, min(through) from layers having count(*) > 0
$$;
revoke execute on function loan_guarantee_gate(uuid, date) from public;
grant usage, create on schema public to bpjsbjb_figures;
alter function loan_guarantee_gate(uuid, date) owner to bpjsbjb_figures;
revoke create on schema public from bpjsbjb_figures;
