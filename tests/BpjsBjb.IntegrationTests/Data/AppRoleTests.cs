using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.IntegrationTests.Data;

/// <summary>What the portal's own role cannot do, even if the portal were made to try.</summary>
public sealed class AppRoleTests(Desk desk) : IClassFixture<Desk>
{
    private const string InsufficientPrivilege = "42501";

    [Theory]
    [InlineData("insert into covered_months (participation_id, month, payer, amount, recorded_at) select id, date '2026-11-01', 'Participant', 0, now() from participations")]
    [InlineData("update covered_months set amount = 0")]
    [InlineData("delete from covered_months")]
    [InlineData("truncate covered_months")]
    [InlineData("update participations set covered_through = date '2030-12-31'")]
    [InlineData("update participations set covered_from = date '2016-01-01'")]
    [InlineData("update participations set person_id = person_id")]
    [InlineData("delete from participations")]
    [InlineData("delete from payments")]
    [InlineData("update payments set amount = 1")]
    [InlineData("delete from enrollment_history")]
    [InlineData("update enrollment_history set kind = 'Accepted'")]
    [InlineData("delete from bill_lines")]
    [InlineData("update bill_lines set amount = 0")]
    [InlineData("delete from bills")]
    [InlineData("delete from disbursements")]
    [InlineData("update disbursements set amount = 1")]
    [InlineData("delete from proofs")]
    [InlineData("update proofs set covered_through = date '2030-12-31'")]
    [InlineData("delete from enrollments")]
    [InlineData("delete from loans")]
    [InlineData("delete from people")]
    [InlineData("truncate enrollments cascade")]
    [InlineData("update limits set value = 0")]
    [InlineData("insert into participation_duties select * from participation_duties")]
    [InlineData("delete from contribution_discounts")]
    [InlineData("update offices set position_end = 999999")]
    [InlineData("update office_mergers set status = 'Approved'")]
    [InlineData("insert into office_successions select id, current_date, null, id from offices")]
    [InlineData("update office_spans set retired_at = null")]
    [InlineData("select move_office(id, parent_id) from offices where kind = 'Branch'")]
    [InlineData("select carry_out_merger(id) from office_mergers")]
    [InlineData("update registry_members set paid_through = date '2030-12-31'")]
    [InlineData("delete from employers")]
    [InlineData("delete from employer_workers")]
    [InlineData("update employer_workers set nik_hash = nik_hash")]
    [InlineData("update employer_payments set amount = 1")]
    [InlineData("delete from employer_payments")]
    [InlineData("insert into worker_months (employer_id, nik_hash, month, payment_id) select id, npwp_hash, date '2026-11-01', id from employers")]
    [InlineData("delete from worker_months")]
    [InlineData("update loan_members set exemption = 'TakesNoShare'")]
    [InlineData("update loan_groups set name = name")]
    [InlineData("delete from key_ring")]
    [InlineData("delete from \"__EFMigrationsHistory\"")]
    [InlineData("insert into second_looks (enrollment_id) values (gen_random_uuid())")]
    [InlineData("update second_looks set first_by = first_by")]
    [InlineData("insert into review_escalations values (gen_random_uuid(), now(), now(), now())")]
    [InlineData("insert into lifted_clearances (id) values (gen_random_uuid())")]
    [InlineData("insert into review_redirects (id) values (gen_random_uuid())")]
    [InlineData("update duplicate_pairs set reasons = reasons")]
    [InlineData("insert into person_merges (id) values (gen_random_uuid())")]
    [InlineData("update person_merges set status = 'Merged'")]
    [InlineData("insert into person_merge_moves (number) values (1)")]
    [InlineData("select move_rows(gen_random_uuid(), 'bills', '{id}', 'participation_id', gen_random_uuid(), gen_random_uuid())")]
    [InlineData("select keep_pairs(gen_random_uuid(), now(), '{}', '{}', now())")]
    [InlineData("select forget_merge_moves()")]
    [InlineData("select escalate_overdue(1)")]
    [InlineData("select lift_clearances(null, null, null, array['Name'])")]
    [InlineData("create table mine (id int)")]
    [InlineData("create function portal_today() returns date language sql as 'select date ''2016-01-01'''")]
    [InlineData("alter table payments disable trigger all")]
    [InlineData("drop trigger disbursements_guard on disbursements")]
    [InlineData("alter table loans owner to current_user")]
    [InlineData("set session_replication_role = replica")]
    [InlineData("set role bpjsbjb_owner")]
    [InlineData("create role mine")]
    [InlineData("copy (select 1) to program 'true'")]
    [InlineData("select pg_read_file('/etc/passwd')")]
    public async Task The_portals_role_may_not(string sql)
    {
        var refusal = await desk.Database.RefusalAsync(sql);

        Assert.Equal(InsufficientPrivilege, refusal.SqlState);
    }

    [Fact]
    public async Task Every_table_view_and_function_is_the_owners_but_those_behind_the_row_policies() => Assert.Empty(await desk.Database.ListAsync<string>(
        """
        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm', 'S') and pg_get_userbyid(c.relowner) not in ('bpjsbjb_owner', 'bpjsbjb_gate')
           and (c.relname, pg_get_userbyid(c.relowner)) not in (
               ('participant_months', 'bpjsbjb_figures'), ('contribution_receipts', 'bpjsbjb_figures'),
               ('monthly_participants', 'bpjsbjb_figures'), ('monthly_contributions', 'bpjsbjb_figures'),
               ('facilities', 'bpjsbjb_figures'), ('facility_months', 'bpjsbjb_figures'),
               ('case_standings', 'bpjsbjb_figures'), ('case_months', 'bpjsbjb_figures'), ('case_bills', 'bpjsbjb_figures'), ('case_changes', 'bpjsbjb_figures'),
               ('office_changes', 'bpjsbjb_figures'), ('review_queue', 'bpjsbjb_figures'))
        union all
        select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname = 'public' and pg_get_userbyid(p.proowner) not in ('bpjsbjb_owner', 'bpjsbjb_gate')
           and (p.proname, pg_get_userbyid(p.proowner)) not in (
               ('person_of_nik', 'bpjsbjb_lookup'), ('register_of_nik', 'bpjsbjb_lookup'),
               ('survivor_of_nik', 'bpjsbjb_lookup'), ('known_by_merged_number', 'bpjsbjb_lookup'),
               ('cases_of_nik', 'bpjsbjb_lookup'), ('proof_of_code', 'bpjsbjb_lookup'),
               ('processing_is_restricted', 'bpjsbjb_lookup'), ('erasure_holds', 'bpjsbjb_lookup'), ('death_of_nik', 'bpjsbjb_lookup'),
               ('retention_due', 'bpjsbjb_lookup'), ('retention_figures', 'bpjsbjb_lookup'), ('loan_gate', 'bpjsbjb_figures'),
               ('cover_evidence', 'bpjsbjb_figures'), ('gate_people', 'bpjsbjb_figures'), ('gate_facts', 'bpjsbjb_figures'),
               ('loan_evidence', 'bpjsbjb_figures'), ('loan_guaranteed_share', 'bpjsbjb_figures'),
               ('loan_member_cover', 'bpjsbjb_figures'), ('loan_worker_cover', 'bpjsbjb_figures'),
               ('cover_lines', 'bpjsbjb_figures'), ('loan_guarantee_gate', 'bpjsbjb_figures'), ('loan_stacks', 'bpjsbjb_figures'),
               ('csr_covered', 'bpjsbjb_figures'), ('csr_known', 'bpjsbjb_figures'), ('csr_has_billed', 'bpjsbjb_figures'),
               ('layer_stands', 'bpjsbjb_figures'), ('employer_is_covered', 'bpjsbjb_figures'), ('partner_figures', 'bpjsbjb_figures'), ('bills_months_guard', 'bpjsbjb_figures'),
               ('bills_add_up', 'bpjsbjb_figures'),
               ('loan_covers_of', 'bpjsbjb_lookup'), ('keep_loan_covers', 'bpjsbjb_lookup'), ('loan_covers_of_loans', 'bpjsbjb_lookup'),
               ('loan_covers_of_participations', 'bpjsbjb_lookup'), ('loan_covers_of_claims', 'bpjsbjb_lookup'), ('loan_covers_of_moved', 'bpjsbjb_lookup'),
               ('employer_covers_of', 'bpjsbjb_lookup'), ('keep_employer_covers', 'bpjsbjb_lookup'), ('employer_covers_of_workers', 'bpjsbjb_lookup'),
               ('bills_of_the_living', 'bpjsbjb_lookup'), ('dead_among', 'bpjsbjb_lookup'),
               ('csr_readable_funds', 'bpjsbjb_figures'), ('csr_fund_sums', 'bpjsbjb_figures'), ('csr_figures', 'bpjsbjb_figures'), ('csr_dashboard', 'bpjsbjb_figures'),
               ('csr_holds', 'bpjsbjb_figures'), ('csr_named', 'bpjsbjb_figures'), ('csr_retention_due', 'bpjsbjb_figures'), ('csr_listings_of', 'bpjsbjb_figures'),
               ('write_rule', 'bpjsbjb_rules'), ('write_rule_row', 'bpjsbjb_rules'), ('write_rule_table', 'bpjsbjb_rules'),
               ('add_rule', 'bpjsbjb_rules'), ('rule_rows_if', 'bpjsbjb_rules'),
               ('rule_proposals_fit', 'bpjsbjb_rules'), ('approve_rule', 'bpjsbjb_rules'),
               ('office_room', 'bpjsbjb_offices'), ('redirect_case', 'bpjsbjb_offices'), ('move_office', 'bpjsbjb_offices'), ('add_office', 'bpjsbjb_offices'),
               ('change_office', 'bpjsbjb_offices'), ('close_office', 'bpjsbjb_offices'), ('office_work', 'bpjsbjb_offices'),
               ('propose_merger', 'bpjsbjb_offices'), ('decide_merger', 'bpjsbjb_offices'), ('carry_out_merger', 'bpjsbjb_offices'))
           and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
        """));

    [Fact]
    public async Task The_gate_owns_what_pays_out_and_nothing_else() => Assert.Equal(
        ["disbursement_attempts", "disbursements", "gate_decisions", "gate_differences", "gate_proofs", "gate_waivers"],
        await desk.Database.ListAsync<string>(
            "select relname::text from pg_class where relkind in ('r', 'p', 'v') and pg_get_userbyid(relowner) = 'bpjsbjb_gate' order by 1"));

    [Fact]
    public async Task Nobody_is_the_gate_once_the_schema_stands() => Assert.Empty(await desk.Database.ListAsync<string>(
        """
        select member.rolname::text from pg_auth_members m
          join pg_roles member on member.oid = m.member
         where m.roleid = 'bpjsbjb_gate'::regrole and not member.rolsuper
        """));

    [Theory]
    [InlineData("enrollment_history")]
    [InlineData("payments")]
    [InlineData("bill_lines")]
    [InlineData("covered_months")]
    public async Task Not_even_the_owner_changes_what_was_recorded(string table)
    {
        var loan = await desk.ClearedAsync();
        await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout(), SmallBank.Supervisor.Actor, Desk.Cancel);

        var refusal = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => desk.Database.AsOwnerAsync($"delete from {table}"));

        Assert.Equal(("BJ001", "database.append-only"), (refusal.SqlState, refusal.MessageText));
    }

    [Theory]
    [InlineData("Draft", "Accepted")]
    [InlineData("Draft", "Returned")]
    [InlineData("Draft", "Rejected")]
    [InlineData("Submitted", "Draft")]
    [InlineData("Accepted", "Submitted")]
    [InlineData("Accepted", "Rejected")]
    public async Task A_case_moves_only_along_its_edges(string from, string to)
    {
        var id = from switch
        {
            "Draft" => await desk.DraftedAsync(A.Form()),
            "Submitted" => await desk.SubmittedAsync(),
            _ => await desk.AcceptedAsync(),
        };

        var refusal = await desk.Database.RefusalAsync(
            "update enrollments set status = $2, decided_at = now(), decided_by = $3, outcome = 'NewMembership' where id = $1",
            id, to, SmallBank.OtherReviewer.Id);

        Assert.Equal("BJ002", refusal.SqlState);
    }

    [Fact]
    public void The_model_has_no_change_that_no_migration_carries()
    {
        using var db = new BpjsBjbDbContext(DatabaseSetup.Options(desk.Database.AppConnectionString));

        Assert.False(db.Database.HasPendingModelChanges());
    }
}
