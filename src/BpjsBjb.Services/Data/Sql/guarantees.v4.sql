-- With a file that is erased the papers of its guarantees go too; that there were papers, of which kind and when, stays.
alter table guarantee_documents alter content_sealed drop not null;

create or replace function guarantee_documents_append_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and to_jsonb(new) - 'content_sealed' = to_jsonb(old) - 'content_sealed'
       and (is_resealed(old.content_sealed, new.content_sealed) or (new.content_sealed is null and is_erasing())) then
        return new;
    end if;
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;

-- Whoever erases a file writes its row first: what hangs on the loan follows.
create function erasures_take_papers() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update guarantee_documents d set content_sealed = null
      from loan_guarantees g join enrollments e on e.loan_id = g.loan_id
     where g.id = d.guarantee_id and e.id = new.enrollment_id and d.content_sealed is not null;
    return null;
end $$;
create trigger erasures_take_papers after insert on erasures for each row execute function erasures_take_papers();
