-- As before, and each month belongs to the office that led the loan on its first day: a merger changes no month that had begun.
create or replace view participant_months as
select covered.month,
       insured.person_id,
       covered.participation_id,
       covered.payment_id,
       loan.id as loan_id,
       loan.regency_code,
       coalesce(standing.successor_id, loan.origin_office_id, loan.office_id) as office_id,
       loan.product_code,
       loan.bank_position,
       loan.bpjs_position
  from covered_months covered
  join loan_insured insured on insured.participation_id = covered.participation_id
  join loans loan on loan.id = insured.loan_id
  left join office_successions standing on standing.office_id = coalesce(loan.origin_office_id, loan.office_id)
        and covered.month >= standing.valid_from and covered.month <= coalesce(standing.valid_to, 'infinity')
 where insured.decline_reason is null
   and loan.status <> 'Cancelled'
   and covered.month >= month_of(loan.applied_on);
