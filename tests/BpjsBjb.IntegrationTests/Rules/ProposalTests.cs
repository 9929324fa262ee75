using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Rules;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Rules;

/// <summary>A rule comes into force by two people and one run, and by no other way.</summary>
public sealed class ProposalTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly ContributionQuestion OneMonth = new(
        new Rupiah(1_000_000), ParticipantCategory.SelfEmployed, ContributionSector.Other, ContributionPayer.StateBudget, WithJht: false,
        Month.Of(Proposals.Start), Months: 1);

    private readonly Desk _desk = new(server);

    private static ProposeRule Ahead => Proposals.Cited with { ValidFrom = A.Date(Proposals.Start) };

    private RuleProposalService Service => _desk.Get<RuleProposalService>();

    public ValueTask InitializeAsync() => _desk.InitializeAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task A_rule_has_no_effect_until_a_second_person_approves_it_and_a_past_bill_keeps_its_amount()
    {
        var enrollment = await _desk.PaidAsync();
        var bill = await _desk.BillOfAsync(enrollment);
        var before = await TotalAsync(OneMonth);

        var id = await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat("7.000"));
        Assert.Equal(before, await TotalAsync(OneMonth));
        await _desk.ApprovedAsync(id);

        // JKK 10,000 and JKM 6,800, then 7,000 (a state budget earns no discount).
        Assert.Equal(new Rupiah(16_800), before);
        Assert.Equal(new Rupiah(17_000), await TotalAsync(OneMonth));
        Assert.Equal(before, await TotalAsync(OneMonth with { FirstMonth = OneMonth.FirstMonth.Plus(-1) }));
        Assert.Equal(bill.Total, (await _desk.BillOfAsync(enrollment)).Total);
        var details = await _desk.ProposalAsync(id);
        Assert.Equal((ProposalStatus.Approved, "7000"), (details.Status, ((FlatContribution)details.Rule).Amount.ToString()));
    }

    [Fact]
    public async Task What_the_run_showed_is_what_the_approval_writes()
    {
        (ProposalKind Kind, ProposeRule Input)[] proposals =
        [
            (ProposalKind.FlatContribution, Proposals.Flat() with { ValidTo = A.Date(Proposals.Start.AddMonths(6).AddDays(-1)) }),
            (ProposalKind.Discount, Proposals.Cited with
            {
                ValidFrom = A.Date(Proposals.Start), ValidTo = A.Date(Proposals.Start.AddMonths(3).AddDays(-1)),
                Program = "Jkk", Category = "SelfEmployed", Sector = "Other", Payer = "Participant", Percent = "50",
            }),
            (ProposalKind.JpWageCeiling, Proposals.Cited with { ValidFrom = "1-3-2027", RenewedOn = "1-3-2028", Ceiling = "11.500.000" }),
            (ProposalKind.Limit, Proposals.Cited with { ValidFrom = A.Date(Proposals.Start), Limit = "GraceMonths", Value = "6" }),
            (ProposalKind.Duty, Proposals.Cited with
            {
                ValidFrom = A.Date(Proposals.Start), ProductCode = "KUR-KHUSUS", AmountAbove = "50.000.000", AmountUpTo = "200.000.000", Duty = "BankPolicy",
            }),
            (ProposalKind.Bracket, Ahead with { Number = "10", IncomeFrom = "2.700.000", Base = "3.000.000", Jkk = "30.000", Jht = "60.000" }),
            (ProposalKind.ProgramDuty, Ahead with { Category = "SelfEmployed", Program = "Jht", IsMandatory = "true" }),
            (ProposalKind.PrepaymentTerm, Ahead with { Months = "24" }),
            (ProposalKind.EnterpriseClass, Ahead with { Class = "Micro", CapitalUpTo = "2.000.000.000", AnnualSalesUpTo = "3.000.000.000" }),
            (ProposalKind.Benefit, Ahead with { Benefit = "JkmDeath", Program = "Jkm", BenefitAmount = "45.000.000" }),
            (ProposalKind.WageRate, Ahead with { Program = "Jkk", WagePayer = "Employer", RiskGroup = "1", Share = "0,25" }),
            (ProposalKind.WageRate, Ahead with { Program = "Jkm", WagePayer = "Employer", Share = "0.31" }),
            (ProposalKind.WageProgramDuty, Ahead with { Class = "Small", Program = "Jp", IsMandatory = "true" }),
            (ProposalKind.JkpShare, Ahead with { Source = "Government", Share = "0,2" }),
            (ProposalKind.Evidence, Ahead with { ProductCode = "KUR-KECIL", Strength = "PartnerFile" }),
            (ProposalKind.Evidence, Ahead with { Strength = "PartnerAnswer", ValidTo = A.Date(Proposals.Start.AddMonths(3).AddDays(-1)) }),
            (ProposalKind.ProductGuarantee, Ahead with { ProductCode = "KUR-KECIL", Share = "72,5" }),
        ];
        foreach (var (kind, input) in proposals)
        {
            var id = await _desk.ProposedAsync(kind, input);
            var table = await _desk.Database.ReadAsync<string>("select kind from rule_proposals where id = $1", id);
            var present = await RowsAsync($"select to_jsonb(t) from {table} t");
            var shown = await RowsAsync($"select rule_rows_if('{id}')");
            Assert.NotEqual(present, shown);
            Assert.Equal(present, await RowsAsync($"select to_jsonb(t) from {table} t")); // what was tried was taken back

            await _desk.ApprovedAsync(id);
            Assert.Equal(shown, await RowsAsync($"select to_jsonb(t) from {table} t"));
        }
    }

    [Fact]
    public async Task A_duty_leaves_the_amounts_beside_it_as_they_were()
    {
        var before = await BookAsync();
        await _desk.ApprovedAsync(await _desk.ProposedAsync(ProposalKind.Duty, Proposals.Cited with
        {
            ValidFrom = A.Date(Proposals.Start),
            ProductCode = "KUR-KHUSUS",
            AmountAbove = "50.000.000",
            AmountUpTo = "200.000.000",
            Duty = "BankPolicy",
        }));

        var after = await BookAsync();
        Assert.All(new[] { 1_000_000, 50_000_000, 200_000_001, 400_000_000 }, amount => Assert.Equal(
            before.DutyOf("KUR-KHUSUS", new Rupiah(amount), Proposals.Start)?.Duty, after.DutyOf("KUR-KHUSUS", new Rupiah(amount), Proposals.Start)?.Duty));
        Assert.All(new[] { 50_000_001, 100_000_000, 100_000_001, 200_000_000 }, amount =>
            Assert.Equal(Duty.BankPolicy, after.DutyOf("KUR-KHUSUS", new Rupiah(amount), Proposals.Start)!.Duty));
        Assert.Equal(
            before.DutyOf("KUR-KHUSUS", new Rupiah(100_000_000), Proposals.Start.AddDays(-1))!.Duty,
            after.DutyOf("KUR-KHUSUS", new Rupiah(100_000_000), Proposals.Start.AddDays(-1))!.Duty);
    }

    [Fact]
    public async Task A_rule_for_a_time_lets_the_old_one_go_on_after_it()
    {
        await _desk.ApprovedAsync(await _desk.ProposedAsync(
            ProposalKind.FlatContribution, Proposals.Flat("9.000") with { ValidTo = A.Date(Proposals.Start.AddMonths(2).AddDays(-1)) }));

        var book = await BookAsync();
        Assert.Equal([6_800, 9_000, 9_000, 6_800], new[] { -1, 0, 1, 2 }.Select(month =>
            book.FlatFor(InsuranceProgram.Jkm, Proposals.Start.AddMonths(month)).Amount.Amount));
    }

    [Fact]
    public async Task A_row_names_the_last_proposal_it_came_from_and_one_of_a_release_names_none()
    {
        await _desk.ApprovedAsync(await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat("7.000")));
        _desk.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat("7.500"));
        await _desk.ApprovedAsync(second);

        var origins = await _desk.Get<RuleSearch>().OriginsAsync(SmallBank.Auditor.Actor, Desk.Cancel);
        var book = await BookAsync();

        var origin = origins.Of(book.FlatFor(InsuranceProgram.Jkm, Proposals.Start))!;
        Assert.Equal((second, "B/1/REKAAN/2026"), (origin.ProposalId, origin.Letter));
        Assert.Null(origins.Of(book.BracketFor(new Rupiah(1_000_000), Proposals.Start)));
        Assert.Equal(2, await _desk.Database.ReadAsync<long>("select count(*) from rule_origins"));
    }

    [Fact]
    public async Task A_rule_of_the_same_first_day_supersedes_in_place_and_the_old_wording_stays_known()
    {
        await _desk.ApprovedAsync(await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat("7.000")));
        _desk.Clock.Advance(TimeSpan.FromMinutes(1));
        await _desk.ApprovedAsync(await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat("7.500")));

        Assert.Equal(7_500, (await BookAsync()).FlatFor(InsuranceProgram.Jkm, Proposals.Start).Amount.Amount);
        Assert.Equal(1L, await _desk.Database.ReadAsync<long>(
            "select count(*) from superseded_rules where kind = 'flat_contributions' and (\"row\" ->> 'amount')::bigint = 7000"));
    }

    [Fact]
    public async Task The_proposer_cannot_approve_or_refuse_and_nobody_else_can_withdraw()
    {
        var id = await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat());
        var trial = await _desk.TriedAsync(id);

        Assert.Equal(["rule-proposal.own-proposal"], (await Service.ApproveAsync(id, trial.Id, SmallBank.Admin.Actor, Desk.Cancel)).Codes());
        Assert.Equal(["rule-proposal.own-proposal"], (await Service.RefuseAsync(id, SmallBank.Admin.Actor, Desk.Cancel)).Codes());
        Assert.Equal(["rule-proposal.not-own-proposal"], (await Service.WithdrawAsync(id, SmallBank.OtherAdmin.Actor, Desk.Cancel)).Codes());
        Assert.Equal(["rule-proposal.not-an-administrator"], (await Service.ApproveAsync(id, trial.Id, SmallBank.Officer.Actor, Desk.Cancel)).Codes());
        Assert.Empty((await Service.WithdrawAsync(id, SmallBank.Admin.Actor, Desk.Cancel)).Refusals);
        Assert.Equal(["rule-proposal.decided"], (await Service.ApproveAsync(id, trial.Id, SmallBank.OtherAdmin.Actor, Desk.Cancel)).Codes());
        Assert.Equal(["rule-proposal.decided"], (await Service.TryAsync(id, SmallBank.Admin.Actor, Desk.Cancel)).Codes());
    }

    [Fact]
    public async Task Without_a_finished_run_of_this_very_proposal_nothing_is_approved()
    {
        var id = await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat());
        var other = await _desk.ProposedAsync(ProposalKind.Limit, Proposals.Cited with { ValidFrom = A.Date(Proposals.Start), Limit = "BpuJobs", Value = "3" });
        var trial = await _desk.TriedAsync(other);

        Assert.Equal(["rule-proposal.not-tried"], (await Service.ApproveAsync(id, trial.Id, SmallBank.OtherAdmin.Actor, Desk.Cancel)).Codes());
        Assert.Empty((await Service.TryAsync(id, SmallBank.Admin.Actor, Desk.Cancel)).Refusals);
        Assert.Equal(["rule-proposal.trial-running"], (await Service.TryAsync(id, SmallBank.Admin.Actor, Desk.Cancel)).Codes());
        var waiting = (await _desk.ProposalAsync(id)).Trial!;
        Assert.Equal(["rule-proposal.not-tried"], (await Service.ApproveAsync(id, waiting.Id, SmallBank.OtherAdmin.Actor, Desk.Cancel)).Codes());
    }

    [Fact]
    public async Task A_run_from_before_another_rule_changed_justifies_nothing()
    {
        var id = await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat());
        var old = await _desk.TriedAsync(id);
        _desk.Clock.Advance(TimeSpan.FromMinutes(1));
        await _desk.ApprovedAsync(await _desk.ProposedAsync(
            ProposalKind.Limit, Proposals.Cited with { ValidFrom = A.Date(Proposals.Start), Limit = "GraceMonths", Value = "6" }));

        Assert.True((await _desk.ProposalAsync(id)).Trial!.IsOutdated);
        Assert.Equal(["rule-proposal.trial-outdated"], (await Service.ApproveAsync(id, old.Id, SmallBank.OtherAdmin.Actor, Desk.Cancel)).Codes());
    }

    [Fact]
    public async Task A_rule_that_would_overlap_a_later_one_is_refused_when_it_is_proposed()
    {
        await _desk.ApprovedAsync(await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat("7.000", Proposals.Start.AddMonths(3))));

        var refused = await Service.ProposeAsync(ProposalKind.FlatContribution, Proposals.Flat("8.000"), SmallBank.Admin.Actor, Desk.Cancel);

        Assert.Equal(["rule-proposal.overlaps@ValidFrom"], refused.CodesAtFields());
    }

    [Fact]
    public async Task What_is_missing_is_said_at_each_field()
    {
        var nothing = await Service.ProposeAsync(ProposalKind.Duty, new ProposeRule { IsConfirmed = "true,false" }, SmallBank.Admin.Actor, Desk.Cancel);
        var backwards = await Service.ProposeAsync(
            ProposalKind.Discount,
            Proposals.Cited with
            {
                ValidFrom = "2-1-2027",
                ValidTo = "1-1-2027",
                Program = "Jkk",
                Category = "SelfEmployed",
                Sector = "Other",
                Payer = "X",
                Percent = "101",
            },
            SmallBank.Admin.Actor,
            Desk.Cancel);

        Assert.Equal(
            ["rule-proposal.choice-missing@ProductCode", "rupiah.missing@AmountAbove", "rule-proposal.choice-missing@Duty",
             "rule-proposal.start-missing@ValidFrom", "rule-proposal.citation-missing@Regulation", "rule-proposal.citation-missing@Article",
             "rule-proposal.letter-missing@Letter", "rule-proposal.reason-missing@Reason"],
            nothing.CodesAtFields());
        Assert.Equal(
            ["rule-proposal.choice-missing@Payer", "rule-proposal.out-of-range@Percent", "rule-proposal.ends-before-start@ValidTo"], backwards.CodesAtFields());
    }

    [Fact]
    public async Task A_duty_of_loans_already_applied_for_is_not_changed_behind_them() => Assert.Equal(
        ["rule-proposal.duty-not-ahead@ValidFrom"],
        (await Service.ProposeAsync(
            ProposalKind.Duty,
            Proposals.Cited with { ValidFrom = A.Date(A.Today), ProductCode = "KUR-KHUSUS", AmountAbove = "0", Duty = "Offered" },
            SmallBank.Admin.Actor, Desk.Cancel)).CodesAtFields());

    [Fact]
    public async Task Another_process_notices_within_a_second()
    {
        var elsewhere = new RuleBookSource(_desk.Get<IDbContextFactory<BpjsBjbDbContext>>(), _desk.Clock);
        var before = (await elsewhere.ReadAsync(Desk.Cancel)).FlatFor(InsuranceProgram.Jkm, Proposals.Start).Amount;
        await _desk.ApprovedAsync(await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat("7.000")));

        _desk.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((6_800, 7_000), (before.Amount, (await elsewhere.ReadAsync(Desk.Cancel)).FlatFor(InsuranceProgram.Jkm, Proposals.Start).Amount.Amount));
    }

    [Fact]
    public async Task Of_approvals_sent_at_once_one_makes_the_rule()
    {
        var id = await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat());
        var trial = await _desk.TriedAsync(id);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Service.ApproveAsync(id, trial.Id, SmallBank.OtherAdmin.Actor, Desk.Cancel)));

        Assert.Single(answers, answer => !answer.IsRefused);
        Assert.All(answers.Where(answer => answer.IsRefused), answer => Assert.Equal(["rule-proposal.decided"], answer.Codes()));
        Assert.Equal(1L, await _desk.Database.ReadAsync<long>("select count(*) from flat_contributions where id > 10000"));
    }

    [Theory]
    [InlineData("update flat_contributions set amount = 1")]
    [InlineData("insert into limits (id, kind, value, valid_from, regulation, article, is_confirmed, recorded_at) values (1, 'BpuJobs', 1, now(), '', '', true, now())")]
    [InlineData("update rule_proposals set trial_id = id")]
    [InlineData("update rule_trials set status = 'Finished'")]
    [InlineData("insert into rule_trial_sums select trial_id from rule_trial_sums")]
    [InlineData("delete from rule_proposals")]
    [InlineData("select * from rule_rows_if('01920000-dead-7000-8000-000000000000')")]
    public async Task The_portals_own_login_cannot_go_around(string sql) =>
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await _desk.Database.RefusalAsync(sql)).SqlState);

    [Theory]
    [InlineData("update rule_proposals set status = 'Approved', decided_by = proposed_by, decided_at = now(), trial_id = id", "rule-proposal.own-proposal", true)]
    [InlineData("update rule_proposals set status = 'Approved', decided_by = '{other}', decided_at = now(), trial_id = id", "rule-proposal.not-by-hand", false)]
    [InlineData("update rule_proposals set says = '{}'", "database.append-only", true)]
    [InlineData("update rule_proposals set valid_from = valid_from + 1", "database.append-only", true)]
    [InlineData("delete from rule_proposals", "database.append-only", true)]
    [InlineData("truncate rule_proposals cascade", "database.append-only", true)]
    [InlineData("delete from rule_trials", "database.append-only", true)]
    public async Task Not_even_the_owner_of_the_schema_goes_around(string sql, string code, bool asProposer)
    {
        await _desk.TriedAsync(await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat()));
        var person = asProposer ? SmallBank.Admin.Id : SmallBank.OtherAdmin.Id;
        var statement = $"do $$ begin perform set_config('app.user', '{person}', true); {sql.Replace("{other}", $"{SmallBank.OtherAdmin.Id}", StringComparison.Ordinal)}; end $$";

        var refused = await Assert.ThrowsAsync<PostgresException>(() => _desk.Database.AsOwnerAsync(statement));

        Assert.Equal(code, refused.MessageText);
    }

    [Theory]
    [InlineData("regulation", "' '", "ck_rule_proposals_citation")]
    [InlineData("article", "''", "ck_rule_proposals_citation")]
    [InlineData("letter", "null", "ck_rule_proposals_letter")]
    [InlineData("kind", "'privacy_notices'", "ck_rule_proposals_kind")]
    [InlineData("valid_to", "'2016-01-01'", "ck_rule_proposals_validity")]
    public async Task A_proposal_without_its_facts_is_refused_by_the_table(string column, string value, string constraint)
    {
        await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat());
        string[] columns = ["kind", "says", "valid_from", "valid_to", "regulation", "article", "is_confirmed", "letter", "reason", "credit", "proposed_by", "proposed_at"];
        var values = columns.Select(name => name == column ? value : name);
        var statement = $"""
            do $$ begin perform set_config('app.user', '{SmallBank.Admin.Id}', true);
            insert into rule_proposals (id, {string.Join(", ", columns)}) select gen_random_uuid(), {string.Join(", ", values)} from rule_proposals; end $$
            """;

        var refused = await Assert.ThrowsAsync<PostgresException>(() => _desk.Database.AsOwnerAsync(statement));

        Assert.Equal((PostgresErrorCodes.CheckViolation, constraint), (refused.SqlState, refused.ConstraintName));
    }

    [Fact]
    public async Task Proposing_and_approving_are_in_the_audit_with_both_names()
    {
        var id = await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat());
        await _desk.ApprovedAsync(id);

        Assert.Equal(
            [$"INSERT {SmallBank.Admin.Id}", $"UPDATE {SmallBank.OtherAdmin.Id}"],
            await _desk.Database.ListAsync<string>("select operation || ' ' || actor from audit_entries where table_name = 'rule_proposals' order by id"));
    }

    /// <summary>Rows as the worker's login reads them, without what is given anew each time.</summary>
    private async Task<IReadOnlyList<string>> RowsAsync(string rows)
    {
        await using var connection = new NpgsqlConnection(_desk.Database.WorkerConnectionString);
        await connection.OpenAsync(Desk.Cancel);
        await using var command = new NpgsqlCommand($"select (r - 'id' - 'recorded_at')::text from ({rows}) t(r) order by 1", connection);
        await using var reader = await command.ExecuteReaderAsync(Desk.Cancel);
        List<string> found = [];
        while (await reader.ReadAsync(Desk.Cancel)) found.Add(reader.GetString(0));
        return found;
    }

    private Task<RuleBook> BookAsync() => _desk.Get<RuleSearch>().AllAsync(Desk.Cancel);

    private async Task<Rupiah> TotalAsync(ContributionQuestion question) => ContributionQuote.For(question, await BookAsync()).Total;
}
