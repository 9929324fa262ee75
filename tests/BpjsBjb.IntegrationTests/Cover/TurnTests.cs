using BpjsBjb.Domain.Common;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Cover;
using BpjsBjb.Services.Notices;

namespace BpjsBjb.IntegrationTests.Cover;

/// <summary>What the portal does by itself as time passes.</summary>
public sealed class TurnTests(PostgresServer server)
{
    [Fact]
    public async Task Each_month_is_turned_once_however_many_servers_try()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync();
        Assert.Equal(0, await desk.Get<MonthKeeper>().RunAsync(Desk.Cancel));

        await desk.MoveToAsync(new DateOnly(2027, 3, 2)); // nobody was there for three months
        var turned = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => desk.Get<MonthKeeper>().RunAsync(Desk.Cancel))));

        Assert.Equal(2, turned.Sum());
        Assert.Equal(
            ["2026-12-01 Grace", "2027-03-01 Ended"],
            await desk.Database.ListAsync<string>(
                "select month || ' ' || became from cover_changes join loan_insured using (participation_id) where loan_id = $1 order by month", loan.Id));
        Assert.Equal(
            ["Ended 2027-03-01", "Grace 2026-12-01"], (await desk.CoverAsync(loan.Id)).Turns.Select(turn => $"{turn.Became} {turn.Month:yyyy-MM-dd}"));
        Assert.Equal(5L, await desk.Database.ReadAsync<long>("select count(*) from cover_turns"));
        Assert.Equal(0, await desk.Get<MonthKeeper>().RunAsync(Desk.Cancel));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => desk.Database.AsOwnerAsync("select turn_month('2027-04-01')"));
    }

    [Fact]
    public async Task A_renewal_is_billed_once_for_as_long_as_last_time_and_not_beyond_the_loan()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync(months: 6); // November to April
        Assert.Equal(0, await desk.Get<RenewalKeeper>().RunAsync(Desk.Cancel));

        await desk.MoveToAsync(new DateOnly(2027, 4, 2));
        var renewed = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => desk.Get<RenewalKeeper>().RunAsync(Desk.Cancel))));

        Assert.Equal(1, renewed.Sum());
        var bill = await OpenBillAsync(desk, loan.Id);
        Assert.Equal((new Month(2027, 5), 6, new DateOnly(2027, 5, 31)), (bill.FirstMonth, bill.Months, bill.DueOn)); // to maturity in October
        Assert.Equal(6 * 36_300, bill.Total.Amount);
        await desk.PayAsync(bill.Id);
        Assert.Equal(new DateOnly(2027, 10, 31), (await desk.CoverAsync(loan.Id)).Loan.CoveredThrough);

        await desk.MoveToAsync(new DateOnly(2027, 10, 20));
        Assert.Equal(0, await desk.Get<RenewalKeeper>().RunAsync(Desk.Cancel)); // the loan is over
    }

    [Fact]
    public async Task An_officer_is_told_once_of_each_turn_of_a_cover()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync();
        foreach (var (day, kind) in new[] { ("2026-11-11", "CoverEnding"), ("2026-12-02", "GraceBegan"), ("2027-03-01", "CoverEnded") })
        {
            await desk.MoveToAsync(DateOnly.ParseExact(day, "yyyy-MM-dd"));
            var told = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => desk.Get<CoverKeeper>().RunAsync(Desk.Cancel))));

            Assert.Equal(1, told.Sum());
            Assert.Equal(
                [$"{kind} {SmallBank.Officer.Id}"],
                await desk.Database.ListAsync<string>("select kind || ' ' || user_id from notices where about = $1 and kind = $2", loan.Id, kind));
        }

        Assert.Equal(0, await desk.Get<CoverKeeper>().RunAsync(Desk.Cancel));
    }

    [Fact]
    public async Task Whoever_has_left_is_not_billed()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync();
        Assert.Empty((await desk.LeaveAsync(loan.Id, new RecordExit { Exit = "Moved", ExitedOn = A.Date(A.Today) })).Refusals);

        Assert.Equal(0, await desk.Get<RenewalKeeper>().RunAsync(Desk.Cancel));
        Assert.Empty(await desk.Database.ListAsync<Guid>("select id from bills where paid_at is null"));
    }

    /// <summary>The portal's own bill is on the trail as the portal's, and in the history of the case.</summary>
    [Fact]
    public async Task A_renewal_says_that_the_portal_made_it()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync();
        Assert.Equal(1, await desk.Get<RenewalKeeper>().RunAsync(Desk.Cancel)); // one month is paid, which ends within thirty days

        var bill = await OpenBillAsync(desk, loan.Id);
        Assert.Equal((new Month(2026, 12), 1), (bill.FirstMonth, bill.Months));
        Assert.Equal(
            [Guid.Empty],
            await desk.Database.ListAsync<Guid>("select actor from audit_entries where table_name = 'bills' and operation = 'INSERT' and row_key = $1", bill.Id.ToString()));
        Assert.Contains((await desk.LoanOfAsync(loan.EnrollmentId)).Timeline, item => item.Kind == Domain.Enrollments.EnrollmentEventKind.RenewalBilled);
    }

    private static async Task<BpjsBjb.Services.Contributions.BillDetails> OpenBillAsync(Desk desk, Guid loanId)
    {
        var id = await desk.Database.ReadAsync<Guid>(
            "select b.id from bills b join loan_insured i using (participation_id) where i.loan_id = $1 and b.paid_at is null and b.cancelled_at is null", loanId);
        return (await desk.Bills.DetailsAsync(id, SmallBank.Auditor.Actor, Desk.Cancel))!;
    }

    private async Task<Desk> DeskAsync()
    {
        var desk = new Desk(server);
        await desk.InitializeAsync();
        return desk;
    }
}
