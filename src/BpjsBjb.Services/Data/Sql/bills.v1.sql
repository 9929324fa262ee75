-- A bill says by itself what it was priced by: category and sector as they were stated then. See decision 0032.

-- What is known of bills from before is what their participation states. Their other columns stay as they are, so no guard is passed by.
alter table bills disable trigger user;
update bills b set category = p.category, sector = p.sector from participations p where p.id = b.participation_id;
alter table bills enable trigger user;
alter table bills alter column category drop default, alter column sector drop default;
alter table bills add constraint ck_bills_question check (category in ('SelfEmployed', 'Employer') and sector in ('Other', 'Transport'));

create or replace function bills_guard() returns trigger language plpgsql as $$
begin
    if (old.total, old.months, old.first_month, old.participation_id, old.payer, old.category, old.sector, old.due_on, old.issued_at)
       is distinct from
       (new.total, new.months, new.first_month, new.participation_id, new.payer, new.category, new.sector, new.due_on, new.issued_at) then
        raise exception using errcode = 'BJ005', message = 'bill.is-fixed';
    end if;
    if (old.paid_at is not null and new.paid_at is distinct from old.paid_at)
       or (old.cancelled_at is not null and new.cancelled_at is distinct from old.cancelled_at) then
        raise exception using errcode = 'BJ005', message = 'bill.already-paid';
    end if;
    return new;
end $$;
