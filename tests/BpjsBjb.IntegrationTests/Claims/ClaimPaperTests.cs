using System.Net;
using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.IntegrationTests.Cover;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Claims;
using BpjsBjb.Services.Cover;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Claims;

/// <summary>Papers of a claim: sealed, named by what they prove, given to whoever may see the claim; and diseases caused by work.</summary>
public sealed class ClaimPaperTests(PostgresServer server)
{
    [Fact]
    public async Task A_paper_is_sealed_marks_what_it_proves_and_is_given_as_it_was_to_who_may_see_the_claim()
    {
        await using var portal = new Portal(server);
        await portal.InitializeAsync();
        var desk = portal.Desk;
        var loan = await desk.PaidOutAsync();
        var claim = await desk.ClaimedAsync(loan.Id, ClaimKind.DeathNotAtWork);
        Assert.Equal(ItemState.Missing, await StateAsync());

        var paper = await desk.ClaimPaperAsync(claim, item: nameof(ClaimItem.DeathCertificate));
        Assert.Equal(ItemState.Received, await StateAsync());
        await desk.ClaimPaperAsync(claim, SmallBank.Reviewer, nameof(ClaimItem.DeathCertificate)); // the other click, or somebody else's
        Assert.Equal((1L, 1L), (
            await desk.Database.ReadAsync<long>("select count(*) from claim_papers"),
            await desk.Database.ReadAsync<long>("select count(*) from claim_events where claim_id = $1", claim)));
        var stored = await desk.Database.ReadAsync<byte[]>("select content_sealed from claim_papers where id = $1", paper);
        Assert.Equal(-1, stored.AsSpan().IndexOf("%PDF-"u8));

        foreach (var reader in new[] { SmallBank.Officer, SmallBank.Reviewer, SmallBank.Auditor })
        {
            var visitor = await portal.SignInAsync(reader);
            Assert.NotNull((await visitor.ReadAsync($"/Claims/Details/{claim}")).QuerySelector($"a[href='/Claims/Document/{paper}']"));
            var file = await visitor.GetAsync($"/Claims/Document/{paper}");
            Assert.Equal(GuaranteeSteps.Pdf, await file.Content.ReadAsByteArrayAsync(Desk.Cancel));
            Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await (await portal.SignInAsync(SmallBank.OtherOfficer)).GetAsync($"/Claims/Document/{paper}")).StatusCode);
        Assert.Equal(
            3L,
            await desk.Database.ReadAsync<long>(
                "select count(*) from personal_data_reads where page = '/Claims/Document' and fields = array['ClaimPaper']::varchar[] and enrollment_id = $1", loan.EnrollmentId));
        Assert.True(await desk.Database.ReadAsync<bool>("select exists (select from audit_entries where table_name = 'claim_papers')"));

        async Task<ItemState> StateAsync() => (await desk.Get<ClaimSearch>().DetailsAsync(claim, SmallBank.Officer.Actor, Desk.Cancel))!
            .Checklist.Single(line => line.Rule.Item == ClaimItem.DeathCertificate).State;
    }

    [Fact]
    public async Task What_is_no_paper_or_on_no_list_is_refused_and_nothing_is_added_to_a_closed_claim()
    {
        await using var desk = new Desk(server);
        await desk.InitializeAsync();
        var loan = await desk.PaidOutAsync();
        var claim = await desk.ClaimedAsync(loan.Id, ClaimKind.AccidentAtWork);
        var papers = desk.Get<ClaimPapers>();

        Assert.Equal(
            ["claim.item-missing@Item", "paper.unknown-format@Paper"],
            (await papers.AddAsync(claim, "DeathCertificate", "<svg>"u8.ToArray(), SmallBank.Officer.Actor, Desk.Cancel))!.CodesAtFields().Order(StringComparer.Ordinal));
        Assert.Null(await papers.AddAsync(claim, "IdentityCard", GuaranteeSteps.Pdf, SmallBank.OtherOfficer.Actor, Desk.Cancel));
        var paper = await desk.ClaimPaperAsync(claim);
        var changed = await Assert.ThrowsAsync<PostgresException>(() => desk.Database.AsOwnerAsync("update claim_papers set item = 'PoliceReport' where id = $1", paper));
        Assert.Equal(("BJ001", "database.append-only"), (changed.SqlState, changed.MessageText));

        var close = new CloseClaim { Outcome = "Withdrawn", Reason = "ReportUntrue" };
        Assert.Empty((await desk.Get<ClaimService>().CloseAsync(claim, close, SmallBank.Supervisor.Actor, Desk.Cancel))!.Refusals);
        Assert.Equal(["claim.closed"], (await papers.AddAsync(claim, "WorkEvidence", GuaranteeSteps.Pdf, SmallBank.Officer.Actor, Desk.Cancel))!.Codes());
    }

    /// <summary>PAK: JKK answers as after an accident, with its own forms; nobody has died.</summary>
    [Fact]
    public async Task A_disease_caused_by_work_has_its_own_forms_and_stops_reminders_like_an_accident()
    {
        await using var desk = new Desk(server);
        await desk.InitializeAsync();
        var loan = await desk.PaidOutAsync(months: 3);
        await desk.MoveToAsync(A.Today.AddDays(1));
        var claim = await desk.ClaimedAsync(loan.Id, ClaimKind.OccupationalDisease);

        var details = (await desk.Get<ClaimSearch>().DetailsAsync(claim, SmallBank.Officer.Actor, Desk.Cancel))!;

        Assert.Equal(
            ["F3 PAK1", "F3 PAK2", "F3 PAK3"], details.Checklist.Select(line => line.Rule.Form).Where(form => form.Length > 0).Order(StringComparer.Ordinal));
        Assert.Equal([ClaimDeadlineKind.AccidentReport, ClaimDeadlineKind.RightsLapse], details.Deadlines.Select(deadline => deadline.Kind));
        Assert.Contains(details.Outlook.Lines, line => line.Rule.Kind == Domain.Rules.BenefitKind.JkkMedical);
        Assert.DoesNotContain(details.Outlook.Lines, line => line.Rule.Kind == Domain.Rules.BenefitKind.JkmDeath);
        Assert.False(details.AreRemindersOn);
        var step = new RecordStep { Step = nameof(ClaimEventKind.RemindersResumed), On = A.Date(desk.Clock.Today()) };
        Assert.Empty((await desk.Get<ClaimService>().RecordAsync(claim, step, SmallBank.Officer.Actor, Desk.Cancel))!.Refusals);
        Assert.Equal(CoverTab.Covered, (await desk.WatchedAsync(loan.Id))!.Tab);
    }
}
