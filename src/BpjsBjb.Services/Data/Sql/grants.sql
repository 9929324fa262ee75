-- Run after every migration by the owner. {app} is the portal's own role: it owns nothing and cannot change the schema.
grant usage on schema public to {app};
revoke create on schema public from public;
-- Everybody begins with nothing but reading. Views of the roles behind the row policies follow below.
do $$
declare relation text;
begin
    for relation in
        select format('%I', relname) from pg_class
         where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v') and relowner = 'bpjsbjb_owner'::regrole
    loop
        execute 'revoke all on ' || relation || ' from {app}, {worker}';
        execute 'grant select on ' || relation || ' to {app}, {worker}';
    end loop;
end $$;
grant usage on all sequences in schema public to {app}, {worker};
revoke all on "__EFMigrationsHistory" from {worker};

grant insert, update, delete on users, user_claims, user_tokens to {app};
-- a subject is bound or let go, never moved to somebody else
grant insert, delete on user_logins to {app};
-- a right is decided once: only the deciding columns change
grant insert, update (approved_by, approved_at, refused_by, refused_at, ended_by, ended_at, ended_why, recertified_by, recertified_at)
    on access_grants to {app};
grant insert, update (used_at, expires_at) on invitations to {app};
grant insert, delete on user_authenticators, user_recovery_codes to {app};
grant insert on factor_resets to {app};
grant insert, update (data), delete on user_passkeys to {app};
grant update (last_step) on user_authenticators to {app};
grant update (used_at) on user_recovery_codes to {app};
grant insert on user_sessions to {app};
grant update (last_seen_at, authenticated_at, has_second_factor, ended_at, end_reason) on user_sessions to {app};
grant insert on enrollment_history, bill_lines, payments, proofs, registry_members, key_ring, key_checks to {app};
grant insert, update (withdrawn_at, withdrawn_by) on consents to {app};
grant insert, update (status, authority_told_by, authority_told_at, people_told_by, people_told_at, closed_by, closed_at) on breach_incidents to {app};
grant execute on function breach_figures(uuid) to {app};
grant insert on data_requests to {app};
grant update (status, verified_how, verified_by, verified_at, decided_by, decided_at, refused_why, answer_sealed, done_at, lifted_by, lifted_at)
    on data_requests to {app};
grant insert, update on enrollments, people, businesses, bills, loans to {app};
grant insert, update, delete on loan_insured, returned_fields, heirs to {app};
grant insert, update (claimed_by, assigned_by, claimed_at, claimed_until), delete on review_claims to {app};
-- what is drawn is the acceptance's own trigger's to write; the second look fills its columns in once
grant update (looked_by, looked_at, verdict, reason) on second_looks to {app};
-- a pair is dismissed; what is alike is the background's to say, and records are made one by functions alone
grant update (dismissed_by, dismissed_at, dismissed_why) on duplicate_pairs to {app};
grant execute on function merge_hindrances(uuid, uuid, text), propose_merge(uuid, uuid, uuid, text[], text, timestamptz), refuse_merge(uuid, text, timestamptz),
    carry_out_merge(uuid, bytea, bytea, bytea, timestamptz), undo_hindrances(uuid), undo_merge(uuid, text, timestamptz) to {app};
-- which workers are covered is written by payments alone; a list is only added to and taken from while its loan is applied for
grant insert, update on employers to {app};
grant insert, update (full_name, birth_date, role, wage_sealed, valid_to) on employer_workers to {app};
grant insert on employer_payments, loan_groups to {app};
grant insert, delete on loan_members to {app};
grant insert on participations to {app};
grant insert on receipts, money_entries, payment_reversals to {app};
grant insert, update (ended_why, ended_on, ended_by, ended_at) on loan_guarantees to {app};
grant insert on guarantee_premiums, guarantee_documents, loan_fundings, agreement_documents to {app};
-- a donor's money: facts are added; a list and an allocation are decided once, months given up with their allocation
grant insert on csr_donors, csr_funds, csr_fund_regions, csr_documents, csr_donations, csr_candidates, csr_prices,
    csr_approvals, csr_handovers, csr_bills, csr_bill_payments, csr_next_payers, csr_benefits to {app};
grant insert, update (status, decided_by, decided_at, content_sealed) on csr_lists to {app};
grant insert, update (status, ended_why, ended_by, ended_at) on csr_allocations to {app};
grant delete on csr_months to {app};
grant insert, update (verdict, decided_by, decided_at) on csr_exceptions to {app};
grant insert, update (name, name_en, sector, is_retired) on csr_occupations to {app};
grant insert on csr_donor_viewers to {app};
grant execute on function csr_give_up_covered(uuid), csr_choose(uuid) to {app};
grant execute on function csr_bind(uuid, int) to {app}, {worker};
grant execute on function csr_unspent(uuid), csr_free(uuid) to {app}, {worker};
grant insert (id, kind, candidate_id, nik_hash, channel, verified_how, received_at, due_at, recorded_by, recorded_at),
    update (status, refused_why, decided_by, decided_at, done_at) on csr_requests to {app};
grant insert (list_id, status, rows, done, rows_sealed, asked_at, finished_at) on csr_looks to {app};
grant insert on cover_contacts, loan_balances, loan_closures, cover_exits, jht_claims to {app};
grant insert on claims, claim_events, claim_heirs, claim_closures, claim_papers, worker_claims, worker_claim_events, worker_claim_closures to {app};
-- covered_from and covered_through are the ledger's to write
grant update (bpjs_office_id, bpjs_position, category, sector, contribution_base, income_sealed, with_jht, kpj_sealed, kpj_hash, accepted_at)
    on participations to {app};
grant execute on function record_prior_cover(uuid, date) to {app};
-- audit_entries is its triggers' to write, audit_seals is seal_audit's
grant insert on personal_data_reads to {app};
grant execute on function audit_check(bigint, bigint), audit_lines(bigint, boolean), audit_unsealed() to {app};
revoke all on "__EFMigrationsHistory" from {app};
grant select on "__EFMigrationsHistory" to {app};

-- Views and functions that belong to the two roles behind the row policies (rows.v1.sql).
set role bpjsbjb_figures;
grant select on participant_months, contribution_receipts, facilities, facility_months, case_standings, case_months, case_bills, case_changes, office_changes, review_queue to {app}, {worker};
grant execute on function loan_gate(uuid, date) to {app}, {worker}, bpjsbjb_owner;
grant execute on function loan_member_cover(uuid, date), loan_worker_cover(uuid, date) to {app};
grant execute on function loan_evidence(uuid, date), loan_guaranteed_share(uuid, date) to {worker}, bpjsbjb_owner;
grant execute on function cover_lines(uuid[]) to {app};
grant execute on function loan_stacks(date), partner_figures() to {app};
grant execute on function csr_covered(uuid, date, date) to {app}, bpjsbjb_owner;
grant execute on function csr_known(bytea[], date, date) to {app}, {worker};
grant execute on function csr_readable_funds(), csr_fund_sums(), csr_figures(uuid), csr_dashboard() to {app};
grant execute on function csr_holds(uuid, date), csr_listings_of(bytea) to {app};
grant execute on function csr_named(bytea, date), csr_retention_due(date) to {worker};
grant execute on function csr_has_billed(uuid, date) to {app}, {worker}, bpjsbjb_owner;
grant execute on function loan_guarantee_gate(uuid, date) to {app}, {worker}, bpjsbjb_owner;
grant select on monthly_participants, monthly_contributions to {app}, {worker}, bpjsbjb_readonly;
set role bpjsbjb_lookup;
grant execute on function person_of_nik(bytea, date), register_of_nik(bytea), cases_of_nik(bytea), proof_of_code(text, date) to {app};
grant execute on function survivor_of_nik(bytea) to {app};
grant execute on function processing_is_restricted(bytea), erasure_holds(bytea, date), retention_figures(date) to {app};
grant execute on function death_of_nik(bytea) to {app}, {worker}, bpjsbjb_owner;
grant execute on function retention_due(date) to {worker};
set role bpjsbjb_rules;
grant execute on function approve_rule(uuid, uuid, timestamptz) to {app};
grant execute on function rule_rows_if(uuid) to {worker};
set role bpjsbjb_offices;
grant execute on function redirect_case(uuid, uuid, bigint, uuid, text, timestamptz) to {app};
grant execute on function add_office(uuid, uuid, text, text, text, text, date, boolean), change_office(uuid, bigint, uuid, text, text, text, boolean),
    close_office(uuid, bigint, date), office_work(uuid), propose_merger(uuid, uuid, uuid, date, text, timestamptz),
    decide_merger(uuid, text, timestamptz) to {app};
grant execute on function carry_out_merger(uuid) to {worker};
-- payouts, and all that decides about them, are the gate's to write (gate.v1.sql)
set role bpjsbjb_gate;
grant select on disbursements, gate_decisions, gate_waivers, disbursement_attempts, gate_proofs, gate_differences to {app}, {worker};
grant execute on function decide_gate(uuid, uuid, date, text), disburse(uuid, uuid, bigint, uuid, bigint, date, text),
    record_refused_attempt(uuid, uuid, bigint, date, text, text), propose_waiver(uuid, uuid, text, text, int), decide_waiver(uuid, text) to {app};
grant execute on function reopen_expired_waivers(), prove_disbursements() to {worker};
grant execute on function decide_gate(uuid, uuid, date, text), disburse_as_recorded(uuid, uuid, uuid, bigint, date, text, timestamptz) to bpjsbjb_owner;
set role bpjsbjb_owner;
-- a proposal is decided once, approved by approve_rule alone; a trial is asked for here and run by the worker
grant insert (id, kind, says, valid_from, valid_to, regulation, article, is_confirmed, letter, reason, told, credit, proposed_by, proposed_at),
    update (status, decided_by, decided_at) on rule_proposals to {app};
grant insert (id, proposal_id, asked_by, asked_at) on rule_trials to {app};
grant insert on rule_confirmations to {app};
-- a notice is written by its functions alone; whoever was told marks it as read
grant execute on function notify(uuid, text, uuid, text, boolean), settle_notices(text, uuid, uuid) to {app}, {worker};
grant update (read_at) on notices to {app};
grant insert, update on mail_choices to {app};

-- reference data are added to and changed by administrators, never deleted (reference.v1.sql); a target gets a further version
grant insert, update on regions, business_types, loan_products, guarantors to {app};
grant insert on targets to {app};
grant insert, update (status, decided_by, decided_at) on reference_imports to {app};
grant execute on function reference_history(text, text, int, int) to {app};

-- {worker} is the login of the work in the background: beyond reading it writes what is named here.
grant usage on schema public to {worker};
-- erases what may no longer be kept, through functions that look at the reason and every hold again
grant execute on function erase_case(uuid, int, uuid, bytea, bytea), erase_person(uuid, bytea, bytea, bytea, bytea),
    erase_participation(uuid, bytea), csr_erase(uuid[], bytea[], int, uuid, uuid) to {worker};
grant insert, update on retention_runs to {worker};
grant update (status, attempts, started_at, alive_at, finished_at, failure, priced_month, debtors, debtors_done, rows_packed) on rule_trials to {worker};
grant insert on rule_trial_sums to {worker};
grant update (status, done_at) on data_requests to {worker};
grant update (status, done_at, nik_hash, erased, kept) on csr_requests to {worker};
grant update (content_sealed, let_go_at) on csr_documents to {worker};
-- looks at long lists, and puts aside those nobody decides
grant update (status, attempts, done, rows_sealed, alive_at, finished_at) on csr_looks to {worker};
grant update (accepted, warned, refused, looked_at, status, decided_at, content_sealed) on csr_lists to {worker};
grant update (ended_at, end_reason), delete on user_sessions to {worker};
grant execute on function seal_audit(), escalate_overdue(int) to {worker};
grant execute on function keep_pairs(uuid, timestamptz, uuid[], text[], timestamptz), forget_merge_moves() to {worker};
-- turns the months and bills renewals
grant execute on function turn_month(date), covers_ending(date, date, date, uuid, int), renewals_due(uuid[]), tell_of_covers(int) to {worker};
grant insert on bills, bill_lines, enrollment_history, money_entries, carried_discounts, discount_runs to {worker};
grant insert on signing_keys to {worker};
grant execute on function turn_signing_key(uuid, timestamptz) to {worker};
grant insert, update on jobs to {worker};
grant insert, update, delete on job_runs to {worker};
grant insert, update on mails to {worker};
grant update (mail_id) on notices to {worker};
grant execute on function mail_is_wanted(uuid, text) to {worker};
-- notices and mails past their term go, in the night
grant execute on function forget_notices(date, int) to {worker};
grant execute on function notices_due(date) to {app};

-- Numbers without people, for logins that only read; the auditor's role gets its tables beside them.
grant usage on schema public to bpjsbjb_readonly, bpjsbjb_auditor;
grant select on audit_entries, personal_data_reads, audit_seals to bpjsbjb_auditor;
grant execute on function audit_check(bigint, bigint), audit_lines(bigint, boolean), audit_unsealed() to bpjsbjb_auditor;
grant select on targets, targets_in_force, baselines, offices, regions to bpjsbjb_readonly;
