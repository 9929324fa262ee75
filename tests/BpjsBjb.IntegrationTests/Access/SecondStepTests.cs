using System.Net;
using AngleSharp.Dom;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;
using BpjsBjb.Web;
using BpjsBjb.Web.Security;

namespace BpjsBjb.IntegrationTests.Access;

/// <summary>Signing in with two factors through the pages, as in production.</summary>
public sealed class SecondStepTests(Portal portal) : IClassFixture<Portal>
{
    private const string SessionCookie = "__Host-s";
    private const string HalfCookie = "__Host-half";

    private Desk Desk => portal.Desk;

    [Fact]
    public async Task The_password_alone_opens_no_page()
    {
        var visitor = await portal.HalfWayAsync(SmallBank.Officer);

        foreach (var path in new[] { "/", "/Rules", "/Enrollments", "/Account/Factors" })
        {
            var answer = await visitor.GetAsync(path);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.StartsWith("/SignIn?", answer.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_half_way_cookie_is_no_session_under_the_sessions_name_either()
    {
        var stranger = portal.Stranger();
        var answer = await stranger.SubmitAsync("/SignIn", [("Input.Email", SmallBank.Officer.Email), ("Input.Password", SmallBank.Password)]);
        var half = Assert.Single(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith(HalfCookie, StringComparison.Ordinal));
        Assert.DoesNotContain(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith($"{SessionCookie}=", StringComparison.Ordinal));
        Assert.Contains("secure; samesite=strict; httponly", half, StringComparison.Ordinal);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/Rules");
        request.Headers.Add("Cookie", half.Split(';')[0].Replace(HalfCookie, SessionCookie, StringComparison.Ordinal));
        var page = await portal.Stranger().Http.SendAsync(request, Desk.Cancel);

        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }

    [Fact]
    public async Task The_same_code_signs_in_once()
    {
        var user = SmallBank.Officer;
        var (one, two) = (await portal.HalfWayAsync(user), await portal.HalfWayAsync(user));
        var code = await Desk.NextCodeAsync(user);

        Assert.Equal(HttpStatusCode.Redirect, (await SendCodeAsync(one, code)).StatusCode);
        var second = await SendCodeAsync(two, code);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await one.GetAsync("/Rules")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await two.GetAsync("/Rules")).StatusCode);
    }

    [Fact]
    public async Task A_recovery_code_signs_in_once()
    {
        var user = SmallBank.Colleague;
        var code = (await Desk.Get<FactorService>().RenewCodesAsync(user.Id, Desk.Cancel)).Value[0];

        var visitor = await portal.HalfWayAsync(user);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.SubmitAsync("/SignIn/Code", [("Input.RecoveryCode", code)])).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/Rules")).StatusCode);
        var again = await (await portal.HalfWayAsync(user)).SubmitAsync("/SignIn/Code", [("Input.RecoveryCode", code)]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
    }

    [Fact]
    public async Task Without_a_password_or_after_five_minutes_there_is_no_second_step()
    {
        var user = SmallBank.Reviewer;
        Assert.Equal(HttpStatusCode.Redirect, (await portal.Stranger().GetAsync("/SignIn/Code")).StatusCode);

        var visitor = await portal.HalfWayAsync(user);
        var form = await visitor.ReadAsync("/SignIn/Code");
        var token = form.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        Desk.Clock.Advance(HalfSignIn.Life + TimeSpan.FromSeconds(1));
        var answer = await visitor.PostAsync(
            "/SignIn/Code", [new("Input.Code", await Desk.NextCodeAsync(user)), new("__RequestVerificationToken", token)]);

        Assert.Equal("/SignIn", answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync("/Rules")).StatusCode);
    }

    [Fact]
    public async Task Wrong_codes_lock_and_a_right_password_between_them_forgives_nothing()
    {
        var user = SmallBank.OtherOfficer;
        for (var i = 0; i < 2; i++)
        {
            var visitor = await portal.HalfWayAsync(user);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendCodeAsync(visitor, "12345")).StatusCode);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendCodeAsync(visitor, "12345")).StatusCode);
        }

        var last = await portal.HalfWayAsync(user);
        var fifth = await last.SubmitAsync("/SignIn/Code", [("Input.RecoveryCode", "00000-00000")]);

        Assert.Contains("Terlalu banyak percobaan", (await fifth.HtmlAsync()).QuerySelector(".errsum")!.TextContent, StringComparison.Ordinal);
        var stranger = portal.Stranger();
        var locked = await stranger.SubmitAsync("/SignIn", [("Input.Email", user.Email), ("Input.Password", SmallBank.Password)]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, locked.StatusCode);
    }

    [Fact]
    public async Task Whoever_has_no_factor_is_led_to_the_set_up_and_comes_out_with_codes()
    {
        var user = SmallBank.OtherReviewer;
        await Desk.Get<FactorService>().TurnOffAsync(user.Id, Desk.Cancel);
        var visitor = await portal.HalfWayAsync(user);

        foreach (var path in new[] { "/", "/Rules", "/Enrollments", "/Users" })
        {
            var answer = await visitor.GetAsync(path);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.Equal("/Account/Factors", answer.Headers.Location!.OriginalString);
        }

        var page = await visitor.ReadAsync("/Account/Factors");
        Assert.Empty(page.QuerySelectorAll("nav.nav"));
        Assert.NotNull(page.QuerySelector("svg.qrcode path"));
        var code = CodeFor(page);
        var wrongPassword = await TurnOnAsync(visitor, page, code, "bukan kata sandi itu");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrongPassword.StatusCode);
        var same = await wrongPassword.HtmlAsync();
        Assert.Equal(code, CodeFor(same));
        Assert.NotNull(same.MessageAt("Input_Password"));

        var done = await TurnOnAsync(visitor, same, code, SmallBank.Password);

        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Equal(10, (await done.HtmlAsync()).QuerySelectorAll(".recovery code").Length);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/Rules")).StatusCode);
        Assert.Empty((await visitor.ReadAsync("/Account/Factors")).QuerySelectorAll(".recovery code"));
    }

    [Fact]
    public async Task Another_persons_set_up_is_not_taken()
    {
        var (one, other) = (SmallBank.Regional, SmallBank.OtherRegional);
        foreach (var user in new[] { one, other }) await Desk.Get<FactorService>().TurnOffAsync(user.Id, Desk.Cancel);
        var page = await (await portal.HalfWayAsync(one)).ReadAsync("/Account/Factors");
        var token = page.QuerySelector("input[name='Input.SetUp']")!.GetAttribute("value")!;

        var answer = await (await portal.HalfWayAsync(other)).SubmitAsync(
            "/Account/Factors", [.. SetUp(CodeFor(page), SmallBank.Password), ("Input.SetUp", token)], "form:has([name='Input.SetUp'])");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.False((await Desk.Get<FactorService>().StateAsync(other.Id, Desk.Cancel)).HasAuthenticator);
    }

    [Fact]
    public async Task Changing_the_factor_demands_the_password_and_leads_to_a_new_set_up()
    {
        var visitor = await portal.SignInAsync(SmallBank.Admin);
        const string form = "form:has(#Input_Password)";

        var refused = await visitor.SubmitAsync("/Account/Factors", [("Input.Change", "Off"), ("Input.Password", "bukan kata sandi itu")], form);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var renewed = await visitor.SubmitAsync("/Account/Factors", [("Input.Change", "Renew"), ("Input.Password", SmallBank.Password)], form);
        Assert.Equal(10, (await renewed.HtmlAsync()).QuerySelectorAll(".recovery code").Length);

        var off = await visitor.SubmitAsync("/Account/Factors", [("Input.Change", "Off"), ("Input.Password", SmallBank.Password)], form);
        Assert.Equal(HttpStatusCode.Redirect, off.StatusCode);
        Assert.Equal("/Account/Factors", (await visitor.GetAsync("/Users")).Headers.Location!.OriginalString);
    }

    [Fact]
    public void Production_does_not_start_with_the_factor_merely_offered()
    {
        var asked = new PortalOptions { SecondFactor = SecondFactorMode.Offered };

        Assert.Throws<InvalidOperationException>(() => SecondFactor.ModeOf(asked, isForTrying: false));
        Assert.Equal(SecondFactorMode.Offered, SecondFactor.ModeOf(new PortalOptions(), isForTrying: true));
        Assert.Equal(SecondFactorMode.Required, SecondFactor.ModeOf(new PortalOptions(), isForTrying: false));
    }

    private static Task<HttpResponseMessage> SendCodeAsync(Visitor visitor, string code) =>
        visitor.SubmitAsync("/SignIn/Code", [("Input.Code", code)]);

    private static (string Name, string Value)[] SetUp(string code, string password) =>
        [("Input.Change", "On"), ("Input.Code", code), ("Input.Password", password)];

    private static Task<HttpResponseMessage> TurnOnAsync(Visitor visitor, IDocument page, string code, string password) => visitor.SubmitAsync(
        "/Account/Factors",
        [.. SetUp(code, password), ("Input.SetUp", page.QuerySelector("input[name='Input.SetUp']")!.GetAttribute("value")!)],
        "form:has([name='Input.SetUp'])");

    /// <summary>What an app would show that was given the key by hand.</summary>
    private string CodeFor(IDocument page) => CodeFor(page, Desk.Clock.GetUtcNow());

    /// <summary>What the app shows once it has read the key on the page of the set-up.</summary>
    internal static string CodeFor(IDocument page, DateTimeOffset at)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(page.QuerySelector(".factorkey code")!.TextContent.Where(char.IsAsciiLetterOrDigit)
            .Select(sign => Convert.ToString(alphabet.IndexOf(sign, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var key = Convert.ToHexString([.. bits.Chunk(8).Select(part => Convert.ToByte(new string(part), 2))]);
        return TotpSecret.FromText(key).CodeAt(TotpSecret.StepAt(at));
    }
}
