-- A person with cover in a month, as a debtor of a loan. One row per loan, so that a reader's scope can be taken on the loan's
-- offices; a number of participants is always count(distinct person_id), never count(*) and never a sum of such counts.
-- A loan counts from the month it was applied for, so that a new loan never changes a past month.
-- security_invoker: the reader's own rights and row policies apply, not the owner's.
create view participant_months with (security_invoker = true) as
select covered.month,
       insured.person_id,
       covered.participation_id,
       covered.payment_id,
       loan.id as loan_id,
       loan.regency_code,
       loan.office_id,
       loan.product_code,
       loan.bank_position,
       loan.bpjs_position
  from covered_months covered
  join loan_insured insured on insured.participation_id = covered.participation_id
  join loans loan on loan.id = insured.loan_id
 where insured.decline_reason is null
   and loan.status <> 'Cancelled'
   and covered.month >= month_of(loan.applied_on);
