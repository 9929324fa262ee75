using System.Net;
using BpjsBjb.IntegrationTests.Pages;
using BpjsBjb.IntegrationTests.Support;
using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BpjsBjb.IntegrationTests.Http;

/// <summary>What every answer does for the browser, and what none tells a stranger.</summary>
public sealed class HardeningTests(Setting setting) : IClassFixture<Setting>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_cookie_is_bound_to_this_host_and_kept_from_scripts_and_other_sites()
    {
        var visitor = setting.Portal.Stranger();
        List<HttpResponseMessage> answers =
        [
            await visitor.GetAsync("/SignIn"),
            await visitor.SubmitAsync("/v", [("language", "en")], "form[action$='/Language']"),
            await visitor.SubmitAsync("/SignIn", [("Input.Email", SmallBank.Officer.Email), ("Input.Password", SmallBank.Password)]),
            await visitor.SubmitAsync("/SignIn/Code", [("Input.Code", await setting.Portal.Desk.NextCodeAsync(SmallBank.Officer))]),
            await visitor.SubmitAsync("/", [], "form[action$='/SignOut']"),
        ];

        string[] cookies = [.. answers.Where(answer => answer.Headers.Contains("Set-Cookie")).SelectMany(answer => answer.Headers.GetValues("Set-Cookie"))];
        Assert.Equal(
            ["__Host-af", "__Host-half", "__Host-lang", "__Host-notice", "__Host-s"],
            cookies.Select(cookie => cookie.Split('=')[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.All(cookies, cookie => Assert.Contains("; path=/; secure; samesite=strict; httponly", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(cookies, cookie => cookie.Contains("domain=", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Browsers_are_told_to_come_by_https_alone_for_a_year()
    {
        // The middleware leaves localhost out, which is where a test lives.
        var hsts = setting.Portal.Services.GetRequiredService<IOptions<HstsOptions>>().Value;
        hsts.ExcludedHosts.Remove("localhost");
        try
        {
            foreach (var path in new[] { "/SignIn", "/app.css", "/health/live", "/nowhere" })
            {
                var answer = await setting.Portal.Stranger().GetAsync(path);
                Assert.Equal("max-age=31536000; includeSubDomains", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
            }
        }
        finally
        {
            hsts.ExcludedHosts.Add("localhost");
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/SignIn")]
    [InlineData("/app.js")]
    [InlineData("/health/live")]
    public async Task No_other_origin_may_read_an_answer(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("Origin", "https://evil.test");

        var answer = await setting.Portal.Stranger().Http.SendAsync(request, Cancel);

        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Resource-Policy")));
    }

    [Fact]
    public async Task What_a_person_sees_is_kept_in_no_cache()
    {
        var stage = await setting.StageAsync();
        foreach (var page in PortalPages.All.Where(page => !page.IsPublic))
        {
            var answer = await (await setting.VisitorAsync(SmallBank.In(page.Roles[0]))).GetAsync(stage.AddressOf(page));

            Assert.True(answer.Headers.CacheControl?.NoStore, $"{page} {answer.Headers.CacheControl}");
        }
    }

    [Theory]
    [InlineData("/SignIn", "text/html")]
    [InlineData("/nowhere/to/be/found", "text/html")]
    [InlineData("/health/live", "text/plain")]
    [InlineData("/app.css", "text/css")]
    [InlineData("/app.js", "text/javascript")]
    [InlineData("/icons.svg", "image/svg+xml")]
    public async Task A_text_says_what_it_is_and_how_it_is_written(string path, string type)
    {
        var answer = await (await setting.VisitorAsync(SmallBank.Admin)).GetAsync(path);

        Assert.Equal((type, "utf-8"), (answer.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentType?.CharSet));
    }

    [Fact]
    public async Task A_file_is_handed_over_under_a_name_of_the_portals_own()
    {
        var stage = await setting.StageAsync();

        var answer = await (await setting.VisitorAsync(SmallBank.Officer)).GetAsync(stage["proof", "/Proofs/Pdf/"]);

        Assert.Equal("application/pdf", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Matches("^bukti-[0-9A-Z-]+\\.pdf$", answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
    }

    [Theory]
    [InlineData("/SignIn", 1)]
    [InlineData("/Account/Password", 3)]
    [InlineData("/Account/Confirm", 1)]
    public async Task A_password_is_hidden_and_a_password_manager_may_fill_it(string path, int fields)
    {
        var visitor = path == "/SignIn" ? setting.Portal.Stranger() : await setting.VisitorAsync(SmallBank.Officer);
        var html = await visitor.ReadAsync(path);

        var passwords = html.QuerySelectorAll("main input[type=password]");

        Assert.Equal(fields, passwords.Length);
        Assert.All(passwords, field =>
        {
            Assert.Contains(field.GetAttribute("autocomplete"), new[] { "current-password", "new-password" });
            Assert.Equal("128", field.GetAttribute("maxlength"));
            Assert.False(field.HasAttribute("onpaste") || field.HasAttribute("readonly") || field.HasAttribute("value"));
        });
    }

    [Fact]
    public async Task A_password_counts_to_the_letter()
    {
        foreach (var near in new[] { SmallBank.Password.ToUpperInvariant(), $"{SmallBank.Password} ", $" {SmallBank.Password}", SmallBank.Password[..^1] })
        {
            var answer = await setting.Portal.Stranger().SubmitAsync("/SignIn", [("Input.Email", SmallBank.OtherReviewer.Email), ("Input.Password", near)]);

            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        }
    }

    [Fact]
    public async Task One_address_tries_so_many_passwords_a_minute_and_no_more()
    {
        await using var strict = setting.Portal.WithWebHostBuilder(builder => builder.UseSetting("Portal:SignInsPerMinute", "3"));
        var stranger = new Visitor(strict.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false }));
        var refused = await RefusedAfterThreeAsync(HttpStatusCode.UnprocessableEntity, number => TryAsync($"guess{number}@nowhere.test"));

        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/SignIn")).StatusCode);

        Task<HttpResponseMessage> TryAsync(string email) => stranger.SubmitAsync("/SignIn", [("Input.Email", email), ("Input.Password", "salah")]);
    }

    [Fact]
    public async Task Numbers_of_other_peoples_proofs_cannot_be_tried_out()
    {
        await using var strict = setting.Portal.WithWebHostBuilder(builder => builder.UseSetting("Portal:ProofsPerMinute", "3"));
        var stranger = new Visitor(strict.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false }));
        await RefusedAfterThreeAsync(HttpStatusCode.NotFound, number => stranger.GetAsync($"/v/0000-0000-000{number % 10}"));

        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/v")).StatusCode);
    }

    /// <summary>Asks until the answer is no. Three a minute are let through, and one more each twenty seconds that the asking itself takes.</summary>
    private static async Task<HttpResponseMessage> RefusedAfterThreeAsync(HttpStatusCode letThrough, Func<int, Task<HttpResponseMessage>> ask)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var asked = 0; ; asked++)
        {
            var answer = await ask(asked);
            var refilled = (int)(TimeProvider.System.GetElapsedTime(began) / TimeSpan.FromSeconds(20));
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.InRange(asked, 3, 3 + refilled);
                return answer;
            }

            Assert.Equal(letThrough, answer.StatusCode);
            Assert.True(asked < 3 + refilled, $"{asked + 1} let through");
        }
    }

    [Theory]
    [InlineData("/fonts/")]
    [InlineData("/.git/config")]
    [InlineData("/appsettings.json")]
    [InlineData("/BpjsBjb.Web.dll")]
    [InlineData("/BpjsBjb.Web.staticwebassets.endpoints.json")]
    [InlineData("/..%2fappsettings.json")]
    [InlineData("/swagger/index.html")]
    [InlineData("/metrics")]
    public async Task Nothing_but_the_portals_own_files_is_served(string path)
    {
        var answer = await (await setting.VisitorAsync(SmallBank.Admin)).GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task What_broke_is_told_by_a_number_and_written_down_in_one_line()
    {
        var officer = await setting.VisitorAsync(SmallBank.Colleague);
        var login = new Npgsql.NpgsqlConnectionStringBuilder(setting.Portal.Desk.Database.AppConnectionString).Username;
        await setting.Portal.Desk.Database.AsOwnerAsync($"revoke select on enrollments from \"{login}\"");
        try
        {
            var answer = await officer.GetAsync("/Enrollments");
            var text = await answer.Content.ReadAsStringAsync(Cancel);

            Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
            Assert.Matches("[0-9a-f]{32}", text);
            foreach (var inside in new[] { "42501", "permission denied", "select ", "Npgsql", "   at " }) Assert.DoesNotContain(inside, text, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(setting.Portal.Logs.Lines, line => line.Contains("42501", StringComparison.Ordinal) && line.Contains("\"@l\":\"Error\"", StringComparison.Ordinal));
        }
        finally
        {
            await setting.Portal.Desk.Database.AsOwnerAsync($"grant select on enrollments to \"{login}\"");
        }

        Assert.Equal(HttpStatusCode.OK, (await officer.GetAsync("/Enrollments")).StatusCode);
    }

    [Fact]
    public async Task A_line_of_the_log_says_when_who_what_and_with_what_answer_and_is_one_line()
    {
        var officer = await setting.VisitorAsync(SmallBank.Officer);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.GetAsync("/Users")).StatusCode);
        await setting.Portal.Stranger().SubmitAsync("/SignIn", [("Input.Email", "a@b.test\r\n{\"@l\":\"Fatal\"}"), ("Input.Password", "salah")]);
        await setting.Portal.Stranger().GetAsync("/v/AB%0d%0a%7B%22@l%22:%22Fatal%22%7D");

        Assert.Contains(setting.Portal.Logs.Lines, line =>
            line.Contains("\"StatusCode\":403", StringComparison.Ordinal) && line.Contains("\"Route\":\"Users\"", StringComparison.Ordinal)
            && line.Contains($"\"User\":\"{SmallBank.Officer.Id}\"", StringComparison.Ordinal) && line.Contains("\"@tr\":\"", StringComparison.Ordinal));
        Assert.All(setting.Portal.Logs.Lines, line =>
        {
            Assert.Matches("^\\{\"@t\":\"[0-9T:.-]+Z\"", line);
            Assert.DoesNotContain('\n', line.TrimEnd());
            Assert.DoesNotContain("Fatal", line, StringComparison.Ordinal);
        });
    }
}
