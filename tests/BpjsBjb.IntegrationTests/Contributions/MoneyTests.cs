using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Rules;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Contributions;

namespace BpjsBjb.IntegrationTests.Contributions;

/// <summary>Money that does not fit its bill: too little, too much, twice, late, taken back. Every rupiah stands somewhere.</summary>
public sealed class MoneyTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task Too_little_waits_until_the_rest_has_come()
    {
        var id = await desk.AcceptedAsync();
        var bill = await desk.BillOfAsync(id);

        Assert.Empty((await PayAsync(bill.Id, 50_000)).Refusals);
        var partly = await desk.BillOfAsync(id);
        Assert.Equal((BillStatus.Open, 50_000), (partly.Status, partly.WaitingTotal.Amount));
        Assert.Null((await desk.CaseAsync(id)).CoveredThrough);

        // Exactly the rest needs no ticking; anything else is refused with what is still due.
        var refused = Assert.Single((await PayAsync(bill.Id, 10_000, holds: false)).Refusals);
        Assert.Equal(("payment.amount-differs", new Rupiah(22_600)), (refused.Code, refused.Values![0]));
        Assert.Equal(22_600, partly.StillDue.Amount);
        Assert.Empty((await PayAsync(bill.Id, 22_600, holds: false)).Refusals);
        var paid = await desk.BillOfAsync(id);
        Assert.Equal((BillStatus.Paid, 0), (paid.Status, paid.WaitingTotal.Amount));
        Assert.Equal(2, paid.Receipts.Count);
        Assert.NotNull((await desk.CaseAsync(id)).CoveredThrough);
    }

    [Fact]
    public async Task Too_much_pays_the_bill_and_the_rest_waits()
    {
        var id = await desk.AcceptedAsync();
        var bill = await desk.BillOfAsync(id);

        Assert.Equal(["payment.amount-differs@Amount"], (await PayAsync(bill.Id, 80_000, holds: false)).CodesAtFields());
        Assert.Empty((await PayAsync(bill.Id, 80_000)).Refusals);

        var paid = await desk.BillOfAsync(id);
        Assert.Equal(BillStatus.Paid, paid.Status);
        var rest = Assert.Single(paid.Waiting);
        Assert.Equal((MoneyAccount.Overpaid, 7_400), (rest.Account, rest.Amount.Amount));

        var refunds = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => desk.Get<MoneyService>()
            .RefundAsync(bill.Id, rest.ReceiptId, nameof(MoneyAccount.Overpaid), SmallBank.Reviewer.Actor, Desk.Cancel))));
        Assert.Single(refunds, refund => !refund.IsRefused);
        Assert.All(refunds.Where(refund => refund.IsRefused), refund => Assert.Equal(["suspense.not-waiting"], refund.Codes()));
        Assert.Empty((await desk.BillOfAsync(id)).Waiting);
    }

    [Fact]
    public async Task A_second_payment_waits_and_pays_the_next_bill()
    {
        var id = await desk.AcceptedAsync();
        var bill = await desk.BillOfAsync(id);
        Assert.Empty((await PayAsync(bill.Id, bill.Total.Amount, holds: false)).Refusals);
        Assert.Equal(["bill.already-paid"], (await PayAsync(bill.Id, bill.Total.Amount, holds: false)).Codes());
        Assert.Empty((await PayAsync(bill.Id, bill.Total.Amount)).Refusals);
        Assert.Equal(MoneyAccount.Duplicate, Assert.Single((await desk.BillOfAsync(id)).Waiting).Account);

        Assert.Empty((await ReverseAsync(bill.Id, nameof(ReversalReason.NeverCame), SmallBank.Supervisor)).Refusals);
        var anew = (await desk.Contributions.ReissueAsync(bill.Id, SmallBank.Officer.Actor, Desk.Cancel)).Value;
        var uses = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(
            () => desk.Get<MoneyService>().UseAsync(anew, SmallBank.Reviewer.Actor, Desk.Cancel))));

        Assert.Single(uses, use => !use.IsRefused);
        var paid = (await desk.Bills.DetailsAsync(anew, SmallBank.Auditor.Actor, Desk.Cancel))!;
        Assert.Equal((BillStatus.Paid, PaymentChannel.Suspense, 0), (paid.Status, paid.Channel!.Value, paid.WaitingTotal.Amount));
    }

    [Fact]
    public async Task Money_after_the_last_day_waits_as_of_the_wrong_period()
    {
        await using var late = new Desk(desk.Server);
        await late.InitializeAsync();
        var id = await late.AcceptedAsync();
        var bill = await late.BillOfAsync(id);
        await late.MoveToAsync(new DateOnly(2026, 12, 2));

        var held = await late.Contributions.RecordPaymentAsync(
            bill.Id, A.Payment(bill.Total, late.Clock.Today()) with { Hold = "true" }, SmallBank.Reviewer.Actor, Desk.Cancel);

        Assert.Empty(held.Refusals);
        Assert.Equal(MoneyAccount.WrongPeriod, Assert.Single((await late.BillOfAsync(id)).Waiting).Account);
        Assert.Null((await late.CaseAsync(id)).CoveredThrough);
        Assert.Equal(
            ["payment.in-the-future"],
            (await late.Contributions.RecordPaymentAsync(
                bill.Id, A.Payment(bill.Total, late.Clock.Today().AddDays(1)) with { Hold = "true" }, SmallBank.Reviewer.Actor, Desk.Cancel)).Codes()
                .Where(code => code == "payment.in-the-future"));
    }

    [Fact]
    public async Task A_payment_taken_back_uncovers_its_months_and_closes_the_gate()
    {
        var id = await desk.PaidAsync();
        var bill = await desk.BillOfAsync(id);
        Assert.True((await desk.LoanOfAsync(id)).GateIsOpen);

        Assert.Equal(["reversal.reason-missing"], (await ReverseAsync(bill.Id, "Entah", SmallBank.Supervisor)).Codes());
        Assert.Equal(["reversal.own-payment"], (await ReverseAsync(bill.Id, nameof(ReversalReason.TakenBack), SmallBank.Reviewer)).Codes());
        var reversals = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(
            () => ReverseAsync(bill.Id, nameof(ReversalReason.TakenBack), SmallBank.Supervisor))));

        Assert.Single(reversals, reversal => !reversal.IsRefused);
        var taken = await desk.BillOfAsync(id);
        Assert.Equal((BillStatus.Reversed, ReversalReason.TakenBack), (taken.Status, taken.Reversal!.Value));
        Assert.Null((await desk.CaseAsync(id)).CoveredThrough);
        Assert.False((await desk.LoanOfAsync(id)).GateIsOpen);
        Assert.Equal(3L, await desk.Database.ReadAsync<long>(
            "select count(*) from reversed_months r join payments p on p.id = r.payment_id where p.bill_id = $1", bill.Id));
        Assert.Equal(0L, await desk.Database.AsAppAsync("select count(*) from contribution_receipts where bill_number = $1", bill.Number));
    }

    [Fact]
    public async Task A_discount_learned_of_later_is_carried_forward_once()
    {
        await using var own = new Desk(desk.Server);
        await own.InitializeAsync();
        var id = await own.PaidAsync();
        Assert.Equal(0, await own.Get<DiscountKeeper>().RunAsync(Desk.Cancel));
        await own.ApprovedAsync(await own.ProposedAsync(ProposalKind.Discount, Proposals.Cited with
        {
            ValidFrom = A.Date(new DateOnly(2027, 1, 1)),
            ValidTo = A.Date(new DateOnly(2027, 3, 31)),
            Program = "Jkm",
            Category = "SelfEmployed",
            Sector = "Other",
            Payer = "Participant",
            Percent = "50",
            Credit = "CarryForward",
        }));

        var carried = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => own.Get<DiscountKeeper>().RunAsync(Desk.Cancel))));

        Assert.Equal(1, carried.Sum()); // January's JKM alone lies in the bill and in the discount
        var waits = Assert.Single((await own.BillOfAsync(id)).Waiting);
        Assert.Equal((MoneyAccount.CarriedForward, 3_400), (waits.Account, waits.Amount.Amount));
        Assert.Equal(0, await own.Get<DiscountKeeper>().RunAsync(Desk.Cancel));
    }

    [Theory]
    [InlineData("update receipts set amount = 1", "42501")]
    [InlineData("delete from money_entries", "42501")]
    [InlineData("insert into money_entries (id, receipt_id, account, amount, by, at) select gen_random_uuid(), id, 'Overpaid', 5, recorded_by, now() from receipts limit 1", "BJ041")]
    [InlineData("insert into money_entries (id, receipt_id, account, amount, by, at) select gen_random_uuid(), id, unnest(array['Overpaid', 'Partial']), unnest(array[5, -5]), recorded_by, now() from receipts limit 2", "BJ041")]
    [InlineData("delete from covered_months", "42501")]
    public async Task The_database_keeps_the_books(string sql, string state)
    {
        await desk.PaidAsync();

        Assert.Equal(state, (await desk.Database.RefusalAsync(sql)).SqlState);
    }

    private static Task<Result<Guid>> ReverseAsync(Desk at, Guid billId, string reason, TestUser by) =>
        at.Get<MoneyService>().ReverseAsync(billId, reason, by.Actor, Desk.Cancel);

    private Task<Result<Guid>> ReverseAsync(Guid billId, string reason, TestUser by) => ReverseAsync(desk, billId, reason, by);

    private Task<Result<Guid>> PayAsync(Guid billId, long amount, bool holds = true) => desk.Contributions.RecordPaymentAsync(
        billId, A.Payment(new Rupiah(amount)) with { Hold = holds ? "true" : null }, SmallBank.Reviewer.Actor, Desk.Cancel);
}
