using BpjsBjb.Domain.Gate;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Gate;

namespace BpjsBjb.IntegrationTests.Gate;

/// <summary>A condition is waived by two people of two offices for some days, and comes back by itself.</summary>
public sealed class WaiverTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task A_waived_condition_does_not_block_and_stays_unmet()
    {
        var loan = await desk.UnpaidAsync();
        Assert.Equal(["gate.paid", "gate.covered"], Blocking(loan));

        await WaiveAsync(loan.Id, "gate.paid");
        await WaiveAsync(loan.Id, "gate.covered");
        loan = await desk.LoanOfAsync(loan.EnrollmentId);

        Assert.Empty(Blocking(loan));
        var covered = loan.Gate.Single(condition => condition.Code == "gate.covered");
        Assert.Equal((false, A.Today.AddDays(4)), (covered.IsMet, covered.WaivedUntil));
        Assert.Empty((await desk.Loans.ClearAsync(loan.Id, loan.Version, SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);
        loan = await desk.LoanOfAsync(loan.EnrollmentId);
        Assert.Empty((await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout("1.000.000"), SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);
        Assert.Equal(2, await desk.Database.ReadAsync<int>(
            "select jsonb_array_length(facts -> 'waivers') from gate_decisions where loan_id = $1 and is_open", loan.Id));
    }

    [Fact]
    public async Task What_the_law_demands_is_not_waived()
    {
        var loan = await desk.UnpaidAsync(A.Form());

        Assert.Equal(["waiver.not-waivable"], (await desk.ProposeWaiverAsync(loan.Id)).Codes());
        Assert.Equal(["waiver.not-waivable"], (await desk.ProposeWaiverAsync((await desk.UnpaidAsync()).Id, "gate.case-accepted")).Codes());
    }

    [Theory]
    [InlineData("", "waiver.days-missing@Days")]
    [InlineData("x", "waiver.days-missing@Days")]
    [InlineData("-1", "waiver.days-missing@Days")]
    [InlineData("0", "waiver.too-long@Days")]
    [InlineData("31", "waiver.too-long@Days")]
    public async Task A_waiver_lasts_one_to_thirty_days(string days, string code) =>
        Assert.Equal([code], (await desk.ProposeWaiverAsync((await desk.UnpaidAsync()).Id, days: days)).CodesAtFields());

    [Fact]
    public async Task Thirty_days_are_the_most_whoever_asks()
    {
        var loan = await desk.UnpaidAsync();

        var refusal = await desk.Database.RefusalAsync("select propose_waiver(gen_random_uuid(), $1, 'gate.covered', 'Disaster', 31)", loan.Id);

        Assert.StartsWith("BJ011", refusal.SqlState, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_people_of_two_offices_are_needed()
    {
        var loan = await desk.UnpaidAsync();
        var id = (await desk.ProposeWaiverAsync(loan.Id)).Value;

        Assert.Equal(["waiver.own-proposal"], (await desk.DecideWaiverAsync(id, by: SmallBank.Supervisor)).Codes());
        // A colleague with the right who sits in the same office; and somebody of another region, who does not see the loan.
        await desk.Database.AsRoleAsync(
            null, $"set session_replication_role = replica; update users set role = 'BranchSupervisor' where id = '{SmallBank.Colleague.Id}'");
        Assert.Equal(["waiver.same-office"], (await desk.DecideWaiverAsync(id, by: SmallBank.Colleague)).Codes());
        Assert.Equal(["waiver.not-yours"], (await desk.DecideWaiverAsync(id, by: SmallBank.OtherRegional)).Codes());
        // Nor does a new name make another person.
        await desk.Database.AsOwnerAsync("update users set full_name = 'Nama Baru', email = 'baru@bjb.test' where id = $1", SmallBank.Supervisor.Id);
        Assert.Equal(["waiver.own-proposal"], (await desk.DecideWaiverAsync(id, by: SmallBank.Supervisor)).Codes());

        Assert.Empty((await desk.DecideWaiverAsync(id)).Refusals);
        Assert.Equal(["waiver.decided-already"], (await desk.DecideWaiverAsync(id, WaiverVerdict.Refused)).Codes());
    }

    [Fact]
    public async Task An_officer_proposes_none_and_nobody_proposes_twice_or_without_need()
    {
        var loan = await desk.UnpaidAsync();

        Assert.Equal(["waiver.not-yours"], (await desk.ProposeWaiverAsync(loan.Id, by: SmallBank.Officer)).Codes());
        Assert.Equal(["waiver.not-yours"], (await desk.ProposeWaiverAsync(loan.Id, by: SmallBank.OtherSupervisor)).Codes());
        Assert.Empty((await desk.ProposeWaiverAsync(loan.Id)).Refusals);
        Assert.Equal(["waiver.waits-already"], (await desk.ProposeWaiverAsync(loan.Id)).Codes());
        Assert.Equal(["waiver.not-needed"], (await desk.ProposeWaiverAsync(loan.Id, "gate.registered")).Codes());
    }

    [Fact]
    public async Task One_that_is_refused_or_taken_back_waives_nothing()
    {
        var loan = await desk.UnpaidAsync();
        Assert.Empty((await desk.DecideWaiverAsync((await desk.ProposeWaiverAsync(loan.Id)).Value, WaiverVerdict.Refused)).Refusals);
        Assert.Empty((await desk.DecideWaiverAsync((await desk.ProposeWaiverAsync(loan.Id)).Value, WaiverVerdict.Withdrawn, SmallBank.Supervisor)).Refusals);

        Assert.Contains("gate.covered", Blocking(await desk.LoanOfAsync(loan.EnrollmentId)));
    }

    [Fact]
    public async Task When_it_runs_out_the_clearance_falls_and_the_branch_is_told()
    {
        await using var own = new Desk(desk.Server);
        await own.InitializeAsync();
        var loan = await own.UnpaidAsync();
        foreach (var code in new[] { "gate.paid", "gate.covered" })
        {
            Assert.Empty((await own.DecideWaiverAsync((await own.ProposeWaiverAsync(loan.Id, code)).Value)).Refusals);
        }

        loan = await own.LoanOfAsync(loan.EnrollmentId);
        Assert.Empty((await own.Loans.ClearAsync(loan.Id, loan.Version, SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);
        Assert.Equal(0, await own.Get<WaiverKeeper>().RunAsync(Desk.Cancel));

        await own.MoveToAsync(A.Today.AddDays(5));
        Assert.Equal(2, await own.Get<WaiverKeeper>().RunAsync(Desk.Cancel));
        Assert.Equal(0, await own.Get<WaiverKeeper>().RunAsync(Desk.Cancel));

        loan = await own.LoanOfAsync(loan.EnrollmentId);
        Assert.Equal(Domain.Loans.LoanStatus.Applied, loan.Status);
        Assert.Equal(["gate.paid", "gate.covered"], Blocking(loan));
        Assert.Equal(["WaiverExpired"], await own.Database.ListAsync<string>($"select unnest(causes) from lifted_clearances where loan_id = '{loan.Id}'"));
        Assert.Equal(2L, await own.Database.ReadAsync<long>(
            "select count(distinct user_id) from notices where kind = 'WaiverExpired' and user_id in ($1, $2)", SmallBank.Officer.Id, SmallBank.Supervisor.Id));
        var search = own.Get<GateSearch>();
        Assert.Equal(2, (await search.CountsAsync(SmallBank.Regional.Actor, Desk.Cancel))[WaiverTab.Reopened]);
    }

    private async Task WaiveAsync(Guid loanId, string condition) =>
        Assert.Empty((await desk.DecideWaiverAsync((await desk.ProposeWaiverAsync(loanId, condition)).Value)).Refusals);

    private static IEnumerable<string> Blocking(Services.Loans.LoanDetails loan) =>
        loan.Gate.Where(condition => condition is { IsMet: false, Blocks: true }).Select(condition => condition.Code);
}
