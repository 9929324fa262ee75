using System.Net;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.IntegrationTests.Access;

/// <summary>What people do with their own sessions and password, and the system admin with those of others.</summary>
public sealed class AccountTests(Portal portal) : IClassFixture<Portal>
{
    private const string Better = "kuda hijau di atap 7";

    [Fact]
    public async Task One_session_can_be_ended_from_another_and_nobody_elses()
    {
        var here = await portal.SignInAsync(SmallBank.Officer);
        var there = await portal.SignInAsync(SmallBank.Officer);
        var stranger = await portal.SignInAsync(SmallBank.Colleague);
        var others = (await stranger.ReadAsync("/Account/Sessions")).QuerySelectorAll("main tbody tr");
        Assert.Single(others);

        var answer = await here.SubmitAsync("/Account/Sessions", [], "form[action*='handler=End']");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        AssertLedToSignIn(await there.GetAsync("/Rules"));
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/Rules")).StatusCode);
        var foreign = await portal.Desk.Database.ReadAsync<Guid>(
            "select id from user_sessions where user_id = $1 and ended_at is null", SmallBank.Colleague.Id);
        await portal.SignInAsync(SmallBank.Officer);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await here.SubmitAsync("/Account/Sessions", [("id", foreign.ToString())], "form[action*='handler=End']")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/Rules")).StatusCode);
    }

    [Fact]
    public async Task All_others_end_at_once_and_this_one_stays()
    {
        var here = await portal.SignInAsync(SmallBank.Supervisor);
        Visitor[] elsewhere = [await portal.SignInAsync(SmallBank.Supervisor), await portal.SignInAsync(SmallBank.Supervisor)];

        await here.SubmitAsync("/Account/Sessions", [], "form[action*='handler=EndOthers']");

        foreach (var one in elsewhere) AssertLedToSignIn(await one.GetAsync("/Rules"));
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/Rules")).StatusCode);
    }

    [Fact]
    public async Task The_system_admin_ends_a_users_sessions_after_giving_the_password_once_more()
    {
        var admin = await portal.SignInAsync(SmallBank.Admin);
        var user = await portal.SignInAsync(SmallBank.OtherOfficer);
        var page = $"/Users/Sessions/{SmallBank.OtherOfficer.Id}";
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync(page)).StatusCode);

        portal.Desk.Clock.Advance(TimeSpan.FromMinutes(5));
        var asked = await admin.GetAsync(page);
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        var confirm = asked.Headers.Location!.ToString();
        Assert.StartsWith("/Account/Confirm?returnUrl=", confirm, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.SubmitAsync(confirm, [("Password", "salah")])).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await admin.GetAsync(page)).StatusCode);
        Assert.Equal(page, (await admin.SubmitAsync(confirm, [("Password", SmallBank.Password)])).Headers.Location!.ToString());

        await admin.SubmitAsync(page, []);
        AssertLedToSignIn(await user.GetAsync("/Rules"));
    }

    [Theory]
    [InlineData("https://elsewhere.test/")]
    [InlineData("//elsewhere.test")]
    [InlineData("/\\elsewhere.test")]
    public async Task Confirming_leads_back_inside_and_never_elsewhere(string returnUrl)
    {
        var auditor = await portal.SignInAsync(SmallBank.Auditor);

        var answer = await auditor.SubmitAsync($"/Account/Confirm?returnUrl={Uri.EscapeDataString(returnUrl)}", [("Password", SmallBank.Password)]);

        Assert.Equal("/", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_new_password_ends_the_other_sessions_and_the_old_one_no_longer_opens()
    {
        var here = await portal.SignInAsync(SmallBank.Regional);
        var there = await portal.SignInAsync(SmallBank.Regional);

        foreach (var (current, chosen, repeated, field) in new[]
        {
            ("salah", Better, Better, "Current"),
            (SmallBank.Password, Better, "lain", "Repeated"),
            (SmallBank.Password, "password2026", "password2026", "Chosen"),
            (SmallBank.Password, "debitur di atap biru", "debitur di atap biru", "Chosen"),
            (SmallBank.Password, new string('x', 200), new string('x', 200), "Chosen"),
        })
        {
            var refused = await ChangeAsync(here, current, chosen, repeated);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.NotEmpty((await refused.HtmlAsync()).MessageAt($"Input_{field}") ?? "");
        }

        Assert.Equal(HttpStatusCode.Redirect, (await ChangeAsync(here, SmallBank.Password, Better, Better)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/Rules")).StatusCode);
        AssertLedToSignIn(await there.GetAsync("/Rules"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await TryAsync(SmallBank.Regional, SmallBank.Password)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await TryAsync(SmallBank.Regional, Better)).StatusCode);
        // Whoever changed it is named, not the portal.
        Assert.Equal([SmallBank.Regional.Id], await portal.Desk.Database.ListAsync<Guid>(
            "select actor from audit_entries where table_name = 'users' and row_key = $1 and operation = 'UPDATE' and after ? 'password_hash'",
            SmallBank.Regional.Id.ToString()));
    }

    [Fact]
    public async Task A_password_of_two_hundred_characters_is_refused_unhashed()
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await TryAsync(SmallBank.Reviewer, new string('x', 200))).StatusCode);
        Assert.Equal(0, await portal.Desk.Database.ReadAsync<int>("select access_failed_count from users where id = $1", SmallBank.Reviewer.Id));
    }

    private static Task<HttpResponseMessage> ChangeAsync(Visitor visitor, string current, string chosen, string repeated) => visitor.SubmitAsync(
        "/Account/Password", [("Input.Current", current), ("Input.Chosen", chosen), ("Input.Repeated", repeated)]);

    private static void AssertLedToSignIn(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/SignIn", answer.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> TryAsync(TestUser user, string password) =>
        portal.Stranger().SubmitAsync("/SignIn", [("Input.Email", user.Email), ("Input.Password", password)]);
}
