-- Rules of wage earners, and what the portal knew of every rule before it was corrected. See decision 0027.

-- 1. One answer a day -------------------------------------------------------------------------------------------------------
alter table wage_rates add constraint ck_wage_rates_risk_group check ((program = 'Jkk') = (risk_group is not null) and risk_group between 1 and 5);
alter table wage_rates add constraint ck_wage_rates_hundredths check (hundredths between 1 and 10000);
alter table wage_rates add constraint ex_wage_rates
    exclude using gist (program with =, payer with =, (coalesce(risk_group, 0)) with =, daterange(valid_from, valid_to, '[]') with &&);
alter table jp_wage_ceilings add constraint ck_jp_wage_ceilings check (ceiling > 0 and renewed_on > valid_from);
alter table jp_wage_ceilings add constraint ex_jp_wage_ceilings
    exclude using gist (daterange(valid_from, valid_to, '[]') with &&);
alter table wage_program_duties add constraint ex_wage_program_duties
    exclude using gist ("class" with =, program with =, daterange(valid_from, valid_to, '[]') with &&);
alter table jkp_shares add constraint ck_jkp_shares_hundredths check (hundredths between 1 and 10000);
alter table jkp_shares add constraint ex_jkp_shares
    exclude using gist (source with =, daterange(valid_from, valid_to, '[]') with &&);

-- 2. A row that changes leaves its old wording behind -------------------------------------------------------------------------
-- The tables hold the law as it is known now. What is kept here says what was known before, and until when: the start of
-- the transaction, so that closing one row and adding the next are learned at one instant.
create function supersede_rule() returns trigger language plpgsql as $$
declare learned_at constant timestamptz := greatest(now(), old.recorded_at);
begin
    if new.id <> old.id then
        raise exception using errcode = 'BJ001', message = 'database.append-only';
    end if;
    new.recorded_at := old.recorded_at;
    if new is distinct from old then
        if learned_at > old.recorded_at then -- else nobody ever knew the old wording
            insert into superseded_rules (kind, rule_id, recorded_at, superseded_at, "row")
                values (tg_table_name, old.id, old.recorded_at, learned_at, to_jsonb(old));
        end if;
        new.recorded_at := learned_at;
    end if;
    return new;
end $$;

do $$
declare rules text;
begin
    foreach rules in array array['contribution_brackets', 'flat_contributions', 'contribution_discounts', 'program_duties', 'prepayment_terms',
        'participation_duties', 'limits', 'enterprise_classes', 'benefits', 'wage_rates', 'jp_wage_ceilings', 'wage_program_duties',
        'jkp_shares', 'privacy_notices', 'retention_rules'] loop
        execute format('create trigger %I before update on %I for each row execute function supersede_rule()', rules || '_superseded', rules);
        execute format('create trigger %I before delete on %I for each row execute function append_only()', rules || '_kept', rules);
        execute format('create trigger %I before truncate on %I for each statement execute function append_only()', rules || '_no_truncate', rules);
    end loop;
end $$;
create trigger superseded_rules_append_only before update or delete on superseded_rules for each row execute function append_only();
create trigger superseded_rules_no_truncate before truncate on superseded_rules for each statement execute function append_only();
