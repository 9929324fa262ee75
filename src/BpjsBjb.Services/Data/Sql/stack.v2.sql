-- The stack as before (stack.v1.sql), and an employer's loan judged by the cover of those it rests on: its workers, and of a cooperative the members
-- whose cover is required. One question of an employer's loan, asked of no other.
grant usage, create on schema public to bpjsbjb_figures;
set role bpjsbjb_figures; -- whose the stack is

-- Whether a layer stands: its certificate runs, its premium is paid and, where its scheme demands it, its debtor is covered.
create function layer_stands(the_layer loan_guarantees, is_covered boolean, on_date date) returns boolean language sql stable as $$
    select on_date between the_layer.valid_from and the_layer.valid_to
           and (the_layer.premium = 0 or exists (select from guarantee_premiums p where p.guarantee_id = the_layer.id))
           and (is_covered is not false or not exists (
                    select from guarantee_demands d
                     where d.demand = 'DebtorCovered' and (d.guarantor_code is null or d.guarantor_code = the_layer.guarantor_code)
                       and on_date >= d.valid_from and on_date <= coalesce(d.valid_to, 'infinity')))
$$;

-- Null where the loan is a person's.
create function employer_is_covered(the_loan uuid, on_date date) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
    select case when e.legal_form = 'Cooperative' then members.required > 0 and members.covered = members.required else workers.all_of_them > 0 end
           and workers.covered = workers.all_of_them
      from loans l
      join employers e on e.id = l.employer_id
      cross join lateral (select count(*) as all_of_them, count(*) filter (where w.is_covered) as covered from loan_worker_cover(l.id, on_date) w) workers
      cross join lateral (select count(*) as required, count(*) filter (where m.is_covered) as covered
                            from loan_member_cover(l.id, on_date) m where m.is_required) members
     where l.id = the_loan
$$;

create or replace function loan_stacks(on_date date) returns table (
        loan_id uuid, application_number varchar, product_code varchar, office_id uuid, regency_code varchar, full_name varchar, outstanding bigint,
        balance_on date, is_covered boolean, layers int, standing int, guaranteed bigint, residual bigint)
    language sql stable security definer set search_path = public, pg_temp as $$
    select owed.id, owed.application_number, owed.product_code, owed.office_id, owed.regency_code, owed.full_name, owed.outstanding, owed.as_of,
           owed.is_covered, stack.layers, stack.standing, stack.guaranteed, owed.outstanding - stack.guaranteed
      from (
        select loan.id, loan.application_number, loan.product_code, loan.office_id, loan.regency_code,
               coalesce(debtor.full_name, employer.name) as full_name,
               case when loan.employer_id is null then debtor.is_covered else employer_is_covered(loan.id, on_date) end as is_covered, balance.as_of,
               coalesce(balance.outstanding, paid.total * greatest(0, least(loan.term_months, term.left_months)) / loan.term_months)::bigint as outstanding
          from loans loan
          cross join lateral (select month_of(min(d.value_date)) as first_month, sum(d.amount)::bigint as total
                                from disbursements d where d.loan_id = loan.id) paid
          cross join lateral (
                select (extract(year from last.month)::int - extract(year from greatest(month_of(on_date), paid.first_month))::int) * 12
                       + extract(month from last.month)::int - extract(month from greatest(month_of(on_date), paid.first_month))::int + 1 as left_months
                  from (select (paid.first_month + make_interval(months => loan.term_months - 1))::date as month) last
               ) term
          left join lateral (select b.outstanding, b.as_of from loan_balances b
                              where b.loan_id = loan.id and b.as_of <= on_date order by b.as_of desc limit 1) balance on true
          left join lateral (
                select person.full_name,
                       i.decline_reason is null and exists (select from covered_months c
                                                             where c.participation_id = i.participation_id and c.month = month_of(on_date)) as is_covered
                  from loan_insured i join people person on person.id = i.person_id
                 where i.loan_id = loan.id limit 1
               ) debtor on true
          left join employers employer on employer.id = loan.employer_id
         where loan.status = 'Disbursed'
           and not exists (select from loan_closures c where c.loan_id = loan.id)
           and loan.bank_position between current_setting('app.bank_lo')::int and current_setting('app.bank_hi')::int
           and loan.bpjs_position between current_setting('app.bpjs_lo')::int and current_setting('app.bpjs_hi')::int
      ) owed
      cross join lateral (
        select count(*)::int as layers, (count(*) filter (where layer.stands))::int as standing,
               coalesce(sum(owed.outstanding * layer.share / 10000) filter (where layer.stands), 0)::bigint as guaranteed
          from (select g.share, layer_stands(g, owed.is_covered, on_date) as stands
                  from loan_guarantees g where g.loan_id = owed.id and g.ended_at is null) layer
      ) stack
$$;
revoke execute on function layer_stands(loan_guarantees, boolean, date), employer_is_covered(uuid, date) from public;
set role bpjsbjb_owner;
revoke create on schema public from bpjsbjb_figures;
