using System.Net;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Reference;
using BpjsBjb.Services.Sheets;

namespace BpjsBjb.IntegrationTests.Reference;

/// <summary>Reference data through the pages: search, one row, a workbook out and in, history.</summary>
public sealed class ReferencePagesTests(PostgresServer server) : IAsyncLifetime
{
    private readonly Portal _portal = new(server);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _portal.InitializeAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task A_row_is_found_changed_and_its_history_told()
    {
        var admin = await _portal.SignInAsync(SmallBank.Admin);
        Assert.Equal(7, (await admin.ReadAsync("/Reference")).QuerySelectorAll("tbody tr").Length);
        var list = await admin.ReadAsync("/Reference/List/BusinessTypes?q=tukang%20jahit");
        Assert.NotNull(list.QuerySelector("a[href$='/Reference/Row/BusinessTypes/G1-001']"));

        var refused = await admin.SubmitAsync("/Reference/Row/BusinessTypes/G1-001", [("Values[risk_group]", "9")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal("9", (await refused.HtmlAsync()).QuerySelector("#Values_risk_group_")!.GetAttribute("value"));
        Assert.NotNull((await refused.HtmlAsync()).MessageAt("Values_risk_group_"));

        var saved = await admin.SubmitAsync("/Reference/Row/BusinessTypes/G1-001", [("Values[is_retired]", "true")]);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Contains("G1-001", (await admin.ReadAsync("/Reference/List/BusinessTypes?retired=true")).QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
        var history = await admin.ReadAsync("/Reference/History/BusinessTypes/G1-001");
        Assert.Contains("Tidak dipakai lagi: Tidak → Ya", history.QuerySelector("ol.tl")!.TextContent, StringComparison.Ordinal);
        var form = await (await _portal.SignInAsync(SmallBank.Officer)).ReadAsync($"/Enrollments/Form/Business/{await _portal.Desk.DraftedAsync(A.Form())}");
        Assert.Null(form.QuerySelector("option[value='G1-001']"));
    }

    [Fact]
    public async Task The_file_that_goes_out_comes_back_in_either_language()
    {
        var admin = await _portal.SignInAsync(SmallBank.Admin);
        foreach (var (language, yes) in new[] { ("en", "Yes"), ("id", "Ya") })
        {
            await admin.SpeakAsync(language);
            var file = await BytesAsync(await admin.GetAsync("/Reference/List/Regions?handler=Excel"));
            var kind = Sheets.Kind(ReferenceName.Regions);
            var rows = SheetRows.Read(file, kind.Columns, [Sheets.Words with { Choice = (_, choice) => choice == "true" ? yes : "No" }]);
            Assert.True(rows.Value.Count > 1_000);

            await admin.SpeakAsync(language == "en" ? "id" : "en");
            var compared = await SendAsync(admin, "Regions", file);
            Assert.Equal(HttpStatusCode.Redirect, compared.StatusCode);
            var page = await admin.ReadAsync(compared.Headers.Location!.OriginalString);
            Assert.Equal(["0", "0", "0"], page.QuerySelectorAll("dl.facts dd").Select(cell => cell.TextContent).Where((_, i) => i != 2));
            Assert.Null(page.QuerySelector("form[action*='handler=Confirm']"));
        }
    }

    [Fact]
    public async Task A_workbook_is_compared_shown_confirmed_and_cannot_be_confirmed_twice()
    {
        var kind = Sheets.Kind(ReferenceName.LoanProducts);
        var admin = await _portal.SignInAsync(SmallBank.Admin);
        var compared = await SendAsync(admin, "LoanProducts", Sheets.Of(kind, ["KUR-MIKRO", "KUR Mikro", "48", "2", "false"]));
        var address = compared.Headers.Location!.OriginalString;
        var page = await admin.ReadAsync(address);
        Assert.Contains("60 → 48", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("60", (await _portal.Desk.StoredAsync(kind, "KUR-MIKRO")).Values["maximum_term_months"]);

        Assert.Equal(HttpStatusCode.Redirect, (await admin.SubmitAsync(address, [], "form[action*='handler=Confirm']")).StatusCode);

        Assert.Equal("48", (await _portal.Desk.StoredAsync(kind, "KUR-MIKRO")).Values["maximum_term_months"]);
        Assert.Null((await admin.ReadAsync(address)).QuerySelector("form[action*='handler=Confirm']"));
    }

    [Fact]
    public async Task A_workbook_with_mistakes_names_each_cell_and_goes_back_with_them()
    {
        var kind = Sheets.Kind(ReferenceName.Regions);
        var admin = await _portal.SignInAsync(SmallBank.Admin);
        var compared = await SendAsync(admin, "Regions", Sheets.Of(kind, ["320199", "Kecamatan Rekaan", null], ["12345", "Lima Angka", "mungkin"]));
        var address = compared.Headers.Location!.OriginalString;
        var page = await admin.ReadAsync(address);
        Assert.Contains("A4", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("D4", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("form[action*='handler=Confirm']"));

        var back = SheetRows.Read(await BytesAsync(await admin.GetAsync($"{address}?handler=Excel")), kind.Columns, [Sheets.Words]).Value;
        Assert.Equal(["320199", "12345"], back.Select(row => row["code"]));
        Assert.Equal("mungkin", back[1].Faults.Single().Typed);

        Assert.Equal(HttpStatusCode.Redirect, (await admin.SubmitAsync(address, [], "form[action*='handler=Discard']")).StatusCode);
        Assert.Equal(0, await _portal.Desk.Database.ReadAsync<long>("select count(*) from regions where code = '320199'"));
    }

    [Theory]
    [InlineData("bukan berkas", "Berkas ini bukan buku kerja")]
    [InlineData("PK\u0003\u0004", "Berkas ini rusak")]
    [InlineData("", "Pilih berkas Excel")]
    public async Task A_broken_file_is_refused_at_its_field_and_leaves_nothing(string bytes, string sentence)
    {
        var admin = await _portal.SignInAsync(SmallBank.Admin);

        var answer = await SendAsync(admin, "Regions", System.Text.Encoding.Latin1.GetBytes(bytes));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(sentence, (await answer.HtmlAsync()).MessageAt("Sheet"), StringComparison.Ordinal);
        Assert.Equal(0, await _portal.Desk.Database.ReadAsync<long>("select count(*) from reference_imports"));
    }

    [Fact]
    public async Task A_file_too_large_is_refused_and_a_second_file_too()
    {
        var admin = await _portal.SignInAsync(SmallBank.Admin);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(admin, "Regions", new byte[SheetRows.MostBytes + 1])).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(admin, "Regions", new byte[SheetRows.MostBytes + 1_000_000])).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(admin, "Regions", [1], also: "Lain")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(admin, "Regions", [1], also: "Sheet")).StatusCode);
    }

    [Fact]
    public async Task The_password_is_asked_before_a_file_is_chosen_and_before_a_row_is_stored()
    {
        var admin = await _portal.SignInAsync(SmallBank.Admin);
        _portal.Desk.Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Contains("/Account/Confirm", (await admin.GetAsync("/Reference/Upload/Regions")).Headers.Location!.OriginalString, StringComparison.Ordinal);
        var held = await admin.SubmitAsync("/Reference/Row/LoanProducts/KUR-MIKRO", [("Values[name]", "Lain")]);
        Assert.NotNull((await held.HtmlAsync()).QuerySelector("input[name=RecentPassword]"));
    }

    private static async Task<HttpResponseMessage> SendAsync(Visitor admin, string kind, byte[] file, string? also = null)
    {
        var page = await admin.ReadAsync($"/Reference/Upload/{kind}");
        using var content = new MultipartFormDataContent
        {
            { new StringContent(page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!), "__RequestVerificationToken" },
            { new ByteArrayContent(file), "Sheet", "../../acuan.xlsx" },
        };
        if (also is not null) content.Add(new ByteArrayContent([1]), also, "lain.xlsx");
        return await admin.Http.PostAsync(new Uri($"/Reference/Upload/{kind}", UriKind.Relative), content, Cancel);
    }

    private static async Task<byte[]> BytesAsync(HttpResponseMessage answer)
    {
        Assert.Equal(SheetWriter.ContentType, answer.Content.Headers.ContentType!.MediaType);
        return await answer.Content.ReadAsByteArrayAsync(Cancel);
    }
}
