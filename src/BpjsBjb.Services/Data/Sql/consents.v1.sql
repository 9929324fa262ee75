-- The notice debtors are given, and that each of them was given it. See decision 0022.

-- 1. One wording of a paragraph a day.
alter table privacy_notices add constraint ex_privacy_notices
    exclude using gist (number with =, daterange(valid_from, valid_to, '[]') with &&);

-- 2. Seen with the case.
alter table consents enable row level security;
alter table consents force row level security;
create policy scope on consents using (
    (current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
     and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647)
    or exists (select from enrollments e where e.id = enrollment_id));
select audit_table('consents');

-- 3. Written once; only a withdrawal comes on top, and only where consent is what the case rests on.
create function consents_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.withdrawn_at is not null
       or to_jsonb(new) - 'withdrawn_at' - 'withdrawn_by' <> to_jsonb(old) - 'withdrawn_at' - 'withdrawn_by' then
        raise exception using errcode = 'BJ001', message = 'database.append-only';
    end if;
    if old.basis <> 'Consent' then
        raise exception using errcode = 'BJ020', message = 'consent.not-the-basis';
    end if;
    return new;
end $$;
create trigger consents_guard before update or delete on consents for each row execute function consents_guard();
create trigger consents_no_truncate before truncate on consents for each statement execute function append_only();

-- 4. No case is sent whose debtor was not told. At commit, because both are stored together.
create function enrollments_are_informed() returns trigger language plpgsql as $$
begin
    if not exists (select from consents where enrollment_id = new.id and withdrawn_at is null) then
        raise exception using errcode = 'BJ020', message = 'consent.missing';
    end if;
    return null;
end $$;
create constraint trigger enrollments_are_informed after update on enrollments
    deferrable initially deferred for each row
    when (old.status in ('Draft', 'Returned') and new.status in ('Submitted', 'Accepted'))
    execute function enrollments_are_informed();
