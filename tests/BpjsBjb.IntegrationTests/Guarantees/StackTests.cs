using System.Text;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Stack;
using BpjsBjb.IntegrationTests.Cover;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Guarantees;

namespace BpjsBjb.IntegrationTests.Guarantees;

/// <summary>The stack of a loan and of the portfolio say the same, and a lapse today moves both today.</summary>
public sealed class StackTests(PostgresServer server)
{
    [Fact]
    public async Task A_lapse_a_premium_and_an_expiry_move_the_residual_the_same_day()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync();
        Assert.Equal(120_000_000, await ResidualAsync(desk, loan.Id));

        var guarantee = await desk.GuaranteedAsync(loan.Id, layer: GuaranteeSteps.Layer(1, "JAMKRINDO-KUR", "70"));
        Assert.Equal(120_000_000, await ResidualAsync(desk, loan.Id)); // the premium is not paid yet
        Assert.Contains(LayerFault.PremiumUnpaid, (await desk.StackAsync(loan.Id)).Stack.Layers[0].Faults);

        await desk.PremiumAsync(guarantee);
        Assert.Equal(36_000_000, await ResidualAsync(desk, loan.Id));

        await desk.MoveToAsync(new DateOnly(2026, 12, 1)); // covered through November; KUR's guarantor demands cover
        var lapsed = await desk.StackAsync(loan.Id);
        Assert.Equal([LayerFault.CoverLapsed, LayerFault.DocumentMissing], lapsed.Stack.Layers[0].Faults);
        Assert.Equal(lapsed.Stack.Outstanding.Amount, await ResidualAsync(desk, loan.Id));
        Assert.Null(lapsed.WorkAccidentBenefit);
    }

    [Fact]
    public async Task A_certificate_that_runs_out_and_a_layer_that_ends_leave_the_whole_with_the_bank()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync(months: 3);
        var today = A.Today;
        var guarantee = await desk.GuaranteedAsync(loan.Id, layer: GuaranteeSteps.Layer(1, "JAMKRIDA-JABAR", "70") with { ValidTo = A.Date(today) });
        var second = await desk.GuaranteedAsync(loan.Id, layer: GuaranteeSteps.Layer(2, "ASKRINDO-KCR", "30"));
        await desk.PremiumAsync(guarantee);
        await desk.PremiumAsync(second);
        Assert.Equal(0, await ResidualAsync(desk, loan.Id));

        await desk.MoveToAsync(today.AddDays(1));
        Assert.Equal(84_000_000, await ResidualAsync(desk, loan.Id));
        Assert.Empty((await desk.Get<GuaranteeService>().EndAsync(
            loan.Id, second, new EndGuarantee { Why = "Withdrawn", EndedOn = A.Date(today) }, SmallBank.Officer.Actor, Desk.Cancel)).Refusals);
        Assert.Equal(120_000_000, await ResidualAsync(desk, loan.Id));

        var branch = Assert.Single((await desk.Get<GuaranteeSearch>().OverviewAsync(SmallBank.Supervisor.Actor, Desk.Cancel)).Branches);
        Assert.Equal((SmallBank.Soreang, 1, 1, 120_000_000), (branch.OfficeId, branch.Loans, branch.Fallen, branch.Residual.Amount));
        Assert.Empty((await desk.Get<GuaranteeSearch>().OverviewAsync(SmallBank.OtherSupervisor.Actor, Desk.Cancel)).Branches);
        Assert.Equal(loan.Id, Assert.Single((await desk.Get<GuaranteeSearch>().ListAsync(SmallBank.Soreang, true, 1, SmallBank.Regional.Actor, Desk.Cancel)).Items).LoanId);
    }

    [Fact]
    public async Task A_worker_who_is_not_covered_fells_the_layers_of_an_employers_loan_and_an_address_past_the_end_shows_the_last_page()
    {
        await using var desk = await DeskAsync();
        var employer = await desk.PaidEmployerAsync();
        var loan = await desk.EmployerLoanOfAsync(await desk.EmployerLoanAsync(employer));
        Assert.Empty((await desk.Loans.ClearAsync(loan.Id, loan.Version, SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);
        loan = await desk.EmployerLoanOfAsync(loan.Id);
        Assert.Empty((await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout("1.000.000"), SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);
        await desk.PremiumAsync(await desk.GuaranteedAsync(loan.Id, layer: GuaranteeSteps.Layer(1, "JAMKRINDO-KUR", "70")));
        Assert.Equal(300_000, await ResidualAsync(desk, loan.Id));

        await desk.WithWorkerAsync(employer, EmployerFixtures.Worker(from: A.Today));

        Assert.Equal(1_000_000, await ResidualAsync(desk, loan.Id));
        Assert.Contains(LayerFault.CoverLapsed, (await desk.StackAsync(loan.Id)).Stack.Layers[0].Faults);
        var last = await desk.Get<GuaranteeSearch>().ListAsync(null, onlyFallen: true, int.MaxValue, SmallBank.Supervisor.Actor, Desk.Cancel);
        Assert.Equal((1, 20, 1, loan.Id), (last.Number, last.Size, last.Total, Assert.Single(last.Items).LoanId));
    }

    [Fact]
    public async Task A_file_says_what_is_missing_until_nothing_is()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync();
        var guarantee = await desk.GuaranteedAsync(loan.Id, layer: GuaranteeSteps.Layer(1, "JAMKRINDO-KUR", "70"));

        Assert.Equal(
            [
                ClaimCondition.PremiumPaid, ClaimCondition.CertificateCopy, ClaimCondition.CreditAgreement, ClaimCondition.PayoutEvidence,
                ClaimCondition.ArrearsStatement,
            ],
            (await FileAsync()).Missing.Select(check => check.Condition));
        await desk.PremiumAsync(guarantee);
        foreach (var kind in new[] { "CertificateCopy", "CreditAgreement", "PayoutEvidence", "ArrearsStatement" }) await desk.PaperAsync(guarantee, kind: kind);
        Assert.True((await FileAsync()).IsClaimable);

        await desk.MoveToAsync(new DateOnly(2026, 12, 1));
        Assert.Equal([ClaimCondition.DebtorCovered], (await FileAsync()).Missing.Select(check => check.Condition));

        async Task<GuaranteeClaimFile> FileAsync() => (await desk.StackAsync(loan.Id)).Guarantees.Single().File;
    }

    [Fact]
    public async Task A_paper_is_kept_sealed_once_and_opened_by_its_own_branch()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync();
        var guarantee = await desk.GuaranteedAsync(loan.Id);
        var paper = await desk.PaperAsync(guarantee);
        Assert.Equal(paper, await desk.PaperAsync(guarantee)); // the other click
        var files = desk.Get<GuaranteeFileService>();

        var opened = await files.OpenAsync(paper, SmallBank.Officer.Actor, Desk.Cancel);
        Assert.Equal((loan.Id, PaperFormat.Pdf), (opened!.Value.LoanId, opened.Value.Format));
        Assert.Equal(GuaranteeSteps.Pdf, opened.Value.Content);
        Assert.Null(await files.OpenAsync(paper, SmallBank.OtherOfficer.Actor, Desk.Cancel));
        var stored = await desk.Database.ReadAsync<byte[]>("select content_sealed from guarantee_documents where id = $1", paper);
        Assert.DoesNotContain("surat rekaan", Encoding.Latin1.GetString(stored), StringComparison.Ordinal);

        Assert.Equal(["paper.unknown-format@Paper"], (await files.AddDocumentAsync(guarantee, "CreditAgreement", "<svg>"u8.ToArray(), SmallBank.Officer.Actor, Desk.Cancel)).CodesAtFields());
        Assert.Equal(["paper.kind-missing@Kind"], (await files.AddDocumentAsync(guarantee, "ClaimWindow", GuaranteeSteps.Pdf, SmallBank.Officer.Actor, Desk.Cancel)).CodesAtFields());
        Assert.Equal(["guarantee.unknown"], (await files.AddDocumentAsync(guarantee, "CreditAgreement", GuaranteeSteps.Pdf, SmallBank.OtherOfficer.Actor, Desk.Cancel)).Codes());
    }

    [Fact]
    public async Task Who_funds_a_loan_is_said_before_its_first_payout()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.ClearedAsync();
        var files = desk.Get<GuaranteeFileService>();

        Assert.Equal(["funding.missing@Source"], (await files.FundAsync(loan.Id, new ChooseFunding { Source = "X" }, SmallBank.Officer.Actor, Desk.Cancel)).CodesAtFields());
        Assert.Empty((await files.FundAsync(loan.Id, new ChooseFunding { Source = "SENDIRI" }, SmallBank.Officer.Actor, Desk.Cancel)).Refusals);
        Assert.Empty((await files.FundAsync(loan.Id, new ChooseFunding { Source = "LPDB" }, SmallBank.Officer.Actor, Desk.Cancel)).Refusals);
        Assert.Equal("LPDB", (await desk.StackAsync(loan.Id)).Funding!.Code);
        Assert.Empty((await desk.StackAsync(loan.Id)).Guarantees); // funding guarantees nothing

        Assert.Empty((await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout(), SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);
        Assert.Equal(["funding.is-fixed@Source"], (await files.FundAsync(loan.Id, new ChooseFunding { Source = "KUR" }, SmallBank.Officer.Actor, Desk.Cancel)).CodesAtFields());
    }

    /// <summary>What the portfolio's function says of a loan, once the loan's own page has said the same.</summary>
    private static async Task<long> ResidualAsync(Desk desk, Guid loanId)
    {
        var alone = (await desk.StackAsync(loanId)).Stack.Residual.Amount;
        var row = Assert.Single((await desk.Get<GuaranteeSearch>().ListAsync(null, false, 1, SmallBank.Officer.Actor, Desk.Cancel)).Items);
        Assert.Equal(alone, row.Residual.Amount);
        return alone;
    }

    private async Task<Desk> DeskAsync()
    {
        var desk = new Desk(server);
        await desk.InitializeAsync();
        return desk;
    }
}
