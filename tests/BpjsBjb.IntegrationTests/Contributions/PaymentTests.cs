using BpjsBjb.Domain.Contributions;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Contributions;

namespace BpjsBjb.IntegrationTests.Contributions;

public sealed class PaymentTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task A_bill_is_the_sum_of_its_lines()
    {
        var bill = await desk.BillOfAsync(await desk.AcceptedAsync());

        // Rp3 million a month: JKK 29,500 and JKM 6,800, half of each until the end of 2026.
        Assert.Equal(18_150 + 18_150 + 36_300, bill.Total.Amount);
        Assert.Equal(
            bill.Total.Amount, await desk.Database.ReadAsync<long>("select sum(amount)::bigint from bill_lines where bill_id = $1", bill.Id));
        Assert.Equal((3, new DateOnly(2026, 11, 30)), (bill.Months, bill.DueOn));
    }

    [Fact]
    public async Task A_bill_that_does_not_add_up_is_refused_by_the_database()
    {
        var bill = await desk.BillOfAsync(await desk.AcceptedAsync());

        var refusal = await desk.Database.RefusalAsync(
            """
            insert into bills (id, participation_id, enrollment_id, first_month, months, payer, category, sector, total, issued_at, issued_by, due_on, cancelled_at)
            select gen_random_uuid(), participation_id, enrollment_id, first_month, months, payer, category, sector, total, issued_at, issued_by, due_on, now()
              from bills where id = $1
            """,
            bill.Id);

        Assert.Equal(("BJ005", "bill.lines-differ-from-total"), (refusal.SqlState, refusal.MessageText));
    }

    [Theory]
    [InlineData(1, 0, "payment.amount-differs@Amount")]
    [InlineData(-1, 0, "payment.amount-differs@Amount")]
    [InlineData(0, 1, "payment.in-the-future@PaidOn")]
    [InlineData(0, -1, "payment.before-bill@PaidOn")]
    [InlineData(1, 1, "payment.amount-differs@Amount", "payment.in-the-future@PaidOn")]
    public async Task A_payment_is_for_its_bill_and_on_a_day_it_can_have_been(int rupiahOff, int daysOff, params string[] refusals)
    {
        var id = await desk.AcceptedAsync();
        var bill = await desk.BillOfAsync(id);
        var input = A.Payment(new(bill.Total.Amount + rupiahOff), A.Today.AddDays(daysOff));

        var refused = await PayAsync(bill.Id, input);

        Assert.Equal(refusals, refused.CodesAtFields());
        Assert.Equal(0L, await CoveredAsync(id));
        Assert.Equal(BillStatus.Open, (await desk.BillOfAsync(id)).Status);
    }

    [Fact]
    public async Task What_is_missing_in_a_payment_is_said_at_once()
    {
        var bill = await desk.BillOfAsync(await desk.AcceptedAsync());

        Assert.Equal(
            ["rupiah.missing@Amount", "date.missing@PaidOn", "payment.channel-missing@Channel", "payment.reference-missing@Reference"],
            (await PayAsync(bill.Id, new RecordPayment { Channel = "Cash" })).CodesAtFields());
    }

    [Fact]
    public async Task A_payment_covers_exactly_the_months_of_its_bill()
    {
        var id = await desk.PaidAsync();

        Assert.Equal(
            [new DateOnly(2026, 11, 1), new DateOnly(2026, 12, 1), new DateOnly(2027, 1, 1)],
            await desk.Database.ListAsync<DateOnly>(
                "select month from covered_months where participation_id = (select participation_id from enrollments where id = $1) order by 1", id));
        Assert.Equal(
            [18_150L, 18_150L, 36_300L],
            await desk.Database.ListAsync<long>(
                "select amount from covered_months where participation_id = (select participation_id from enrollments where id = $1) order by month", id));
        Assert.Equal(new DateOnly(2027, 1, 31), (await desk.CaseAsync(id)).CoveredThrough);
    }

    [Fact]
    public async Task The_same_receipt_sent_many_times_at_once_is_one_payment()
    {
        var id = await desk.AcceptedAsync();
        var bill = await desk.BillOfAsync(id);
        var receipt = A.Payment(bill.Total);

        var clicks = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => PayAsync(bill.Id, receipt))));

        Assert.All(clicks, click => Assert.Empty(click.Refusals));
        Assert.Equal(1L, await desk.Database.ReadAsync<long>("select count(*) from payments where bill_id = $1", bill.Id));
        Assert.Equal(3L, await CoveredAsync(id));
    }

    [Fact]
    public async Task A_bill_is_paid_once()
    {
        var bill = await desk.BillOfAsync(await desk.AcceptedAsync());
        await PayAsync(bill.Id, A.Payment(bill.Total));

        Assert.Equal(["bill.already-paid"], (await PayAsync(bill.Id, A.Payment(bill.Total))).Codes());
    }

    [Fact]
    public async Task A_receipt_pays_one_bill()
    {
        var first = await desk.BillOfAsync(await desk.AcceptedAsync());
        var second = await desk.BillOfAsync(await desk.AcceptedAsync());
        var receipt = A.Payment(first.Total);
        Assert.Empty((await PayAsync(first.Id, receipt)).Refusals);

        Assert.Equal(["payment.reference-used@Reference"], (await PayAsync(second.Id, receipt)).CodesAtFields());
        Assert.Equal(BillStatus.Open, (await desk.Bills.DetailsAsync(second.Id, SmallBank.Auditor.Actor, Desk.Cancel))!.Status);
    }

    [Fact]
    public async Task A_month_that_is_covered_is_not_paid_again()
    {
        var id = await desk.AcceptedAsync();
        var bill = await desk.BillOfAsync(id);
        // November and December came in by another way meanwhile.
        await desk.Database.AsOwnerAsync(
            """
            insert into covered_months (participation_id, month, payer, amount, recorded_at)
            select participation_id, m::date, 'Participant', 0, now()
              from enrollments, generate_series(date '2026-11-01', date '2026-12-01', interval '1 month') m where id = $1
            """,
            id);

        Assert.Equal(["payment.month-already-covered"], (await PayAsync(bill.Id, A.Payment(bill.Total))).Codes());
        Assert.Equal(2L, await CoveredAsync(id));
    }

    [Fact]
    public async Task A_bill_still_open_is_not_replaced()
    {
        var bill = await desk.BillOfAsync(await desk.AcceptedAsync());

        Assert.Equal(["bill.still-open"], (await desk.Contributions.ReissueAsync(bill.Id, SmallBank.Officer.Actor, Desk.Cancel)).Codes());
    }

    private Task<Domain.Common.Result<Guid>> PayAsync(Guid bill, RecordPayment input) =>
        desk.Contributions.RecordPaymentAsync(bill, input, SmallBank.Reviewer.Actor, Desk.Cancel);

    private Task<long> CoveredAsync(Guid enrollmentId) => desk.Database.ReadAsync<long>(
        "select count(*) from covered_months where participation_id = (select participation_id from enrollments where id = $1)", enrollmentId);
}
