-- Notices by e-mail: an outbox, and what each person chose. See decision 0034.

-- What a person chose; no row is Indonesian and mail on.
create table mail_choices (
    user_id uuid not null constraint pk_mail_choices primary key constraint fk_mail_choices_users references users (id),
    language varchar(2) not null default 'id' constraint ck_mail_choices_language check (language in ('id', 'en')),
    is_off boolean not null default false,
    changed_at timestamptz not null
);
alter table mail_choices enable row level security, force row level security;
create policy scope on mail_choices using (user_id = current_setting('app.user')::uuid
    or (current_setting('app.user')::uuid = '00000000-0000-0000-0000-000000000000'
        and current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
        and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647));
create policy read on mail_choices for select to bpjsbjb_owner using (true);

-- The outbox: to whom and when, never a word of what is written. One digest a person a day, whoever makes it.
create table mails (
    id uuid not null default gen_random_uuid() constraint pk_mails primary key,
    user_id uuid not null constraint fk_mails_users references users (id),
    kind varchar(20) not null constraint ck_mails_kind check (kind in ('Digest', 'Urgent')),
    day date not null,
    made_at timestamptz not null,
    next_at timestamptz not null,       -- not before
    claimed_until timestamptz null,     -- a server is at it; past, it was killed
    attempts int not null default 0,
    sent_at timestamptz null,
    given_up_at timestamptz null,
    error varchar(100) null,            -- a code, never what a mail server said
    constraint ck_mails_end check (sent_at is null or given_up_at is null)
);
create unique index ux_mails_digest on mails (user_id, day) where kind = 'Digest';
create index ix_mails_due on mails (next_at) where sent_at is null and given_up_at is null;

-- A notice is a line of one mail at most.
alter table notices add column mail_id uuid null constraint fk_notices_mails references mails (id);
create index ix_notices_mail on notices (mail_id) where mail_id is not null;
create index ix_notices_unmailed on notices (at) where mail_id is null and read_at is null;

-- Whom a kind of notice is mailed to: whoever has a right in force and has not switched mail off. What concerns the account itself always comes.
create function mail_is_wanted(the_user uuid, the_kind text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from access_grants where user_id = the_user and approved_at is not null and ended_at is null
                      and coalesce(valid_to, 'infinity') >= portal_today())
       and exists (select from users where id = the_user and email is not null)
       and (the_kind = 'FactorsReset' or not exists (select from mail_choices where user_id = the_user and is_off))
$$;
revoke execute on function mail_is_wanted(uuid, text) from public;
