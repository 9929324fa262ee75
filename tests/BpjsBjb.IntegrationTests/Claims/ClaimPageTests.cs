using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using BpjsBjb.Domain.Claims;
using BpjsBjb.IntegrationTests.Cover;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.IntegrationTests.Claims;

/// <summary>The pages of a claim: what they say, to whom, and what they never say.</summary>
public sealed class ClaimPageTests(PostgresServer server) : IAsyncLifetime
{
    private readonly Portal _portal = new(server);

    private Desk Desk => _portal.Desk;

    public ValueTask InitializeAsync() => _portal.InitializeAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task An_officer_opens_a_claim_from_the_cover_and_lands_on_its_list_of_documents()
    {
        var loan = await Desk.PaidOutAsync(months: 3);
        var officer = await _portal.SignInAsync(SmallBank.Officer);
        Assert.NotNull((await officer.ReadAsync($"/Cover/Details/{loan.Id}")).QuerySelector($"a[href='/Claims/Open/{loan.Id}']"));

        var refused = await officer.SubmitAsync($"/Claims/Open/{loan.Id}", [("Input.Kind", "DeathNotAtWork")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.NotNull((await refused.HtmlAsync()).MessageAt("Input_HappenedOn"));
        var opened = await officer.SubmitAsync(
            $"/Claims/Open/{loan.Id}",
            [
                ("Input.Kind", "DeathNotAtWork"), ("Input.Place", "Rumah di Soreang"), ("Input.HappenedOn", A.Date(A.Today)), ("Input.HappenedTime", "08.15"),
                ("Input.ToldBy", "Family"), ("Input.ToldOn", A.Date(A.Today)),
            ]);

        Assert.Equal(HttpStatusCode.Redirect, opened.StatusCode);
        var page = await officer.ReadAsync(opened.Headers.Location!.OriginalString);
        var text = Text(page);
        Assert.Contains("08.15 WIB", text, StringComparison.Ordinal);
        Assert.Contains("Rp10.000.000", text, StringComparison.Ordinal); // one month in a row: the funeral alone
        Assert.Contains("Rp120.000.000", text, StringComparison.Ordinal); // what is owed, beside it
        Assert.Contains("bukan ahli waris", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Rp110.000.000", text, StringComparison.Ordinal); // and never the one taken from the other
        Assert.Contains("Formulir F4", text, StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelectorAll("form[action*='handler=Item']"));

        var cover = Text(await officer.ReadAsync($"/Cover/Details/{loan.Id}"));
        Assert.Contains("Pengingat dan tagihan perpanjangan dihentikan", cover, StringComparison.Ordinal);
        Assert.Contains("Pengingat dan tagihan perpanjangan dihentikan", Text(await officer.ReadAsync($"/Loans/Details/{loan.Id}")), StringComparison.Ordinal);
        Assert.Contains("Meninggal", Text(await officer.ReadAsync("/Cover?tab=Claim")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bpjs_sees_which_loans_there_are_and_not_what_is_owed()
    {
        var loan = await Desk.PaidOutAsync(months: 3);
        var id = await Desk.ClaimedAsync(loan.Id, ClaimKind.DeathNotAtWork);
        var reviewer = await _portal.SignInAsync(SmallBank.Reviewer);

        var text = Text(await reviewer.ReadAsync($"/Claims/Details/{id}"));

        Assert.Contains(loan.ApplicationNumber, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Rp120.000.000", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_debtor_is_found_by_the_number_of_a_loan_or_a_case_of_the_readers_office()
    {
        var loan = await Desk.PaidOutAsync();
        var officer = await _portal.SignInAsync(SmallBank.Officer);
        var stranger = await _portal.SignInAsync(SmallBank.OtherOfficer);

        foreach (var number in new[] { loan.ApplicationNumber, loan.EnrollmentReference.ToLowerInvariant() })
        {
            Assert.NotNull((await officer.ReadAsync($"/Claims/Open?q={number}")).QuerySelector($"a[href='/Claims/Open/{loan.Id}']"));
            Assert.Null((await stranger.ReadAsync($"/Claims/Open?q={number}")).QuerySelector($"a[href='/Claims/Open/{loan.Id}']"));
        }
    }

    [Fact]
    public async Task The_file_says_what_is_missing_fills_in_the_forms_and_writes_the_look_down()
    {
        var loan = await Desk.PaidOutAsync(months: 3);
        var id = await Desk.ClaimedAsync(loan.Id, ClaimKind.DeathAtWork);
        var officer = await _portal.SignInAsync(SmallBank.Officer);

        var text = Text(await officer.ReadAsync($"/Claims/File/{id}"));

        Assert.Contains("Belum siap", text, StringComparison.Ordinal);
        Assert.All(["Formulir F3 KK1", "Formulir F3a KK2", "Formulir F3b KK3", "Siti Rekaan", "Jalan Rekaan 1", "Penjahit rekaan", loan.Nik.Grouped],
            word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.Equal(
            ["/Claims/File Debtor.Nik"],
            await Desk.Database.ListAsync<string>(
                "select page || ' ' || fields[1] from personal_data_reads where enrollment_id = $1 and page = '/Claims/File'", loan.EnrollmentId));

        var pdf = await officer.GetAsync($"/Claims/Pdf/{id}");
        Assert.Equal("application/pdf", pdf.Content.Headers.ContentType!.MediaType);
        var bytes = Encoding.Latin1.GetString(await pdf.Content.ReadAsByteArrayAsync(Desk.Cancel));
        Assert.StartsWith("%PDF-1.7", bytes, StringComparison.Ordinal);
        Assert.DoesNotContain("/Count 1 ", bytes, StringComparison.Ordinal); // more than a page
    }

    [Fact]
    public async Task The_file_asks_for_the_password_again()
    {
        var loan = await Desk.PaidOutAsync();
        var id = await Desk.ClaimedAsync(loan.Id);
        var officer = await _portal.SignInAsync(SmallBank.Officer);
        Desk.Clock.Advance(TimeSpan.FromMinutes(6));

        foreach (var page in new[] { "File", "Pdf" })
        {
            var answer = await officer.GetAsync($"/Claims/{page}/{id}");
            Assert.StartsWith("/Account/Confirm", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_list_is_loud_about_what_is_overdue_and_its_filter_stands_in_the_address()
    {
        var loan = await Desk.PaidOutAsync(months: 3);
        var id = await Desk.ClaimedAsync(loan.Id);
        await Desk.MoveToAsync(A.Today.AddDays(3));
        var officer = await _portal.SignInAsync(SmallBank.Officer);

        Assert.NotNull((await officer.ReadAsync("/Claims")).QuerySelector($"a[href='/Claims/Details/{id}']")); // overdue ones first, unasked
        Assert.NotNull((await officer.ReadAsync("/Claims?tab=Overdue&kind=AccidentAtWork&order=Elapsed")).QuerySelector(".t-err"));
        Assert.NotNull((await officer.ReadAsync("/Claims?tab=Open&kind=DeathAtWork")).QuerySelector(".empty"));
        Assert.Contains("Terlambat", Text(await officer.ReadAsync($"/Claims/Details/{id}")), StringComparison.Ordinal);
    }

    private static string Text(IHtmlDocument page) => page.QuerySelector("main")!.TextContent;
}
