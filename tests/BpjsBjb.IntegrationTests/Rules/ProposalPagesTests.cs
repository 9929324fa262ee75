using System.IO.Compression;
using System.Net;
using System.Xml.Linq;
using BpjsBjb.Domain.Rules;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Rules;
using BpjsBjb.Services.Sheets;

namespace BpjsBjb.IntegrationTests.Rules;

/// <summary>The way of a rule through the pages, with the real forms and two administrators.</summary>
public sealed class ProposalPagesTests(PostgresServer server) : IAsyncLifetime
{
    private readonly Portal _portal = new(server);

    private Desk Desk => _portal.Desk;

    public ValueTask InitializeAsync() => _portal.InitializeAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task From_the_form_to_the_law()
    {
        await Desk.PaidAsync();
        var one = await _portal.SignInAsync(SmallBank.Admin);
        Assert.NotNull((await one.ReadAsync("/Rules")).QuerySelector("a[href$='/Rules/Proposals']"));
        var refused = await one.SubmitAsync("/Rules/Propose/FlatContribution", [("Input.Amount", "7.000")], "form:has([name='Input.Amount'])");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.NotNull((await refused.HtmlAsync()).MessageAt("Input_Regulation"));

        var proposed = await one.SubmitAsync("/Rules/Propose/FlatContribution", Fields(Proposals.Flat("7.000")), "form:has([name='Input.Amount'])");
        Assert.Equal(HttpStatusCode.Redirect, proposed.StatusCode);
        var address = proposed.Headers.Location!.OriginalString;
        Assert.Null((await one.ReadAsync(address)).QuerySelector("form[action*='handler=Approve']"));

        Assert.Equal(HttpStatusCode.Redirect, (await one.SubmitAsync(address, [], "form[action*='handler=Try']")).StatusCode);
        var waiting = await one.GetAsync(address);
        Assert.Equal("5", waiting.Headers.GetValues("Refresh").Single());
        Assert.NotNull((await waiting.HtmlAsync()).QuerySelector("svg.bar"));
        await Desk.Get<TrialKeeper>().RunAsync(TestContext.Current.CancellationToken);
        Assert.False((await one.GetAsync(address)).Headers.Contains("Refresh"));
        Assert.Null((await one.ReadAsync(address)).QuerySelector("form[action*='handler=Approve']")); // a second person's

        var two = await _portal.SignInAsync(SmallBank.OtherAdmin);
        var page = await two.ReadAsync(address);
        Assert.Equal(2, page.QuerySelectorAll("section:has(table) > header > h2").Count(head => head.TextContent.StartsWith("Per ", StringComparison.Ordinal)));
        await TheFileHasEveryRowAsync(two, address);
        Assert.Equal(HttpStatusCode.Redirect, (await two.SubmitAsync(address, [], "form[action*='handler=Approve']")).StatusCode);

        var law = await two.ReadAsync("/Rules");
        Assert.Contains("PP Rekaan 1/2026", law.Body!.TextContent, StringComparison.Ordinal);
        Assert.Matches(@"R-2026-\d{6}: diusulkan .+, disetujui .+\. Surat B/1/REKAAN/2026", law.Body.TextContent);
        Assert.Null((await two.ReadAsync(address)).QuerySelector("form[action*='handler=Refuse']"));
    }

    [Fact]
    public async Task The_proposer_who_posts_an_approval_is_told_who_decides()
    {
        var id = await Desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat());
        var trial = await Desk.TriedAsync(id);
        var one = await _portal.SignInAsync(SmallBank.Admin);
        var page = await one.ReadAsync($"/Rules/Proposal/{id}");
        var token = page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        var answer = await one.PostAsync($"/Rules/Proposal/{id}?handler=Approve", [new("__RequestVerificationToken", token), new("TrialId", trial.Id.ToString())]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Admin lain yang memutuskan", (await answer.HtmlAsync()).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(ProposalStatus.Proposed, (await Desk.ProposalAsync(id)).Status);
    }

    [Fact]
    public async Task Proposing_and_approving_want_the_password_asked_lately()
    {
        var id = await Desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat());
        await Desk.TriedAsync(id);
        var two = await _portal.SignInAsync(SmallBank.OtherAdmin);
        Desk.Clock.Advance(TimeSpan.FromMinutes(11));

        var approved = await two.SubmitAsync($"/Rules/Proposal/{id}", [], "form[action*='handler=Approve']");
        var proposed = await two.SubmitAsync("/Rules/Propose/Limit", [], "form:has([name='Input.Limit'])");

        Assert.All(new[] { approved, proposed }, answer => Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode));
        Assert.NotNull((await approved.HtmlAsync()).QuerySelector("input[name=RecentPassword]"));
        Assert.NotNull((await proposed.HtmlAsync()).QuerySelector("input[name=RecentPassword]"));
        Assert.Equal(ProposalStatus.Proposed, (await Desk.ProposalAsync(id)).Status);
    }

    private static async Task TheFileHasEveryRowAsync(Visitor visitor, string address)
    {
        var answer = await visitor.SubmitAsync(address, [], "form[action*='handler=Excel']");
        Assert.Equal(SheetWriter.ContentType, answer.Content.Headers.ContentType!.MediaType);
        Assert.Matches(@"R-2026-\d{6}\.xlsx", answer.Content.Headers.ContentDisposition!.FileName);
        await using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        await using var sheet = await zip.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync(TestContext.Current.CancellationToken);
        var file = await XDocument.LoadAsync(sheet, LoadOptions.None, TestContext.Current.CancellationToken);
        var rows = file.Descendants().Where(element => element.Name.LocalName == "row").ToList();
        Assert.Equal(2, rows.Count); // the head and the one debtor
        Assert.Equal("Berkas", rows[0].Elements().First().Value);
        Assert.Equal("200", rows[1].Elements().ElementAt(6).Value);
    }

    private static (string Name, string Value)[] Fields(ProposeRule input) =>
        [.. typeof(ProposeRule).GetProperties().Where(field => field.GetValue(input) is not null)
            .Select(field => ($"Input.{field.Name}", (string)field.GetValue(input)!))];
}
