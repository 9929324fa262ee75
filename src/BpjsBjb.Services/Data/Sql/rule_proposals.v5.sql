-- A table of brackets in one proposal: all of it takes the place of every bracket in force, or nothing does. See decision 0028.
alter table rule_proposals add constraint ck_rule_proposals_table
    check (not says ? 'rows' or (kind = 'contribution_brackets' and jsonb_typeof(says -> 'rows') = 'array' and says -> 'rows' <> '[]'));

grant usage, create on schema public to bpjsbjb_rules;
set role bpjsbjb_rules; -- whose the functions are
alter function write_rule(rule_proposals) rename to write_rule_row;

-- Everything that holds within the proposal's days is closed or superseded first, then the table is written whole. A bracket that begins within
-- them, or that begins with them and is not in the table, is not touched: it is an overlap.
create function write_rule_table(proposal rule_proposals) returns jsonb language plpgsql security definer set search_path = public, pg_temp as $$
declare
    common constant jsonb := jsonb_build_object('valid_from', proposal.valid_from, 'valid_to', proposal.valid_to,
        'regulation', proposal.regulation, 'article', proposal.article, 'is_confirmed', proposal.is_confirmed, 'recorded_at', now());
    present jsonb;
    fresh jsonb;
    columns constant text := (select string_agg(quote_ident(attname), ', ') from pg_attribute
         where attrelid = proposal.kind::regclass and attnum > 0 and not attisdropped and attname not in ('id', 'recorded_at'));
    placed int[] := '{}';
    rests jsonb := '[]';
    replaced jsonb := '[]';
begin
    for present in execute format(
        'select to_jsonb(t) from %I t where daterange(valid_from, valid_to, ''[]'') && daterange($1, $2, ''[]'') order by id for update', proposal.kind)
        using proposal.valid_from, proposal.valid_to
    loop
        fresh := (select value from jsonb_array_elements(proposal.says -> 'rows') where value -> 'number' = present -> 'number');
        if (present ->> 'valid_from')::date > proposal.valid_from or ((present ->> 'valid_from')::date = proposal.valid_from and fresh is null) then
            raise exception using errcode = 'BJ005', message = 'rule-proposal.overlaps';
        end if;
        replaced := replaced || present;
        if (present ->> 'valid_from')::date < proposal.valid_from then
            execute format('update %I set valid_to = $1 where id = $2', proposal.kind) using proposal.valid_from - 1, (present ->> 'id')::int;
        else
            execute format('update %1$I set (%2$s) = (select %2$s from jsonb_populate_record(null::%1$I, $1)) where id = $2', proposal.kind, columns)
                using fresh || common, (present ->> 'id')::int;
            insert into rule_origins (kind, rule_id, proposal_id) values (proposal.kind, (present ->> 'id')::int, proposal.id);
            placed := placed || (fresh ->> 'number')::int;
        end if;
        if proposal.valid_to < coalesce((present ->> 'valid_to')::date, 'infinity') then
            rests := rests || (present || jsonb_build_object('valid_from', proposal.valid_to + 1, 'recorded_at', now()));
        end if;
    end loop;

    for fresh in select value from jsonb_array_elements(proposal.says -> 'rows') loop
        if not (fresh ->> 'number')::int = any (placed) then perform add_rule(proposal, fresh || common); end if;
    end loop;
    for fresh in select value from jsonb_array_elements(rests) loop perform add_rule(proposal, fresh); end loop;
    return replaced;
end $$;

create function write_rule(proposal rule_proposals) returns jsonb language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if proposal.says ? 'rows' then return write_rule_table(proposal); end if;
    return write_rule_row(proposal);
end $$;

revoke execute on function write_rule_table(rule_proposals), write_rule(rule_proposals) from public;
set role bpjsbjb_owner;
revoke create on schema public from bpjsbjb_rules;
