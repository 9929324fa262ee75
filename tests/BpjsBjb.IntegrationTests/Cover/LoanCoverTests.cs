using BpjsBjb.Domain.Contributions;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Contributions;
using BpjsBjb.Services.Cover;

namespace BpjsBjb.IntegrationTests.Cover;

/// <summary>What is kept beside the ledger for the work list says at every moment what the ledger says.</summary>
public sealed class LoanCoverTests(PostgresServer server)
{
    /// <summary>Rows that are kept and should not be, or should be and are not.</summary>
    private const string Differences =
        """
        select count(*) from ((table loan_covers except select * from loan_covers_of(null))
                              union all (select * from loan_covers_of(null) except table loan_covers)) differing
        """;

    [Fact]
    public async Task Payments_balances_reversals_closures_and_exits_are_kept_as_they_happen()
    {
        await using var desk = new Desk(server);
        await desk.InitializeAsync();
        var loan = await desk.PaidOutAsync();
        Assert.Equal("{[24322,24323)}|24322|24322||", await KeptAsync()); // November 2026

        await desk.Get<RenewalKeeper>().RunAsync(Desk.Cancel);
        var bill = await desk.Database.ReadAsync<Guid>(
            "select b.id from bills b join loan_insured i using (participation_id) where i.loan_id = $1 and b.paid_at is null", loan.Id);
        await desk.PayAsync(bill);
        Assert.Equal("{[24322,24324)}|24322|24323||", await KeptAsync());

        Assert.Empty((await desk.Get<CoverService>().ReportBalanceAsync(
            loan.Id, new RecordBalance { Outstanding = "100.000.000", AsOf = A.Date(A.Today) }, SmallBank.Officer.Actor, Desk.Cancel)).Refusals);
        Assert.Equal("{[24322,24324)}|24322|24323|100000000|", await KeptAsync());

        Assert.Empty((await desk.Get<MoneyService>().ReverseAsync(
            bill, nameof(ReversalReason.NeverCame), SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);
        Assert.Equal("{[24322,24323)}|24322|24322|100000000|", await KeptAsync());

        Assert.Empty((await desk.LeaveAsync(loan.Id, new RecordExit { Closure = "PaidOff", ClosedOn = A.Date(A.Today) })).Refusals);
        Assert.Equal($"{{[24322,24323)}}|24322|24322|100000000|{A.Today:yyyy-MM-dd}", await KeptAsync());
        Assert.Empty((await desk.LeaveAsync(loan.Id, new RecordExit { Exit = "PaidOff", ExitedOn = A.Date(A.Today) })).Refusals);
        Assert.Equal("gone", await KeptAsync());

        async Task<string> KeptAsync()
        {
            Assert.Equal(0L, await desk.Database.AsRoleAsync(null, Differences));
            return (string?)await desk.Database.AsRoleAsync(
                null, "select concat_ws('|', months, run_from, run_through, coalesce(outstanding::text, ''), coalesce(closed_on::text, '')) from loan_covers where loan_id = $1",
                loan.Id) ?? "gone";
        }
    }

    /// <summary>Two servers, two people: each waits for the other and reads what the other wrote.</summary>
    [Fact]
    public async Task Changes_at_the_same_moment_are_all_kept()
    {
        await using var desk = new Desk(server);
        await desk.InitializeAsync();
        var loan = await desk.PaidOutAsync();
        await desk.Get<RenewalKeeper>().RunAsync(Desk.Cancel);
        var bill = await desk.Database.ReadAsync<Guid>(
            "select b.id from bills b join loan_insured i using (participation_id) where i.loan_id = $1 and b.paid_at is null", loan.Id);

        await Task.WhenAll(
            Task.Run(() => desk.PayAsync(bill)),
            Task.Run(() => desk.Get<CoverService>().ReportBalanceAsync(
                loan.Id, new RecordBalance { Outstanding = "90.000.000", AsOf = A.Date(A.Today) }, SmallBank.Officer.Actor, Desk.Cancel)),
            Task.Run(() => desk.LeaveAsync(loan.Id, new RecordExit { Closure = "PaidOff", ClosedOn = A.Date(A.Today) })));

        Assert.Equal(0L, await desk.Database.AsRoleAsync(null, Differences));
    }

    /// <summary>Nobody writes it but what keeps it.</summary>
    [Theory]
    [InlineData("update loan_covers set run_through = run_through + 12")]
    [InlineData("delete from loan_covers")]
    [InlineData("select keep_loan_covers('{}')")]
    public async Task The_portals_role_may_not(string sql)
    {
        await using var desk = new Desk(server);
        await desk.InitializeAsync();

        Assert.Equal("42501", (await desk.Database.RefusalAsync(sql)).SqlState);
    }
}
