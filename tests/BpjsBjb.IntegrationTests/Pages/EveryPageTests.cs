using System.Net;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.IntegrationTests.Pages;

/// <summary>What holds for every page, in both languages.</summary>
public sealed class EveryPageTests(Setting setting) : IClassFixture<Setting>
{
    public static TheoryData<string, string> PagesAndLanguages =>
        [.. PortalPages.All.Where(page => !page.IsFile)
            .SelectMany(page => new[] { (page.Path, "id"), (page.Path, "en") })];

    [Theory]
    [MemberData(nameof(PagesAndLanguages))]
    public async Task A_page_has_one_heading_names_its_controls_and_says_everything_in_words(string path, string language)
    {
        var page = PortalPages.All.Single(page => page.Path == path);
        var address = (await setting.StageAsync()).AddressOf(page);
        var visitor = page.IsPublic ? setting.Portal.Stranger() : await setting.VisitorAsync(SmallBank.In(page.Roles[0]));

        await visitor.SpeakAsync(language);
        var answer = await visitor.GetAsync(address);
        var html = await answer.HtmlAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        // The proof, the file of a claim and the names handed over are papers, whoever prints them.
        var isPaper = path.StartsWith("/Proofs/", StringComparison.Ordinal) || path.StartsWith("/Claims/File/", StringComparison.Ordinal)
            || path.StartsWith("/Csr/Names/", StringComparison.Ordinal);
        Assert.Equal(isPaper ? "id" : language, html.DocumentElement.GetAttribute("lang"));
        Assert.Single(html.QuerySelectorAll("h1"));
        Assert.NotEmpty(html.Title!);
        Assert.Single(html.QuerySelectorAll("main"));
        Assert.All(
            html.QuerySelectorAll("input:not([type=hidden]), select, textarea"),
            control => Assert.True(control.IsNamed(html), $"{control.OuterHtml} has no label."));
        Assert.All(html.QuerySelectorAll("form[method=post]"), form => Assert.NotNull(form.QuerySelector("input[name=__RequestVerificationToken]")));
        Assert.Empty(html.QuerySelectorAll("[style], style, script:not([src]), [onclick]"));
        Assert.Empty(html.QuerySelectorAll("[id]").GroupBy(element => element.Id).Where(group => group.Count() > 1).Select(group => group.Key));
        // A text that is missing shows as its key.
        Assert.DoesNotMatch(@"(?<![\w.@/])(Enum|Label|Status|Nav|Role)\.[A-Z]\w+", html.Body!.TextContent);
    }

    [Theory]
    [MemberData(nameof(PagesAndLanguages))]
    public async Task A_page_carries_the_protective_headers(string path, string language)
    {
        if (language == "en") return;

        var page = PortalPages.All.Single(page => page.Path == path);
        var visitor = page.IsPublic ? setting.Portal.Stranger() : await setting.VisitorAsync(SmallBank.In(page.Roles[0]));

        AssertProtected(await visitor.GetAsync((await setting.StageAsync()).AddressOf(page)));
    }

    [Theory]
    [InlineData("/nowhere", HttpStatusCode.Redirect)]
    [InlineData("/SignIn?x=%00", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/v/0000-0000-0000", HttpStatusCode.NotFound)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/health/ready", HttpStatusCode.OK)]
    [InlineData("/favicon.svg", HttpStatusCode.OK)]
    public async Task Every_answer_carries_the_protective_headers(string path, HttpStatusCode status)
    {
        var answer = await setting.Portal.Stranger().GetAsync(path);

        Assert.Equal(status, answer.StatusCode);
        AssertProtected(answer);
    }

    [Fact]
    public async Task Plain_http_leads_to_https()
    {
        var answer = await setting.Portal.Stranger().Http.GetAsync(new Uri("http://localhost/SignIn"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.TemporaryRedirect, answer.StatusCode);
        Assert.StartsWith("https://", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_host_name_is_refused()
    {
        var answer = await setting.Portal.Stranger().Http.GetAsync(new Uri("https://elsewhere.test/SignIn"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static void AssertProtected(HttpResponseMessage answer)
    {
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
            + "form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.False(answer.Headers.Contains("Server"));
    }
}
