-- As before, without payments that were taken back. Each payment belongs to the office that led the loan on the day it was paid.
create or replace view contribution_receipts as
select payment.id as payment_id,
       payment.paid_on,
       payment.amount,
       payment.reference,
       bill.number as bill_number,
       loan.id as loan_id,
       loan.regency_code,
       coalesce(standing.successor_id, loan.origin_office_id, loan.office_id) as office_id,
       loan.product_code,
       loan.bank_position,
       loan.bpjs_position
  from payments payment
  join bills bill on bill.id = payment.bill_id
  left join enrollments enrollment on enrollment.id = bill.enrollment_id
  join loans loan on loan.id = coalesce(
           enrollment.loan_id,
           (select insured.loan_id
              from loan_insured insured
              join loans candidate on candidate.id = insured.loan_id
             where insured.participation_id = bill.participation_id
             order by (candidate.applied_on <= payment.paid_on) desc, candidate.applied_on desc, candidate.id desc
             limit 1))
  left join office_successions standing on standing.office_id = coalesce(loan.origin_office_id, loan.office_id)
        and payment.paid_on >= standing.valid_from and payment.paid_on <= coalesce(standing.valid_to, 'infinity')
 where not exists (select from payment_reversals reversal where reversal.payment_id = payment.id);
