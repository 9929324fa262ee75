using System.Net;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.IntegrationTests.Privacy;

/// <summary>The way through the pages, with the real forms.</summary>
public sealed class PrivacyPagesTests(PostgresServer server) : IAsyncLifetime
{
    private readonly Portal _portal = new(server);

    private Desk Desk => _portal.Desk;

    public ValueTask InitializeAsync() => _portal.InitializeAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task From_the_case_to_the_copy_in_the_debtors_hand()
    {
        var form = A.Form();
        var enrollment = await Desk.SubmittedAsync(form with { Debtor = form.Debtor with { MotherName = "Ibu Rekaan", Address = "=HYPERLINK(1)" } });
        var officer = await _portal.SignInAsync(SmallBank.Officer);
        Assert.NotNull((await officer.ReadAsync($"/Enrollments/Details/{enrollment}")).QuerySelector($"a[href$='/Privacy/Record/{enrollment}']"));

        var recorded = await officer.SubmitAsync(
            $"/Privacy/Record/{enrollment}", [("Input.Kind", "Access"), ("Input.Channel", "Branch")], "form:has([name='Input.Kind'])");
        Assert.Equal(HttpStatusCode.Redirect, recorded.StatusCode);
        var address = recorded.Headers.Location!.OriginalString;
        Assert.Equal(HttpStatusCode.Redirect, (await officer.SubmitAsync(address, [("Identity.How", "IdentityCardSeen")], "form[action*='handler=Verify']")).StatusCode);
        Assert.Null((await officer.ReadAsync(address)).QuerySelector("form[action*='handler=Decide']"));

        var supervisor = await _portal.SignInAsync(SmallBank.Supervisor);
        var refused = await supervisor.SubmitAsync(address, [("Decision.IsGranted", "false")], "form[action*='handler=Decide']");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.NotNull((await refused.HtmlAsync()).MessageAt("Decision_Answer"));
        Assert.Equal(HttpStatusCode.Redirect, (await supervisor.SubmitAsync(
            address, [("Decision.IsGranted", "true"), ("Decision.Answer", "Salinan terlampir")], "form[action*='handler=Decide']")).StatusCode);

        var copy = await supervisor.SubmitAsync(address, [], "form[action*='handler=Copy']");
        var text = await copy.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("text/csv", copy.Content.Headers.ContentType!.MediaType);
        Assert.Contains("\"Ibu Rekaan\"", text, StringComparison.Ordinal);
        Assert.Contains("\"'=HYPERLINK(1)\"", text, StringComparison.Ordinal);
        Assert.Equal(1L, await Desk.Database.ReadAsync<long>(
            "select count(*) from personal_data_reads where kind = 'Export' and purpose = 'DebtorAsked' and enrollment_id = $1", enrollment));
    }

    [Fact]
    public async Task An_officer_cannot_decide_by_posting_and_another_office_finds_nothing()
    {
        var id = await Desk.RecordedAsync(await Desk.SubmittedAsync(), DataRequestKind.Access);
        var officer = await _portal.SignInAsync(SmallBank.Colleague);
        var page = await officer.ReadAsync($"/Privacy/Request/{id}");
        var token = page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        var posted = await officer.PostAsync($"/Privacy/Request/{id}?handler=Decide", [new("__RequestVerificationToken", token), new("Decision.IsGranted", "true")]);

        Assert.Equal(HttpStatusCode.Forbidden, posted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await _portal.SignInAsync(SmallBank.OtherSupervisor)).GetAsync($"/Privacy/Request/{id}")).StatusCode);
    }

    [Fact]
    public async Task The_letter_of_a_breach_stands_in_both_languages_and_names_are_the_auditors()
    {
        await Desk.SubmittedAsync(by: SmallBank.Colleague);
        var id = await Desk.BreachAsync(SmallBank.Colleague);
        var admin = await _portal.SignInAsync(SmallBank.Admin);
        var auditor = await _portal.SignInAsync(SmallBank.Auditor);

        var page = await admin.ReadAsync($"/Privacy/Breach/{id}");
        Assert.Contains("Data pribadi yang terungkap", page.QuerySelector("[lang=id].body")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Personal data disclosed", page.QuerySelector("[lang=en].body")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Budi Rekaan", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("form[action*='handler=Csv']"));

        Assert.Contains("Budi Rekaan", (await auditor.ReadAsync($"/Privacy/Breach/{id}")).Body!.TextContent, StringComparison.Ordinal);
        var file = await auditor.SubmitAsync($"/Privacy/Breach/{id}", [], "form[action*='handler=Csv']");
        Assert.Contains("\"Budi Rekaan\"", await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await admin.SubmitAsync($"/Privacy/Breach/{id}", [], "form[action*='handler=Authority']")).StatusCode);
    }

    [Fact]
    public async Task The_notice_is_open_to_anybody_and_linked_from_every_page()
    {
        var stranger = _portal.Stranger();

        Assert.NotNull((await stranger.ReadAsync("/SignIn")).QuerySelector("footer a[href$='/Privacy']"));
        Assert.Contains("UU 27/2022", (await stranger.ReadAsync("/Privacy")).Body!.TextContent, StringComparison.Ordinal);
        Assert.NotNull((await (await _portal.SignInAsync(SmallBank.Officer)).ReadAsync("/")).QuerySelector("a[href$='/Privacy']"));
    }
}
