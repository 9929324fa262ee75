using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.IntegrationTests.Contributions;

/// <summary>Across the turn of the year, where the discount of 2026 ends.</summary>
public sealed class ExpiredBillTests(PostgresServer server)
{
    [Fact]
    public async Task An_expired_bill_is_not_paid_but_replaced_at_the_prices_of_the_new_months()
    {
        await using var desk = new Desk(server);
        await desk.InitializeAsync();
        var id = await desk.AcceptedAsync();
        var old = await desk.BillOfAsync(id);
        Assert.Equal(72_600, old.Total.Amount);

        await desk.MoveToAsync(new DateOnly(2027, 1, 4));
        Assert.Equal(BillStatus.Expired, (await desk.BillOfAsync(id)).Status);
        Assert.Equal(["payment.after-due-date@PaidOn"], (await PayAsync(old.Id, old.Total)).CodesAtFields());

        var replacements = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => desk.Contributions.ReissueAsync(old.Id, SmallBank.Officer.Actor, Desk.Cancel))));
        Assert.Single(replacements, replacement => !replacement.IsRefused);

        var bill = await desk.BillOfAsync(id);
        Assert.Equal((3, 3 * 36_300), (bill.Months, bill.Total.Amount));
        Assert.Equal(new DateOnly(2027, 1, 31), bill.DueOn);
        Assert.Equal(["bill.already-cancelled"], (await PayAsync(old.Id, old.Total)).Codes());
        Assert.Empty((await PayAsync(bill.Id, bill.Total)).Refusals);
        Assert.Equal(new DateOnly(2027, 3, 31), (await desk.CaseAsync(id)).CoveredThrough);

        Task<Result<Guid>> PayAsync(Guid billId, Rupiah total) => desk.Contributions.RecordPaymentAsync(
            billId, A.Payment(total, desk.Clock.Today()), SmallBank.Reviewer.Actor, Desk.Cancel);
    }

    [Fact]
    public async Task A_late_receipt_of_a_timely_payment_is_still_recorded()
    {
        await using var desk = new Desk(server);
        await desk.InitializeAsync();
        var id = await desk.AcceptedAsync();
        var bill = await desk.BillOfAsync(id);

        await desk.MoveToAsync(new DateOnly(2026, 12, 3));
        var paid = await desk.Contributions.RecordPaymentAsync(
            bill.Id, A.Payment(bill.Total, new DateOnly(2026, 11, 30)), SmallBank.Reviewer.Actor, Desk.Cancel);

        Assert.Empty(paid.Refusals);
        Assert.Equal(new DateOnly(2027, 1, 31), (await desk.CaseAsync(id)).CoveredThrough);
    }
}
