using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Rules;

namespace BpjsBjb.IntegrationTests.Support;

/// <summary>Steps of the tests about proposed rules; regulations and letters are invented.</summary>
internal static class Proposals
{
    /// <summary>JKM, from the first of the month after next.</summary>
    public static ProposeRule Flat(string amount = "7.000", DateOnly? from = null) => Cited with
    {
        ValidFrom = A.Date(from ?? Start),
        Amount = amount,
    };

    public static readonly ProposeRule Cited = new()
    {
        Regulation = "PP Rekaan 1/2026",
        Article = "ps. 2",
        IsConfirmed = "true",
        Letter = "B/1/REKAAN/2026",
        Reason = "Perubahan rekaan",
        Credit = nameof(CreditHandling.CarryForward),
    };

    public static DateOnly Start => new DateOnly(A.Today.Year, A.Today.Month, 1).AddMonths(2);

    public static async Task<Guid> ProposedAsync(this Desk desk, ProposalKind kind, ProposeRule input, TestUser? by = null) =>
        (await desk.Get<RuleProposalService>().ProposeAsync(kind, input, (by ?? SmallBank.Admin).Actor, Desk.Cancel)).Value;

    /// <summary>Asks for a run and runs it, as the worker would.</summary>
    public static async Task<TrialReport> TriedAsync(this Desk desk, Guid proposal)
    {
        Assert.Empty((await desk.Get<RuleProposalService>().TryAsync(proposal, SmallBank.Admin.Actor, Desk.Cancel)).Refusals);
        await desk.Get<TrialKeeper>().RunAsync(Desk.Cancel);
        return (await desk.ProposalAsync(proposal)).Trial!;
    }

    public static async Task<ProposalDetails> ProposalAsync(this Desk desk, Guid proposal) =>
        (await desk.Get<RuleProposalSearch>().DetailsAsync(proposal, SmallBank.Auditor.Actor, Desk.Cancel))!;

    public static async Task ApprovedAsync(this Desk desk, Guid proposal)
    {
        var trial = await desk.TriedAsync(proposal);
        Assert.Empty((await desk.Get<RuleProposalService>().ApproveAsync(proposal, trial.Id, SmallBank.OtherAdmin.Actor, Desk.Cancel)).Refusals);
    }
}
