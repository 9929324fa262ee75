-- The highest version of each regency's plan for a month.
create view targets_in_force with (security_invoker = true) as
select distinct on (regency_code, month, measure) regency_code, month, measure, amount
  from targets
 order by regency_code, month, measure, version desc;
