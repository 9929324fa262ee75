-- A case that came back is corrected where it was sent back for, and nowhere else. The form is sealed; what of it stands beside it as a column
-- is watched here, the rest by the service.
create function enrollments_returned_guard() returns trigger language plpgsql as $$
begin
    if (new.product_code, new.loan_amount, new.application_number, new.regency_code, new.bpjs_office_id)
       is distinct from (old.product_code, old.loan_amount, old.application_number, old.regency_code, old.bpjs_office_id)
       or (new.nik_hash <> old.nik_hash
           and not exists (select from returned_fields where enrollment_id = old.id and field = 'Debtor.Nik'))
       or (new.full_name <> old.full_name
           and not exists (select from returned_fields where enrollment_id = old.id and field = 'Debtor.FullName')) then
        raise exception using errcode = 'BJ002', message = 'enrollment.field-is-fixed';
    end if;
    return new;
end $$;
create trigger enrollments_returned_guard before update on enrollments
    for each row when (old.status = 'Returned' and new.status in ('Returned', 'Submitted') and current_user <> 'bpjsbjb_offices')
    execute function enrollments_returned_guard();
