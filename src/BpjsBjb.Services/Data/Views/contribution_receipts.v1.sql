-- Rupiah received, one row per payment, in the month of paid_on, whatever months it pays for. Each payment belongs to one loan,
-- so no rupiah is counted twice: the loan of the bill's case; for a bill without a case, the loan last applied for by that day.
-- Money received stays counted when its loan is cancelled later.
create view contribution_receipts with (security_invoker = true) as
select payment.id as payment_id,
       payment.paid_on,
       payment.amount,
       payment.reference,
       bill.number as bill_number,
       loan.id as loan_id,
       loan.regency_code,
       loan.office_id,
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
             limit 1));
