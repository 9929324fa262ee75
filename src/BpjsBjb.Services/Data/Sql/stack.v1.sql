-- The stack: what is still owed on every paid-out loan of the reader's scope, what its layers stand for today, and what is left.
-- A layer stands while its certificate runs, its premium is paid and, where its scheme demands it, its debtor is covered this month
-- (Domain/Stack says the same of one loan). The family's benefit is no layer: the bank is not an heir.
create function loan_stacks(on_date date) returns table (
        loan_id uuid, application_number varchar, product_code varchar, office_id uuid, regency_code varchar, full_name varchar, outstanding bigint,
        balance_on date, is_covered boolean, layers int, standing int, guaranteed bigint, residual bigint)
    language sql stable security definer set search_path = public, pg_temp as $$
    select owed.id, owed.application_number, owed.product_code, owed.office_id, owed.regency_code, owed.full_name, owed.outstanding, owed.as_of,
           owed.is_covered, stack.layers, stack.standing, stack.guaranteed, owed.outstanding - stack.guaranteed
      from (
        select loan.id, loan.application_number, loan.product_code, loan.office_id, loan.regency_code,
               coalesce(debtor.full_name, employer.name) as full_name, debtor.is_covered, balance.as_of,
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
          from (
            select g.share,
                   on_date between g.valid_from and g.valid_to
                   and (g.premium = 0 or exists (select from guarantee_premiums p where p.guarantee_id = g.id))
                   and (owed.is_covered is not false or not exists (
                            select from guarantee_demands d
                             where d.demand = 'DebtorCovered' and (d.guarantor_code is null or d.guarantor_code = g.guarantor_code)
                               and on_date >= d.valid_from and on_date <= coalesce(d.valid_to, 'infinity'))) as stands
              from loan_guarantees g
             where g.loan_id = owed.id and g.ended_at is null) layer
      ) stack
$$;
revoke execute on function loan_stacks(date) from public;
grant usage, create on schema public to bpjsbjb_figures;
alter function loan_stacks(date) owner to bpjsbjb_figures;
revoke create on schema public from bpjsbjb_figures;
