using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.Rules;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Rules;

namespace BpjsBjb.IntegrationTests.Rules;

/// <summary>A proposal runs over every live debtor and writes none of their rows.</summary>
public sealed class TrialTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly string[] TablesOfDebtors =
        ["enrollments", "people", "participations", "covered_months", "bills", "bill_lines", "payments", "loans", "loan_insured", "employers", "employer_workers",
        "worker_months", "personal_data_reads"];

    private readonly Desk _desk = new(server);

    public ValueTask InitializeAsync() => _desk.InitializeAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Every_live_debtor_is_priced_under_both_laws_and_no_row_of_theirs_changes()
    {
        var accepted = await _desk.AcceptedAsync();
        var paid = await _desk.PaidAsync();
        await _desk.SubmittedAsync(); // not accepted: not live
        var withdrawn = await _desk.AcceptedAsync();
        await _desk.Database.AsOwnerAsync("update loans set status = 'Cancelled' where id = (select loan_id from enrollments where id = $1)", withdrawn);
        var before = await StateAsync();

        var id = await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat("7.000"));
        var trial = await _desk.TriedAsync(id);

        Assert.Equal(before, await StateAsync());
        Assert.Equal((TrialStatus.Finished, 2, 2, (DateOnly?)Proposals.Start), (trial.Status, trial.Debtors, trial.DebtorsDone, trial.Month));
        Assert.Equal(trial.Total with { Name = "" }, TrialSumOf(trial.Regions));
        var file = (await _desk.Get<RuleProposalSearch>().FileAsync(id, trial.Id, SmallBank.OtherAdmin.Actor, Desk.Cancel))!;
        var references = await _desk.Database.ListAsync<string>("select reference from enrollments where id = any($1) order by 1", new[] { accepted, paid });
        Assert.Equal(references, file.Rows.Select(row => row.Reference).Order());
        // Each pays 200 more for JKM from the first month of the rule on.
        Assert.All(file.Rows, row => Assert.Equal(200, row.Outcome.After.Amount - row.Outcome.Before.Amount));
        Assert.Equal((400L, 2L), (trial.Total.After - trial.Total.Before, trial.Total.Changed));
        Assert.All(file.Rows, row => Assert.NotEqual("–", row.Office));
    }

    [Fact]
    public async Task Months_paid_ahead_that_cost_less_are_credit_and_those_that_cost_more_a_shortfall()
    {
        await _desk.PaidAsync();
        var months = await _desk.Database.ReadAsync<long>("select count(*) from covered_months where month >= $1", Proposals.Start);
        Assert.True(months > 0, "The paid case reaches into the new rule's time.");

        var cheaper = (await _desk.TriedAsync(await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat("6.000")))).Total;
        var dearer = (await _desk.TriedAsync(await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat("7.000")))).Total;

        Assert.Equal((1L, 800 * months, 0L), (cheaper.Prepaid, cheaper.Refund, cheaper.Shortfall));
        Assert.Equal((1L, 0L, 200 * months), (dearer.Prepaid, dearer.Refund, dearer.Shortfall));
    }

    [Fact]
    public async Task Who_would_newly_have_to_take_part_is_counted()
    {
        var enrollment = await _desk.AcceptedAsync();
        var (product, amount, duty) = (
            await _desk.Database.ReadAsync<string>("select product_code from loans where id = (select loan_id from enrollments where id = $1)", enrollment),
            await _desk.Database.ReadAsync<long>("select loan_amount from loans where id = (select loan_id from enrollments where id = $1)", enrollment),
            await _desk.Database.ReadAsync<string>("select duty from loans where id = (select loan_id from enrollments where id = $1)", enrollment));
        var isBound = duty != nameof(Duty.Offered);
        var id = await _desk.ProposedAsync(ProposalKind.Duty, Proposals.Cited with
        {
            ValidFrom = A.Date(Proposals.Start),
            ProductCode = product,
            AmountAbove = (amount - 1).ToString(System.Globalization.CultureInfo.InvariantCulture),
            AmountUpTo = amount.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Duty = isBound ? "Offered" : "Mandatory",
        });

        var total = (await _desk.TriedAsync(id)).Total;

        Assert.Equal(isBound ? (0L, 1L) : (1L, 0L), (total.NewlyBound, total.NoLongerBound));
    }

    [Fact]
    public async Task Payouts_that_a_stronger_evidence_would_hold_are_counted_and_held_once_it_is_law()
    {
        var paid = await _desk.PaidAsync();
        var loan = await _desk.Database.ReadAsync<Guid>("select loan_id from enrollments where id = $1", paid);
        var today = DateOnly.FromDateTime(await _desk.Database.ReadAsync<DateTime>("select portal_today()::timestamp"));
        var id = await _desk.ProposedAsync(
            ProposalKind.Evidence, Proposals.Cited with { ValidFrom = A.Date(today), Strength = nameof(EvidenceStrength.PartnerFile) });

        var trial = await _desk.TriedAsync(id);
        var row = Assert.Single((await _desk.Get<RuleProposalSearch>().FileAsync(id, trial.Id, SmallBank.Admin.Actor, Desk.Cancel))!.Rows);

        Assert.Equal((1L, 0L, 1L), (trial.Total.NewlyHeld, trial.Total.NoLongerHeld, trial.Total.Changed));
        Assert.Equal((false, true), (row.Outcome.HeldBefore, row.Outcome.HeldAfter));
        Assert.True(await IsMetAsync());
        await _desk.ApprovedAsync(id);
        Assert.False(await IsMetAsync());

        Task<bool> IsMetAsync() => _desk.Database.ReadAsync<bool>("select is_met from loan_gate($1, portal_today()) where code = 'gate.evidence'", loan);
    }

    [Fact]
    public async Task A_longer_grace_keeps_a_lapsed_debtor()
    {
        await _desk.PaidAsync();
        var last = await _desk.Database.ReadAsync<DateTime>("select max(covered_through)::timestamp from participations");
        var from = DateOnly.FromDateTime(last).AddMonths(4).AddDays(10);
        var id = await _desk.ProposedAsync(ProposalKind.Limit, Proposals.Cited with { ValidFrom = A.Date(from), Limit = "GraceMonths", Value = "9" });

        var trial = await _desk.TriedAsync(id);
        var row = Assert.Single((await _desk.Get<RuleProposalSearch>().FileAsync(id, trial.Id, SmallBank.Admin.Actor, Desk.Cancel))!.Rows);

        Assert.Equal(
            (ParticipationStatus.Ended, ParticipationStatus.Grace, 1L), (row.Outcome.StatusBefore, row.Outcome.StatusAfter, trial.Total.StatusChanged));
    }

    [Fact]
    public async Task A_rule_that_leaves_a_fraction_of_a_rupiah_fails_its_run()
    {
        await _desk.AcceptedAsync();
        var id = await _desk.ProposedAsync(ProposalKind.Discount, Proposals.Cited with
        {
            ValidFrom = A.Date(Proposals.Start),
            Program = "Jkm",
            Category = "SelfEmployed",
            Sector = "Other",
            Payer = "Participant",
            Percent = "33",
        });
        await _desk.Database.AsOwnerAsync("update participations set category = 'SelfEmployed', sector = 'Other'");

        var odd = await _desk.TriedAsync(id);
        var cents = await _desk.TriedAsync(await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat("6.801")));

        Assert.Equal((TrialStatus.Finished, null), (odd.Status, odd.Failure)); // 67 % of 6,800 is whole
        Assert.Equal(TrialStatus.Finished, cents.Status);
        await _desk.Database.AsOwnerAsync(
            "update flat_contributions set amount = 6801"); // and 67 % of 6,801 is not
        Assert.Equal(TrialFailure.CannotBePriced, (await _desk.TriedAsync(id)).Failure);
    }

    [Fact]
    public async Task A_killed_run_is_begun_again_and_given_up_after_the_third_time()
    {
        await _desk.AcceptedAsync();
        var id = await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat());
        await _desk.Get<RuleProposalService>().TryAsync(id, SmallBank.Admin.Actor, Desk.Cancel);
        await _desk.Database.AsOwnerAsync(Killed(attempts: 1, "1 second"));

        await _desk.Get<TrialKeeper>().RunAsync(Desk.Cancel);
        Assert.Equal(TrialStatus.Running, (await _desk.ProposalAsync(id)).Trial!.Status); // somebody may still be at it
        await _desk.Database.AsOwnerAsync(Killed(attempts: 1, "2 minutes"));
        await _desk.Get<TrialKeeper>().RunAsync(Desk.Cancel);
        Assert.Equal(TrialStatus.Finished, (await _desk.ProposalAsync(id)).Trial!.Status);

        await _desk.Get<RuleProposalService>().TryAsync(id, SmallBank.Admin.Actor, Desk.Cancel);
        await _desk.Database.AsOwnerAsync(Killed(attempts: 3, "2 minutes"));
        await _desk.Get<TrialKeeper>().RunAsync(Desk.Cancel);
        Assert.Equal(TrialFailure.Interrupted, (await _desk.Database.ListAsync<string>("select failure from rule_trials where failure is not null"))
            .Select(Enum.Parse<TrialFailure>).Single());
    }

    [Fact]
    public async Task Wage_earners_of_employers_with_a_facility_are_priced_under_both_laws()
    {
        var employer = await _desk.PaidEmployerAsync();
        await _desk.WithWorkerAsync(employer, EmployerFixtures.Worker(name: "Siti Pekerja", wage: "4.000.000"));
        var loan = await _desk.EmployerLoanAsync(employer);
        await _desk.PaidEmployerAsync(name: "CV Tanpa Kredit", worker: "Tuti Pekerja"); // no facility: not live
        var before = await StateAsync();

        // JKM of wage earners from 0.30 % to 0.40 %: 3,000 more of 3,000,000 and 4,000 more of 4,000,000.
        var id = await _desk.ProposedAsync(ProposalKind.WageRate, Proposals.Cited with
        {
            ValidFrom = A.Date(Proposals.Start),
            Program = "Jkm",
            WagePayer = "Employer",
            Share = "0,40",
        });
        var trial = await _desk.TriedAsync(id);

        Assert.Equal(before, await StateAsync());
        Assert.Equal((TrialStatus.Finished, 2, 2), (trial.Status, trial.Debtors, trial.DebtorsDone));
        Assert.Equal((0L, 2L, 1L, 0L), (trial.Total.Debtors, trial.Total.Workers, trial.Total.Employers, trial.Total.EmployersChanged));
        Assert.Equal((7_000L, 2L), (trial.Total.After - trial.Total.Before, trial.Total.Changed));
        Assert.Equal(trial.Total with { Name = "" }, TrialSumOf(trial.Offices));
        var number = await _desk.Database.ReadAsync<string>("select application_number from loans where id = $1", loan);
        var file = (await _desk.Get<RuleProposalSearch>().FileAsync(id, trial.Id, SmallBank.Admin.Actor, Desk.Cancel))!;
        Assert.Equal([$"{number}/1", $"{number}/2"], file.Rows.Select(row => row.Reference).Order());
        Assert.Equal([3_000L, 4_000L], file.Rows.Select(row => row.Outcome.After.Amount - row.Outcome.Before.Amount).Order());
        var priced = (await _desk.EmployerAsync(employer, Month.Of(Proposals.Start)))!.Month;
        Assert.Equal(priced.Workers.Sum(worker => worker.Quote!.Total.Amount), trial.Total.Before); // the employer's own page says the same
    }

    [Fact]
    public async Task A_programme_an_employers_class_must_newly_take_is_counted_and_priced()
    {
        var employer = await _desk.PaidEmployerAsync();
        await _desk.EmployerLoanAsync(employer);
        var size = await _desk.Database.ReadAsync<string>("select class from employers where id = $1", employer);
        var id = await _desk.ProposedAsync(ProposalKind.WageProgramDuty, Proposals.Cited with
        {
            ValidFrom = A.Date(Proposals.Start),
            Class = size,
            Program = "Jht",
            IsMandatory = "true",
        });

        var trial = await _desk.TriedAsync(id);

        Assert.Equal((1L, 1L, 1L), (trial.Total.EmployersChanged, trial.Total.Workers, trial.Total.Changed));
        var row = Assert.Single((await _desk.Get<RuleProposalSearch>().FileAsync(id, trial.Id, SmallBank.Admin.Actor, Desk.Cancel))!.Rows);
        Assert.Equal([InsuranceProgram.Jht], row.Outcome.Employer!.ProgramsAfter.Except(row.Outcome.Employer.ProgramsBefore));
        // JHT of wage earners is 5.7 % of the wage: 3.7 % of the employer, 2 % of the worker.
        Assert.Equal(171_000, row.Outcome.After.Amount - row.Outcome.Before.Amount);
    }

    [Fact]
    public async Task A_month_that_was_paid_for_a_wage_earner_is_credit_where_it_becomes_cheaper()
    {
        var employer = await _desk.PaidEmployerAsync();
        await _desk.EmployerLoanAsync(employer);
        var id = await _desk.ProposedAsync(ProposalKind.WageRate, Proposals.Cited with
        {
            ValidFrom = A.Date(new DateOnly(A.Today.Year, A.Today.Month, 1)),
            Program = "Jkm",
            WagePayer = "Employer",
            Share = "0,20",
        });

        var total = (await _desk.TriedAsync(id)).Total;

        Assert.Equal((1L, 3_000L, 0L), (total.Prepaid, total.Refund, total.Shortfall));
    }

    [Theory]
    [InlineData(CreditHandling.Refund)]
    [InlineData(CreditHandling.CarryForward)]
    public async Task What_is_done_with_months_already_paid_is_chosen_shown_and_approved_with_the_run(CreditHandling chosen)
    {
        await _desk.PaidAsync();
        var id = await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat("6.000") with { Credit = chosen.ToString() });
        var trial = await _desk.TriedAsync(id);

        Assert.True(trial.Total.Refund > 0);
        Assert.Equal(chosen, (await _desk.Get<RuleProposalSearch>().FileAsync(id, trial.Id, SmallBank.Admin.Actor, Desk.Cancel))!.Credit);
        var late = await _desk.Database.RefusalAsync($"update rule_proposals set credit = case credit when 'Refund' then 'CarryForward' else 'Refund' end where id = '{id}'");
        Assert.NotNull(late);
        Assert.Empty((await _desk.Get<RuleProposalService>().ApproveAsync(id, trial.Id, SmallBank.OtherAdmin.Actor, Desk.Cancel)).Refusals);
        Assert.Equal((ProposalStatus.Approved, chosen), ((await _desk.ProposalAsync(id)).Status, (await _desk.ProposalAsync(id)).Credit));
    }

    [Fact]
    public async Task Without_the_choice_a_price_is_not_proposed_even_in_the_database()
    {
        var refused = await _desk.Get<RuleProposalService>().ProposeAsync(
            ProposalKind.FlatContribution, Proposals.Flat() with { Credit = "" }, SmallBank.Admin.Actor, Desk.Cancel);
        Assert.Equal(["rule-proposal.credit-missing@Credit"], refused.CodesAtFields());

        var id = await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat());
        var direct = await _desk.Database.RefusalAsync(
            $"""
             insert into rule_proposals (id, kind, says, valid_from, regulation, article, is_confirmed, letter, reason, told, proposed_by, proposed_at)
             select gen_random_uuid(), kind, says, valid_from + 400, regulation, article, is_confirmed, letter, reason, told, proposed_by, proposed_at
               from rule_proposals where id = '{id}'
             """);
        Assert.Equal("rule-proposal.credit-missing", direct.MessageText);
        Assert.Null((await _desk.ProposalAsync(await _desk.ProposedAsync(
            ProposalKind.Limit, Proposals.Cited with { ValidFrom = A.Date(Proposals.Start), Limit = "GraceMonths", Value = "6" }))).Credit);
    }

    [Fact]
    public async Task The_file_names_nobody()
    {
        await _desk.AcceptedAsync();
        await _desk.EmployerLoanAsync(await _desk.PaidEmployerAsync());
        var trial = await _desk.TriedAsync(await _desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat()));
        var packed = await _desk.Database.ReadAsync<byte[]>("select rows_packed from rule_trials where id = $1", trial.Id);
        using var text = new StreamReader(new System.IO.Compression.GZipStream(new MemoryStream(packed), System.IO.Compression.CompressionMode.Decompress));
        var kept = await text.ReadToEndAsync(Desk.Cancel);

        var names = await _desk.Database.ListAsync<string>("select full_name from people");
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.DoesNotContain(name, kept, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotMatch(@"\d{10}", System.Text.RegularExpressions.Regex.Replace(kept, "[0-9a-f]{8}-[0-9a-f-]{27}", ""));
    }

    private static string Killed(int attempts, string ago) =>
        $"update rule_trials set status = 'Running', attempts = {attempts}, started_at = now(), alive_at = clock_timestamp() - interval '{ago}' where status in ('Waiting', 'Running')";

    private static TrialSum TrialSumOf(IReadOnlyList<TrialSum> parts) => new(
        "", parts.Sum(p => p.Debtors), parts.Sum(p => p.Changed), parts.Sum(p => p.Before), parts.Sum(p => p.After), parts.Sum(p => p.NewlyBound),
        parts.Sum(p => p.NoLongerBound), parts.Sum(p => p.StatusChanged), parts.Sum(p => p.Prepaid), parts.Sum(p => p.Refund), parts.Sum(p => p.Shortfall),
        parts.Sum(p => p.Workers), parts.Sum(p => p.Employers), parts.Sum(p => p.EmployersChanged), parts.Sum(p => p.NewlyHeld), parts.Sum(p => p.NoLongerHeld));

    private Task<string> StateAsync() => _desk.Database.ReadAsync<string>(
        string.Join(" || ", TablesOfDebtors.Select(table => $"(select coalesce(md5(string_agg(t::text || t.xmin::text, '' order by t::text)), '') from {table} t)"))
            .Insert(0, "select "));
}
