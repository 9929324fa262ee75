using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Participations;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Proofs;

namespace BpjsBjb.IntegrationTests.Loans;

/// <summary>Cover that ends while a loan is under way, and what then still holds.</summary>
public sealed class LapseTests(PostgresServer server)
{
    [Fact]
    public async Task A_lapse_after_clearance_closes_the_gate_again()
    {
        await using var desk = new Desk(server);
        await desk.InitializeAsync();
        var form = A.Form();
        var cleared = await desk.ClearedAsync(form with { Income = form.Income with { Months = "1" } });

        await desk.MoveToAsync(new DateOnly(2027, 1, 5));
        var loan = await desk.LoanOfAsync(cleared.EnrollmentId);

        Assert.Equal(
            ["gate.covered"], loan.Gate.Where(condition => condition is { IsMet: false, Blocks: true }).Select(condition => condition.Code));
        Assert.Equal(ParticipationStatus.Grace, loan.Participation);
        Assert.Equal(
            ["disbursement.gate-closed"],
            (await desk.Loans.DisburseAsync(
                loan.Id, loan.Version, A.Payout(on: desk.Clock.Today()), SmallBank.Supervisor.Actor, Desk.Cancel)).Codes());
        // Nor does a value date inside the cover open it: the gate is judged on both days.
        Assert.Equal(
            ["disbursement.gate-closed"],
            (await desk.Loans.DisburseAsync(
                loan.Id, loan.Version, A.Payout(on: A.Today), SmallBank.Supervisor.Actor, Desk.Cancel)).Codes());
    }

    [Fact]
    public async Task A_proof_is_issued_once_for_a_cover_and_tells_how_it_stands_today()
    {
        await using var desk = new Desk(server);
        await desk.InitializeAsync();
        var loan = await desk.ClearedAsync();

        var issued = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => desk.Get<ProofService>().IssueAsync(loan.Id, SmallBank.Officer.Actor, Desk.Cancel))));
        var id = Assert.Single(issued.Select(proof => proof.Value).Distinct());
        var sheet = await desk.Get<ProofSearch>().ReadAsync(id, SmallBank.Officer.Actor, Desk.Cancel);
        var code = sheet!.Code.Grouped;

        Assert.Equal(ProofAnswer.StillValid, await AnswerAsync());
        await desk.MoveToAsync(new DateOnly(2027, 2, 1));
        Assert.Equal(ProofAnswer.InGrace, await AnswerAsync());
        await desk.MoveToAsync(new DateOnly(2027, 5, 1));
        Assert.Equal(ProofAnswer.Ended, await AnswerAsync());
        Assert.Equal(
            ["proof.not-active"], (await desk.Get<ProofService>().IssueAsync(loan.Id, SmallBank.Officer.Actor, Desk.Cancel)).Codes());
        Assert.Equal(
            ["proof.unknown-code"], (await desk.Get<ProofSearch>().VerifyAsync("AAAA-BBBB-CCCC", Desk.Cancel)).Codes());

        async Task<ProofAnswer> AnswerAsync() => (await desk.Get<ProofSearch>().VerifyAsync(code, Desk.Cancel)).Value.Answer;
    }

    /// <summary>The status on every month end around the cover, by SQL and by C#: one rule told twice.</summary>
    [Fact]
    public async Task The_database_and_the_domain_agree_on_the_status_of_every_day()
    {
        await using var desk = new Desk(server);
        await desk.InitializeAsync();
        var unregistered = (await desk.CaseAsync(await desk.SubmittedAsync())).ParticipationId!.Value;
        var unpaid = (await desk.CaseAsync(await desk.AcceptedAsync())).ParticipationId!.Value;
        var paid = (await desk.CaseAsync(await desk.PaidAsync())).ParticipationId!.Value;

        foreach (var id in new[] { unregistered, unpaid, paid })
        {
            var hasCard = id != unregistered;
            var covered = await desk.Database.ListAsync<DateOnly>("select month from covered_months where participation_id = $1", id);
            DateOnly? through = covered.Count == 0 ? null : Month.Of(covered.Max()).LastDay;
            for (var month = new Month(2026, 9); month <= new Month(2027, 8); month = month.Plus(1))
            {
                foreach (var day in new[] { month.FirstDay, month.FirstDay.AddDays(14), month.LastDay })
                {
                    var expected = ParticipationStates.On(day, hasCard, through, covered.Contains(month.FirstDay), graceMonths: 3);
                    Assert.Equal($"{day} {expected}", $"{day} {await desk.Database.ReadAsync<string>("select participation_status($1, $2)", id, day)}");
                }
            }
        }
    }
}
