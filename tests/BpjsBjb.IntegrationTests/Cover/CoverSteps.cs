using BpjsBjb.Domain.Common;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Cover;
using BpjsBjb.Services.Loans;

namespace BpjsBjb.IntegrationTests.Cover;

/// <summary>Loans that are paid out, and time that passes over them.</summary>
internal static class CoverSteps
{
    /// <summary>A loan of Rp120 million over a year, paid out in full today; this many months are paid from this one on.</summary>
    public static async Task<LoanDetails> PaidOutAsync(this Desk desk, int months = 1)
    {
        var form = A.Form();
        var cleared = await desk.ClearedAsync(form with
        {
            Loan = form.Loan with { LoanAmount = "120.000.000", TermMonths = "12" },
            Income = form.Income with { Months = $"{months}" },
        });
        var paidOut = await desk.Loans.DisburseAsync(
            cleared.Id, cleared.Version, A.Payout("120.000.000", desk.Clock.Today()), SmallBank.Supervisor.Actor, Desk.Cancel);
        Assert.Empty(paidOut.Refusals);
        return await desk.LoanOfAsync(cleared.EnrollmentId);
    }

    public static async Task<CoverDetails> CoverAsync(this Desk desk, Guid loanId) =>
        (await desk.Get<CoverSearch>().DetailsAsync(loanId, SmallBank.Officer.Actor, Desk.Cancel))!;

    public static async Task<CoverListItem?> WatchedAsync(this Desk desk, Guid loanId)
    {
        foreach (var tab in Enum.GetValues<CoverTab>())
        {
            var list = await desk.Get<CoverSearch>().ListAsync(tab, 1, SmallBank.Officer.Actor, Desk.Cancel);
            if (list.Items.SingleOrDefault(row => row.LoanId == loanId) is { } found) return found;
        }

        return null;
    }

    public static async Task PayAsync(this Desk desk, Guid billId)
    {
        var bill = (await desk.Bills.DetailsAsync(billId, SmallBank.Auditor.Actor, Desk.Cancel))!;
        var paid = await desk.Contributions.RecordPaymentAsync(
            billId, A.Payment(bill.Total, desk.Clock.Today()), SmallBank.Reviewer.Actor, Desk.Cancel);
        Assert.Empty(paid.Refusals);
    }

    public static Task<Result<Guid>> LeaveAsync(this Desk desk, Guid loanId, RecordExit input) =>
        desk.Get<CoverService>().ExitAsync(loanId, input, SmallBank.Officer.Actor, Desk.Cancel);
}
