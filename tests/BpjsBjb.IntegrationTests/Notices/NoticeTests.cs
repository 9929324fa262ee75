using System.Net;
using BpjsBjb.Domain.Rules;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.IntegrationTests.Users;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Notices;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Reviews;
using BpjsBjb.Services.Rules;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Notices;

/// <summary>Whoever must act or wanted to know is told, once an event, and nobody reads what another was told.</summary>
public sealed class NoticeTests(PostgresServer server) : IAsyncLifetime
{
    private readonly Portal _portal = new(server);

    private Desk Desk => _portal.Desk;

    public ValueTask InitializeAsync() => _portal.InitializeAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task Whoever_registered_a_case_is_told_each_time_it_comes_back_until_it_is_sent_again()
    {
        var id = await ReturnedAsync();
        Assert.Equal(["CaseReturned unread"], await ToldAsync(SmallBank.Officer));

        Assert.Empty((await Desk.SendAsync(id)).Refusals);
        Assert.Equal(["CaseReturned read"], await ToldAsync(SmallBank.Officer));
        await Desk.Reviews.ReturnAsync(id, await Desk.VersionAsync(id), A.Return(), SmallBank.Reviewer.Actor, Desk.Cancel);

        Assert.Equal(["CaseReturned read", "CaseReturned unread"], await ToldAsync(SmallBank.Officer));
        Assert.Empty(await ToldAsync(SmallBank.Colleague));
        Assert.Empty(await ToldAsync(SmallBank.Reviewer));
    }

    [Fact]
    public async Task Acceptance_and_rejection_are_told()
    {
        await Desk.AcceptedAsync();
        var rejected = await Desk.SubmittedAsync();
        Assert.Empty((await Desk.Reviews.RejectAsync(
            rejected, await Desk.VersionAsync(rejected), new RejectEnrollment { Reason = "NotWorking", Message = "Sudah berhenti" }, SmallBank.Reviewer.Actor, Desk.Cancel)).Refusals);

        Assert.Equal(["CaseAccepted unread", "CaseRejected unread"], await ToldAsync(SmallBank.Officer));
    }

    [Fact]
    public async Task A_new_rule_is_told_to_those_it_is_news_to_until_they_confirm_it()
    {
        var id = await Desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat());
        await Desk.ApprovedAsync(id);

        foreach (var user in SmallBank.Users)
        {
            var isNews = await Desk.Get<RuleNewsSearch>().WaitingAsync(user.Actor, Desk.Cancel) == 1;
            Assert.Equal(isNews ? 1 : 0, (await ToldAsync(user)).Count(told => told == "RuleToConfirm unread"));
        }

        Assert.Empty((await Desk.Get<RuleNewsService>().ConfirmAsync(id, SmallBank.Officer.Actor, Desk.Cancel)).Refusals);
        Assert.Equal(["RuleToConfirm read"], await ToldAsync(SmallBank.Officer));
        Assert.Equal(["RuleToConfirm unread"], await ToldAsync(SmallBank.Colleague));
    }

    [Fact]
    public async Task Rights_and_mergers_wait_for_the_other_administrator_until_one_decides()
    {
        var user = (await Desk.Get<GrantService>().InviteAsync(GrantTests.Invitee(), SmallBank.Admin.Actor, Desk.Cancel)).Value;
        var merger = await Desk.ProposedMergerAsync();
        Assert.Equal(["GrantToApprove unread", "MergerToApprove unread"], await ToldAsync(SmallBank.OtherAdmin));
        Assert.Empty(await ToldAsync(SmallBank.Admin));

        var proposal = (await Desk.Get<UserSearch>().DetailsAsync(user, Desk.Cancel))!.Proposal!;
        Assert.Empty((await Desk.Get<GrantService>().ApproveAsync(proposal.Id, proposal.Version, SmallBank.OtherAdmin.Actor, Desk.Cancel)).Refusals);
        Assert.Empty((await Desk.Get<MergerService>().RefuseAsync(merger, SmallBank.OtherAdmin.Actor, Desk.Cancel)).Refusals);

        Assert.Equal(["GrantToApprove read", "MergerToApprove read"], await ToldAsync(SmallBank.OtherAdmin));
    }

    [Fact]
    public async Task A_bill_that_expires_within_a_week_is_told_once_however_often_the_job_runs()
    {
        await using Desk desk = new(server);
        await desk.InitializeAsync();
        var bill = await desk.BillOfAsync(await desk.AcceptedAsync());
        await desk.MoveToAsync(bill.DueOn.AddDays(-8));
        Assert.Equal(0, await desk.Get<BillKeeper>().RunAsync(Desk.Cancel));

        await desk.MoveToAsync(bill.DueOn.AddDays(-7));
        var told = await Task.WhenAll(desk.Get<BillKeeper>().RunAsync(Desk.Cancel), desk.Get<BillKeeper>().RunAsync(Desk.Cancel));
        await desk.MoveToAsync(bill.DueOn);

        Assert.Equal(1, told.Sum());
        Assert.Equal(0, await desk.Get<BillKeeper>().RunAsync(Desk.Cancel));
        const string unread = "select count(*) from notices where kind = 'BillExpiring' and read_at is null and user_id = $1";
        Assert.Equal(1L, await desk.Database.ReadAsync<long>(unread, SmallBank.Officer.Id));
        Assert.Empty((await desk.Contributions.RecordPaymentAsync(bill.Id, A.Payment(bill.Total), SmallBank.Reviewer.Actor, Desk.Cancel)).Refusals);
        Assert.Equal(0L, await desk.Database.ReadAsync<long>(unread, SmallBank.Officer.Id));
    }

    [Fact]
    public async Task Factors_that_an_administrator_took_off_are_told_as_urgent()
    {
        await Desk.Get<FactorResetService>().ResetAsync(SmallBank.Colleague.Id, new ResetFactors { Reason = "NewPhone", Recognised = "ByVideo" }, SmallBank.Admin.Actor, Desk.Cancel);

        Assert.Equal(["FactorsReset unread"], await ToldAsync(SmallBank.Colleague));
        Assert.True(await Desk.Database.ReadAsync<bool>("select is_urgent from notices where user_id = $1", SmallBank.Colleague.Id));
    }

    [Fact]
    public async Task The_database_tells_no_event_twice_and_nobody_without_a_right()
    {
        const string tell = "select notify($1, 'CoverEnded', null, 'claims/1')";
        Assert.True(await Desk.Database.ReadAsync<bool>(tell, SmallBank.Officer.Id));
        Assert.False(await Desk.Database.ReadAsync<bool>(tell, SmallBank.Officer.Id));
        Assert.True(await Desk.Database.ReadAsync<bool>(tell, SmallBank.Colleague.Id));

        await Desk.Database.AsOwnerAsync("update access_grants set ended_at = now(), ended_by = $2, ended_why = 'LeftInstitution' where user_id = $1", SmallBank.Supervisor.Id, SmallBank.Admin.Id);

        Assert.False(await Desk.Database.ReadAsync<bool>(tell, SmallBank.Supervisor.Id));
        Assert.Equal(2L, await Desk.Database.ReadAsync<long>("select count(*) from notices"));
    }

    [Fact]
    public async Task Everybody_reads_their_own_the_auditor_too_and_nobody_writes_one_by_hand()
    {
        await ReturnedAsync();

        Assert.Equal(1L, await CountAsync(SmallBank.Officer));
        foreach (var other in SmallBank.Users.Where(user => user != SmallBank.Officer)) Assert.Equal(0L, await CountAsync(other));
        Assert.Equal(0L, await Desk.Database.AsAppAsync(RowScope.Nobody, "select count(*) from notices"));
        var changed = await Desk.Database.AsAppAsync(
            RowScope.Of(SmallBank.Auditor.Actor), "with done as (update notices set read_at = now() returning 1) select count(*) from done");
        Assert.Equal(0L, changed);
        foreach (var sql in new[]
        {
            "insert into notices (user_id, kind, event, is_urgent) select id, 'CoverEnded', 'x', true from users limit 1",
            "update notices set kind = 'CoverEnded'",
            "delete from notices",
        })
        {
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Desk.Database.RefusalAsync(sql)).SqlState);
        }
    }

    [Fact]
    public async Task The_bell_counts_the_list_leads_to_the_case_and_opening_it_is_reading_it()
    {
        var officer = await _portal.SignInAsync(SmallBank.Officer);
        Assert.NotNull((await officer.ReadAsync("/Notices")).QuerySelector("main .empty"));
        Assert.Null((await officer.ReadAsync("/Enrollments")).QuerySelector("header .badge"));
        var id = await ReturnedAsync();
        await Desk.AcceptedAsync();

        Assert.Equal("2", (await officer.ReadAsync("/Enrollments")).QuerySelector("header .badge")!.TextContent);
        var page = await officer.ReadAsync("/Notices");
        var row = page.QuerySelectorAll("main tbody tr").Single(line => line.TextContent.Contains("dikembalikan", StringComparison.Ordinal));
        Assert.Contains((await Desk.CaseAsync(id)).Reference, row.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Budi", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        var notice = row.QuerySelector("input[name=id]")!.GetAttribute("value")!;
        var opened = await officer.SubmitAsync("/Notices", [], $"form:has([value='{notice}'])[action*='Open']");
        Assert.Equal($"/Enrollments/Details/{id}", opened.Headers.Location!.OriginalString);
        Assert.Equal("1", (await officer.ReadAsync("/Enrollments")).QuerySelector("header .badge")!.TextContent);

        var stranger = await _portal.SignInAsync(SmallBank.Colleague);
        var token = (await stranger.ReadAsync("/Account/Sessions")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var foreign = await stranger.PostAsync("/Notices?handler=Open", [new("id", notice), new("__RequestVerificationToken", token)]);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);

        Assert.Equal(HttpStatusCode.Redirect, (await officer.SubmitAsync("/Notices", [], "form[action*='ReadAll']")).StatusCode);
        Assert.Null((await officer.ReadAsync("/Notices")).QuerySelector("header .badge"));
    }

    private async Task<Guid> ReturnedAsync()
    {
        var id = await Desk.SubmittedAsync();
        Assert.Empty((await Desk.Reviews.ReturnAsync(id, await Desk.VersionAsync(id), A.Return(), SmallBank.Reviewer.Actor, Desk.Cancel)).Refusals);
        return id;
    }

    private async Task<long> CountAsync(TestUser user) =>
        (long)(await Desk.Database.AsAppAsync(RowScope.Of(user.Actor), "select count(*) from notices"))!;

    private Task<IReadOnlyList<string>> ToldAsync(TestUser user) => Desk.Database.ListAsync<string>(
        "select kind || case when read_at is null then ' unread' else ' read' end from notices where user_id = $1 order by kind, at", user.Id);
}
