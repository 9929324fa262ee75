using System.Net;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;

namespace BpjsBjb.IntegrationTests.Access;

/// <summary>Sessions live on the server and end there.</summary>
public sealed class SessionTests(Portal portal) : IClassFixture<Portal>
{
    private const string CookieName = "__Host-s";

    private TestDatabase Database => portal.Desk.Database;

    [Fact]
    public async Task A_copied_cookie_is_worth_nothing_after_signing_out()
    {
        var cookie = await CookieAsync(SmallBank.Officer);
        Assert.Equal(HttpStatusCode.OK, (await WithAsync(cookie)).StatusCode);

        var owner = await portal.SignInAsync(SmallBank.Officer);
        await owner.SubmitAsync("/", [], "form[action$='/SignOut']");
        Assert.Equal(HttpStatusCode.OK, (await WithAsync(cookie)).StatusCode);

        var answer = await SignOutAsync(cookie);
        Assert.Contains("\"cache\"", Assert.Single(answer.Headers.GetValues("Clear-Site-Data")), StringComparison.Ordinal);
        AssertLedToSignIn(await WithAsync(cookie));
    }

    [Fact]
    public async Task Fifteen_minutes_of_nothing_end_a_session_and_a_request_in_between_keeps_it()
    {
        var officer = await portal.SignInAsync(SmallBank.Colleague);
        portal.Desk.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(HttpStatusCode.OK, (await officer.GetAsync("/Rules")).StatusCode);
        portal.Desk.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(HttpStatusCode.OK, (await officer.GetAsync("/Rules")).StatusCode);

        portal.Desk.Clock.Advance(TimeSpan.FromMinutes(15));
        AssertLedToSignIn(await officer.GetAsync("/Rules"));
        Assert.Contains("Idle", await ReasonsAsync(SmallBank.Colleague));
    }

    [Fact]
    public async Task Ten_hours_end_a_session_however_busy_it_is()
    {
        var supervisor = await portal.SignInAsync(SmallBank.Supervisor);
        for (var minutes = 10; minutes < 600; minutes += 10)
        {
            portal.Desk.Clock.Advance(TimeSpan.FromMinutes(10));
            Assert.Equal(HttpStatusCode.OK, (await supervisor.GetAsync("/Rules")).StatusCode);
        }

        portal.Desk.Clock.Advance(TimeSpan.FromMinutes(10));
        AssertLedToSignIn(await supervisor.GetAsync("/Rules"));
        Assert.Equal(["Expired"], await ReasonsAsync(SmallBank.Supervisor));
    }

    [Fact]
    public async Task A_sixth_sign_in_ends_the_oldest_session()
    {
        List<string> cookies = [];
        for (var i = 0; i < 6; i++)
        {
            cookies.Add(await CookieAsync(SmallBank.Regional));
            portal.Desk.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        AssertLedToSignIn(await WithAsync(cookies[0]));
        foreach (var cookie in cookies.Skip(1)) Assert.Equal(HttpStatusCode.OK, (await WithAsync(cookie)).StatusCode);
    }

    [Fact]
    public async Task Signing_in_again_in_the_same_browser_begins_a_new_session_and_ends_the_old_one()
    {
        var first = await CookieAsync(SmallBank.OtherOfficer);
        using var page = await WithAsync(first, "/SignIn");
        var form = await page.HtmlAsync();
        var token = form.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/SignIn", UriKind.Relative));
        request.Headers.Add("Cookie", $"{first}; {CookieIn(page, "__Host-af")}");
        request.Content = new FormUrlEncodedContent(
        [
            new("Input.Email", SmallBank.OtherOfficer.Email), new("Input.Password", SmallBank.Password), new("__RequestVerificationToken", token),
        ]);

        using var answer = await Bare().SendAsync(request, Desk.Cancel);
        var second = CookieIn(answer, CookieName);

        Assert.NotEqual(first, second);
        AssertLedToSignIn(await WithAsync(first));
        Assert.Equal(HttpStatusCode.OK, (await WithAsync(second)).StatusCode);
    }

    [Fact]
    public async Task Whoever_disables_a_user_ends_every_session_at_once()
    {
        var reviewer = await portal.SignInAsync(SmallBank.Reviewer);
        var elsewhere = await portal.SignInAsync(SmallBank.Reviewer);

        var ended = await portal.Desk.Get<SessionService>()
            .EndAllAsync(SmallBank.Reviewer.Id, SessionEnd.UserDisabled, exceptSession: null, Desk.Cancel);

        Assert.Equal(2, ended);
        AssertLedToSignIn(await reviewer.GetAsync("/Rules"));
        AssertLedToSignIn(await elsewhere.GetAsync("/Rules"));
    }

    [Fact]
    public async Task The_row_holds_a_hash_of_the_key_and_a_sealed_ticket_and_the_portal_cannot_rewrite_either()
    {
        await portal.SignInAsync(SmallBank.Auditor);

        Assert.Equal(32, await Database.ReadAsync<int>(
            "select length(key_hash) from user_sessions where user_id = $1 limit 1", SmallBank.Auditor.Id));
        var ticket = await Database.ReadAsync<byte[]>("select ticket_sealed from user_sessions where user_id = $1 limit 1", SmallBank.Auditor.Id);
        Assert.DoesNotContain(SmallBank.Auditor.Id.ToString(), System.Text.Encoding.Latin1.GetString(ticket), StringComparison.Ordinal);
        var refusal = await Database.RefusalAsync("update user_sessions set user_id = $1", SmallBank.Admin.Id);
        Assert.Equal("42501", refusal.SqlState);
    }

    [Fact]
    public async Task A_request_is_noted_at_most_once_a_minute()
    {
        var admin = await portal.SignInAsync(SmallBank.Admin);
        portal.Desk.Clock.Advance(TimeSpan.FromSeconds(59));
        await admin.GetAsync("/Rules");
        Assert.Equal(0, await SecondsSeenAsync());

        portal.Desk.Clock.Advance(TimeSpan.FromSeconds(1));
        await admin.GetAsync("/Rules");
        Assert.Equal(60, await SecondsSeenAsync());

        Task<int> SecondsSeenAsync() => Database.ReadAsync<int>(
            "select extract(epoch from last_seen_at - created_at)::int from user_sessions where user_id = $1", SmallBank.Admin.Id);
    }

    private static void AssertLedToSignIn(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/SignIn", answer.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }

    private async Task<string> CookieAsync(TestUser user)
    {
        var answer = await portal.Stranger().SubmitAsync("/SignIn", [("Input.Email", user.Email), ("Input.Password", SmallBank.Password)]);
        return CookieIn(answer, CookieName);
    }

    private static string CookieIn(HttpResponseMessage answer, string name) =>
        answer.Headers.GetValues("Set-Cookie").Last(cookie => cookie.StartsWith($"{name}=", StringComparison.Ordinal)).Split(';')[0];

    private async Task<HttpResponseMessage> WithAsync(string cookie, string path = "/Rules")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("Cookie", cookie);
        return await Bare().SendAsync(request, Desk.Cancel);
    }

    private async Task<HttpResponseMessage> SignOutAsync(string cookie)
    {
        using var page = await WithAsync(cookie);
        var token = (await page.HtmlAsync()).QuerySelector("form[action$='/SignOut'] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/SignOut", UriKind.Relative));
        request.Headers.Add("Cookie", $"{cookie}; {CookieIn(page, "__Host-af")}");
        request.Content = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        return await Bare().SendAsync(request, Desk.Cancel);
    }

    /// <summary>A client that keeps no cookies: the test says which one it sends.</summary>
    private HttpClient Bare() => portal.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false, HandleCookies = false });

    private Task<IReadOnlyList<string>> ReasonsAsync(TestUser user) =>
        Database.ListAsync<string>("select end_reason from user_sessions where user_id = $1 and ended_at is not null", user.Id);
}
