-- The papers of the agreement: sealed like every paper, added to and never changed. Whoever may read the agreement may have them.
create table agreement_documents (
    id uuid constraint pk_agreement_documents primary key,
    kind varchar(40) not null constraint ck_agreement_documents_kind check (kind in ('Agreement', 'Annex', 'Amendment', 'Minutes', 'Letter')),
    dated_on date not null,               -- the day the paper bears
    format varchar(40) not null constraint ck_agreement_documents_format check (format in ('Pdf', 'Jpeg', 'Png')),
    content_sealed bytea not null constraint ck_agreement_documents_content check (length(content_sealed) between 29 and 4000000),
    content_hash bytea not null constraint ck_agreement_documents_hash check (length(content_hash) = 32),
    added_by uuid not null,
    added_at timestamptz not null
);
create unique index ux_agreement_documents_once on agreement_documents (content_hash);
create trigger agreement_documents_no_truncate before truncate on agreement_documents for each statement execute function append_only();

create function agreement_documents_append_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and to_jsonb(new) - 'content_sealed' = to_jsonb(old) - 'content_sealed' and is_resealed(old.content_sealed, new.content_sealed) then
        return new;
    end if;
    raise exception using errcode = 'BJ001', message = 'database.append-only';
end $$;
create trigger agreement_documents_append_only before update or delete on agreement_documents
    for each row execute function agreement_documents_append_only();

-- Kept by the two institutions that carry the agreement out: the bank's regions and BPJS's supervisors.
create function agreement_documents_guard() returns trigger language plpgsql as $$
begin
    if not exists (select from users u where u.id = new.added_by and u.id = nullif(current_setting('app.user', true), '')::uuid
                                         and u.role in ('RegionalAdmin', 'BpjsSupervisor')) then
        raise exception using errcode = 'BJ045', message = 'agreement.not-yours';
    end if;
    if new.dated_on > portal_today() then
        raise exception using errcode = 'BJ045', message = 'agreement.dated-in-the-future';
    end if;
    return new;
end $$;
create trigger agreement_documents_guard before insert on agreement_documents for each row execute function agreement_documents_guard();
select audit_table('agreement_documents', 'content_sealed', 'content_hash');
