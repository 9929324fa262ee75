-- Run after every migration by the owner. {app} is the portal's own role: it owns nothing and cannot change the schema.
grant usage on schema public to {app};
revoke create on schema public from public;
revoke all on all tables in schema public from {app};

grant select on all tables in schema public to {app};
grant usage on all sequences in schema public to {app};

grant insert, update, delete on users, user_claims, user_logins, user_tokens to {app};
grant insert on user_sessions to {app};
grant update (last_seen_at, authenticated_at, has_second_factor, ended_at, end_reason) on user_sessions to {app};
grant insert on enrollment_history, bill_lines, payments, disbursements, proofs, registry_members, key_ring to {app};
grant insert, update on enrollments, people, businesses, bills, loans to {app};
grant insert, update, delete on loan_insured, returned_fields, heirs to {app};
grant insert on participations to {app};
-- covered_from and covered_through are the ledger's to write
grant update (bpjs_office_id, bpjs_position, category, sector, contribution_base, income_sealed, with_jht, kpj_sealed, kpj_hash, accepted_at)
    on participations to {app};
grant execute on function record_prior_cover(uuid, date) to {app};
revoke all on "__EFMigrationsHistory" from {app};
grant select on "__EFMigrationsHistory" to {app};
