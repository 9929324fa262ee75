using System.Net;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Rules;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Rules;

/// <summary>Those whose work a new rule changes are told once, say that they know, and the others are told nothing.</summary>
public sealed class RuleNewsTests(PostgresServer server) : IAsyncLifetime
{
    private readonly Portal _portal = new(server);

    private Desk Desk => _portal.Desk;

    private RuleNewsSearch News => Desk.Get<RuleNewsSearch>();

    public ValueTask InitializeAsync() => _portal.InitializeAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task An_officer_reads_it_on_every_page_until_they_confirm_and_an_administrator_sees_who_has_not()
    {
        var officer = await _portal.SignInAsync(SmallBank.Officer);
        Assert.Null((await officer.ReadAsync("/Enrollments")).QuerySelector("a[href$='/Rules/News']"));
        var id = await LawAsync();
        Assert.NotNull((await officer.ReadAsync("/Enrollments")).QuerySelector("a[href$='/Rules/News']"));

        var page = await officer.ReadAsync("/Rules/News");
        var words = page.QuerySelector("dl.facts")!.TextContent;
        Assert.Contains("Rp6.800", words, StringComparison.Ordinal);
        Assert.Contains("Rp7.000", words, StringComparison.Ordinal);
        Assert.Contains("PP Rekaan 1/2026", words, StringComparison.Ordinal);
        var admin = await _portal.SignInAsync(SmallBank.Admin);
        var before = await ReadersAsync(admin, id);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.SubmitAsync("/Rules/News", [], "main form:has([name=Id])")).StatusCode);

        Assert.Null((await officer.ReadAsync("/Enrollments")).QuerySelector("a[href$='/Rules/News']"));
        Assert.Empty((await officer.ReadAsync("/Rules/News")).QuerySelectorAll("main form button"));
        var after = await ReadersAsync(admin, id);
        Assert.Equal(before.Count, after.Count);
        Assert.Equal(before.Count, before.Count(row => row.Contains("belum", StringComparison.Ordinal)));
        Assert.Equal(1, after.Count(row => !row.Contains("belum", StringComparison.Ordinal)));
    }

    /// <summary>Nine people register, review or collect in the small bank; the two who decided it are of no such role.</summary>
    [Fact]
    public async Task It_is_news_to_those_whose_work_it_changes_and_to_nobody_else()
    {
        await LawAsync();

        foreach (var user in SmallBank.Users)
        {
            var isTold = user.Role is Role.LoanOfficer or Role.BranchSupervisor or Role.BpjsReviewer or Role.BpjsSupervisor;
            Assert.Equal(isTold ? 1 : 0, await News.WaitingAsync(user.Actor, Desk.Cancel));
        }
    }

    [Fact]
    public async Task A_limit_on_administrators_is_no_news_to_the_two_who_decided_it()
    {
        await Desk.ApprovedAsync(await Desk.ProposedAsync(
            ProposalKind.Limit, Proposals.Cited with { ValidFrom = A.Date(Proposals.Start), Limit = "RecertificationDays", Value = "60" }));

        Assert.Equal(1, await News.WaitingAsync(SmallBank.Regional.Actor, Desk.Cancel));
        Assert.Equal(0, await News.WaitingAsync(SmallBank.Officer.Actor, Desk.Cancel));
        Assert.Equal(0, await News.WaitingAsync(SmallBank.Admin.Actor, Desk.Cancel));
        Assert.Equal(0, await News.WaitingAsync(SmallBank.OtherAdmin.Actor, Desk.Cancel));
    }

    [Fact]
    public async Task Whose_right_is_younger_than_the_rule_learned_it_with_the_work()
    {
        await LawAsync();
        await Desk.Database.AsOwnerAsync(
            """
            alter table access_grants disable trigger user;
            update access_grants set approved_at = (select max(decided_at) from rule_proposals) + interval '1 day' where user_id = $1;
            """.Replace("$1", $"'{SmallBank.Colleague.Id}'", StringComparison.Ordinal));

        Assert.Equal(0, await News.WaitingAsync(SmallBank.Colleague.Actor, Desk.Cancel));
        Assert.Equal(1, await News.WaitingAsync(SmallBank.Officer.Actor, Desk.Cancel));
    }

    [Fact]
    public async Task Confirming_twice_is_confirming_once_and_nobody_confirms_for_another()
    {
        var id = await LawAsync();
        var service = Desk.Get<RuleNewsService>();

        Assert.Empty((await service.ConfirmAsync(id, SmallBank.Officer.Actor, Desk.Cancel)).Refusals);
        Assert.Empty((await Desk.Get<RuleNewsService>().ConfirmAsync(id, SmallBank.Officer.Actor, Desk.Cancel)).Refusals);
        Assert.Equal(["rule-news.not-yours"], (await Desk.Get<RuleNewsService>().ConfirmAsync(id, SmallBank.Auditor.Actor, Desk.Cancel)).Codes());

        Assert.Equal(1L, await Desk.Database.ReadAsync<long>("select count(*) from rule_confirmations"));
        var forged = await Desk.Database.RefusalAsync(
            "insert into rule_confirmations (proposal_id, user_id, confirmed_at) values ($1, $2, now())", id, SmallBank.Colleague.Id);
        Assert.Equal("rule-news.not-yours", forged.MessageText);
        var removed = await Assert.ThrowsAsync<PostgresException>(() => Desk.Database.AsOwnerAsync("delete from rule_confirmations"));
        Assert.Equal("database.append-only", removed.MessageText);
    }

    [Fact]
    public async Task A_rule_that_is_not_law_is_news_to_nobody()
    {
        var id = await Desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat());

        Assert.Equal(0, await News.WaitingAsync(SmallBank.Officer.Actor, Desk.Cancel));
        Assert.Equal(["rule-news.not-yours"], (await Desk.Get<RuleNewsService>().ConfirmAsync(id, SmallBank.Officer.Actor, Desk.Cancel)).Codes());
    }

    private async Task<Guid> LawAsync()
    {
        var id = await Desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat());
        await Desk.ApprovedAsync(id);
        return id;
    }

    private static async Task<IReadOnlyList<string>> ReadersAsync(Visitor admin, Guid proposal) =>
        [.. (await admin.ReadAsync($"/Rules/Proposal/{proposal}")).QuerySelectorAll("section[aria-labelledby=h-readers] tbody tr").Select(row => row.TextContent)];
}
