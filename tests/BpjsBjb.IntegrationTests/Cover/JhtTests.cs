using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Participations;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Cover;
using BpjsBjb.Services.Loans;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Cover;

/// <summary>Old-age savings that were claimed make an ended membership inactive (Perdir 22/PERDIR.02/072022, BPU 12b).</summary>
public sealed class JhtTests(PostgresServer server)
{
    [Fact]
    public async Task The_status_follows_from_the_claim_and_the_ledger_on_every_page_and_when_the_month_turns()
    {
        await using var desk = new Desk(server);
        await desk.InitializeAsync();
        var loan = await desk.PaidOutAsync(); // November is paid
        await desk.Get<MonthKeeper>().RunAsync(Desk.Cancel);
        var service = desk.Get<CoverService>();
        var officer = SmallBank.Officer.Actor;
        var claim = new RecordJhtClaim { ClaimedOn = A.Date(A.Today) };
        var later = claim with { ClaimedOn = A.Date(A.Today.AddDays(1)) };

        Assert.Equal(["date.missing@ClaimedOn"], (await service.RecordJhtAsync(loan.Id, new RecordJhtClaim(), officer, Desk.Cancel)).CodesAtFields());
        Assert.Equal(["jht.in-the-future@ClaimedOn"], (await service.RecordJhtAsync(loan.Id, later, officer, Desk.Cancel)).CodesAtFields());
        Assert.Equal(["cover.loan-unknown"], (await service.RecordJhtAsync(loan.Id, claim, SmallBank.OtherOfficer.Actor, Desk.Cancel)).Codes());
        Assert.Empty((await service.RecordJhtAsync(loan.Id, claim, officer, Desk.Cancel)).Refusals);
        Assert.Empty((await service.RecordJhtAsync(loan.Id, claim, officer, Desk.Cancel)).Refusals); // the other click
        var other = claim with { ClaimedOn = A.Date(A.Today.AddDays(-1)) };
        Assert.Equal(["jht.already-recorded"], (await service.RecordJhtAsync(loan.Id, other, officer, Desk.Cancel)).Codes());
        Assert.Equal(ParticipationStatus.Active, (await desk.CoverAsync(loan.Id)).Outlook.Status);

        await desk.MoveToAsync(new DateOnly(2027, 2, 28));
        Assert.Equal(ParticipationStatus.Grace, (await desk.CoverAsync(loan.Id)).Outlook.Status);
        await desk.MoveToAsync(new DateOnly(2027, 3, 1));
        await desk.Get<MonthKeeper>().RunAsync(Desk.Cancel);
        var cover = await desk.CoverAsync(loan.Id);
        Assert.Equal((ParticipationStatus.Inactive, A.Today), (cover.Outlook.Status, cover.JhtClaimedOn));
        Assert.Equal(ParticipationStatus.Inactive, cover.Loan.Participation);
        Assert.Equal(["Inactive", "Grace"], cover.Turns.Select(turn => turn.Became));
        Assert.Equal(ParticipationStatus.Inactive, (await desk.CaseAsync(loan.EnrollmentId)).Participation);
        var listed = await desk.Get<LoanSearch>().ListAsync(LoanTab.Disbursed, 1, SmallBank.Officer.Actor, Desk.Cancel);
        Assert.Equal(ParticipationStatus.Inactive, Assert.Single(listed.Items).Participation);
        Assert.Equal(
            "Inactive",
            await desk.Database.ReadAsync<string>(
                "select participation_status(participation_id, $2) from loan_insured where loan_id = $1", loan.Id, desk.Clock.Today()));
        Assert.Equal(CoverTab.Ended, (await desk.WatchedAsync(loan.Id))!.Tab);

        var changed = await Assert.ThrowsAsync<PostgresException>(() => desk.Database.AsOwnerAsync("delete from jht_claims"));
        Assert.Equal("BJ001", changed.SqlState);
    }
}
