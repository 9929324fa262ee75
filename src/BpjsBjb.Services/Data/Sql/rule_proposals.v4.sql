-- What is done with the difference where a rule makes months cheaper that are already paid: the proposer chooses, and it is approved with the run.
-- See decision 0028.
alter table rule_proposals add credit varchar(40) null,
    add constraint ck_rule_proposals_credit check (credit in ('Refund', 'CarryForward'));

create function rule_prices(kind text) returns boolean language sql immutable as $$
    select kind in ('contribution_brackets', 'flat_contributions', 'contribution_discounts', 'wage_rates', 'wage_program_duties', 'jp_wage_ceilings')
$$;

-- Proposals made before may lack it; what is proposed from now on does not. Nobody changes it afterwards (rule_proposals_guard).
create function rule_proposals_credit() returns trigger language plpgsql as $$
begin
    if rule_prices(new.kind) and new.credit is null then
        raise exception using errcode = 'BJ005', message = 'rule-proposal.credit-missing';
    end if;
    return new;
end $$;
create trigger rule_proposals_credit before insert on rule_proposals for each row execute function rule_proposals_credit();

drop view rule_proposal_rows;
create view rule_proposal_rows as
select p.*, (p.says || jsonb_build_object('id', 0, 'valid_from', p.valid_from, 'valid_to', p.valid_to, 'regulation', p.regulation,
            'article', p.article, 'is_confirmed', p.is_confirmed, 'recorded_at', p.proposed_at))::text as "row"
  from rule_proposals p;
