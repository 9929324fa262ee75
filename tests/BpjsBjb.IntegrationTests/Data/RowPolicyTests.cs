using BpjsBjb.Domain.Common;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Data;

/// <summary>The second wall: PostgreSQL itself shows and takes only rows of the reader's offices.</summary>
/// <remarks>That every table has the policy, fails without a scope and shows a stranger nothing: <see cref="RowPolicyHoleTests"/>.</remarks>
public sealed class RowPolicyTests(RowPolicyBank bank) : IClassFixture<RowPolicyBank>
{
    /// <summary>Tables whose rows are nobody's in particular, each with the reason.</summary>
    internal static readonly Dictionary<string, string> WithoutPolicy = new()
    {
        ["baselines"] = "published figures",
        ["benefits"] = "the law",
        ["business_types"] = "the law",
        ["business_type_answers"] = "questions about the law",
        ["contribution_brackets"] = "the law",
        ["contribution_discounts"] = "the law",
        ["enterprise_classes"] = "the law",
        ["flat_contributions"] = "the law",
        ["limits"] = "the law",
        ["csr_donor_viewers"] = "which donor's sums a right shows; no debtor",
        ["csr_donors"] = "organisations that give; their funds have offices",
        ["csr_occupations"] = "a list of occupations",
        ["participation_duties"] = "the law",
        ["prepayment_terms"] = "the law",
        ["privacy_notices"] = "a text for everybody",
        ["breach_incidents"] = "no case: an account, a time, sealed words",
        ["retention_rules"] = "the law",
        ["retention_runs"] = "counts of a night",
        ["program_duties"] = "the law",
        ["wage_rates"] = "the law",
        ["jp_wage_ceilings"] = "the law",
        ["wage_program_duties"] = "the law",
        ["jkp_shares"] = "the law",
        ["claim_items"] = "which documents BPJS asks for",
        ["superseded_rules"] = "the law as it was known",
        ["rule_proposals"] = "what the law would be",
        ["rule_proposal_rows"] = "what the law would be",
        ["rule_trials"] = "counts, and packed lines by reference without a person",
        ["rule_trial_sums"] = "sums of an office and a region",
        ["rule_origins"] = "which proposal a rule came from; no debtor",
        ["rule_confirmations"] = "which member of staff has read which rule; no debtor",
        ["jobs"] = "the portal's own work; no debtor",
        ["job_runs"] = "counts of the portal's own work; no debtor",
        ["told_events"] = "hashes of events a member of staff was told of; no debtor",
        ["mails"] = "to which member of staff a mail went and when; not a word of it, no debtor",
        ["loan_products"] = "the bank's products",
        ["guarantor_debtors"] = "for whose loans a scheme stands",
        ["guarantee_demands"] = "what a claim on a guarantee asks for",
        ["funding_sources"] = "where money of a loan can come from",
        ["agreement_parties"] = "institutions of the agreement, no person",
        ["agreement_terms"] = "what the agreement says",
        ["agreement_documents"] = "sealed papers of the agreement, no debtor",
        ["product_guarantees"] = "which guarantee a product demands",
        ["guarantors"] = "companies that guarantee or fund, no person",
        ["reference_imports"] = "workbooks of reference data: regions, types, products, guarantors, targets",
        ["offices"] = "names of offices",
        ["office_spans"] = "numbers of offices",
        ["office_versions"] = "names of offices as they were",
        ["office_mergers"] = "which office becomes part of which",
        ["office_successions"] = "which office goes on for which",
        ["office_changes"] = "what the trail tells of offices, no debtor",
        ["review_seeds"] = "random numbers of past days",
        ["regions"] = "names of regions",
        ["region_tiles"] = "a map",
        ["targets"] = "plans of a region",
        ["targets_in_force"] = "plans of a region",
        ["audit_seals"] = "hashes and counts of rows, no row",
        ["key_checks"] = "a known text under each key, no person",
        ["key_ring"] = "sealed keys, no person",
        ["discount_runs"] = "which rule is worked through; no debtor",
        ["gate_proofs"] = "one line a night: how many, of whom nobody",
        ["signing_keys"] = "sealed keys, no person",
        ["evidence_duties"] = "rules",
        ["cover_turns"] = "one line a month: how many, of whom nobody",
        ["users"] = "staff: read at sign-in, before there is a scope; names stand beside what they did",
        ["user_claims"] = "staff",
        ["user_logins"] = "staff",
        ["user_tokens"] = "staff",
        ["user_sessions"] = "staff",
        ["access_grants"] = "staff",
        ["invitations"] = "staff",
        ["user_authenticators"] = "staff",
        ["user_recovery_codes"] = "staff",
        ["user_passkeys"] = "staff",
        ["factor_resets"] = "staff",
        ["__EFMigrationsHistory"] = "the schema's own",
    };

    private readonly Desk _desk = bank.Desk;

    public static TheoryData<string> TablesOfDebtors =>
    [
        "enrollments", "loans", "enrollment_history", "returned_fields", "loan_insured", "disbursements", "proofs", "people",
        "registry_members", "businesses", "consents", "participations", "heirs", "covered_months", "bills", "bill_lines", "payments",
        "audit_entries", "personal_data_reads", "facilities", "facility_months", "case_standings", "case_months", "case_bills", "case_changes",
        "review_claims", "review_escalations", "review_redirects", "review_queue", "lifted_clearances", "second_looks",
        "duplicate_checks", "duplicate_pairs", "person_merges", "person_merge_moves",
        "employers", "employer_workers", "employer_payments", "worker_months", "loan_members", "loan_groups",
        "cover_contacts", "loan_balances", "loan_closures", "cover_exits", "cover_changes", "loan_covers", "employer_covers", "jht_claims",
        "gate_waivers", "gate_decisions", "disbursement_attempts", "gate_differences",
        "claims", "claim_events", "claim_heirs", "claim_closures", "claim_papers",
        "worker_claims", "worker_claim_events", "worker_claim_closures",
        "loan_guarantees", "guarantee_premiums", "guarantee_documents", "loan_fundings",
        "receipts", "money_entries", "payment_reversals", "reversed_months", "carried_discounts", "suspense_lines",
    ];

    [Theory]
    [MemberData(nameof(TablesOfDebtors))]
    public async Task The_own_office_sees_what_the_whole_scope_sees(string table)
    {
        // What the trail tells of staff is nobody's office's.
        var all = table is "audit_entries"
            ? await _desk.Database.ReadAsync<long>("select count(*) from audit_entries where num_nonnulls(enrollment_id, loan_id, participation_id, person_id) > 0")
            : await CountAsync(table, RowScope.Everything);

        Assert.Equal(all, await CountAsync(table, RowScope.Of(SmallBank.Officer.Actor)));
        Assert.Equal(all, await CountAsync(table, RowScope.Of(SmallBank.Reviewer.Actor)));
    }

    [Fact]
    public async Task A_row_is_not_moved_or_written_into_a_foreign_office()
    {
        var id = await _desk.DraftedAsync(A.Form());
        var officer = RowScope.Of(SmallBank.Officer.Actor);

        var moved = await Assert.ThrowsAsync<PostgresException>(
            () => _desk.Database.AsAppAsync(
                officer with { Bpjs = new OfficeInterval(110_000, 119_999) }, "update enrollments set bpjs_position = 210000 where id = $1", id));
        var changed = await _desk.Database.AsAppAsync(
            RowScope.Of(SmallBank.OtherOfficer.Actor),
            "with done as (update enrollments set full_name = 'X' where id = $1 returning 1) select count(*) from done",
            id);

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, moved.SqlState);
        Assert.Equal(0L, changed);
    }

    [Fact]
    public async Task Partitions_of_the_ledger_show_nothing_by_themselves()
    {
        await _desk.ClearedAsync();

        Assert.Equal(0L, await CountAsync($"covered_months_{A.Today.Year}", RowScope.Everything));
        Assert.NotEqual(0L, await CountAsync("covered_months", RowScope.Everything));
    }

    [Fact]
    public async Task Settings_end_with_their_transaction()
    {
        await using var db = _desk.Get<IDbContextFactory<BpjsBjbDbContext>>().CreateDbContext();
        await db.Database.OpenConnectionAsync(Desk.Cancel);
        await using (await db.BeginAsync(SmallBank.Officer.Actor, Desk.Cancel)) await db.Enrollments.CountAsync(Desk.Cancel);

        var forgotten = await Assert.ThrowsAsync<PostgresException>(() => db.Enrollments.CountAsync(Desk.Cancel));

        Assert.Equal(PostgresErrorCodes.InvalidTextRepresentation, forgotten.SqlState);
    }

    [Fact]
    public async Task One_unit_of_work_is_one_persons()
    {
        await using var db = _desk.Get<IDbContextFactory<BpjsBjbDbContext>>().CreateDbContext();
        await using var work = await db.BeginAsync(SmallBank.Officer.Actor, Desk.Cancel);

        await Assert.ThrowsAsync<InvalidOperationException>(() => db.BeginAsync(SmallBank.OtherOfficer.Actor, Desk.Cancel));
    }

    [Fact]
    public async Task No_role_of_the_portal_stands_above_the_policies() => Assert.Empty(await _desk.Database.ListAsync<string>(
        "select rolname from pg_roles where rolname like 'bpjsbjb%' and (rolbypassrls or rolsuper)"));

    private async Task<long> CountAsync(string table, RowScope rows) =>
        (long)(await _desk.Database.AsAppAsync(rows, $"select count(*) from {table}"))!;
}
