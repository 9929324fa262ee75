using System.Net;
using System.Reflection;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;
using BpjsBjb.Web.Security;

namespace BpjsBjb.IntegrationTests.Access;

/// <summary>What decides about money, rights or other people's secrets wants the password asked not long ago.</summary>
public sealed class RecentSignInTests(Portal portal) : IClassFixture<Portal>
{
    private Desk Desk => portal.Desk;

    public static TheoryData<string> Guarded =>
    [
        "Audit.ReadersModel", "Employers.PayoutModel", "Enrollments.RevealModel", "Loans.ClearanceModel", "Loans.DisbursementModel", "Reviews.CaseModel", "Reviews.RedirectModel",
        "Reviews.LookModel",
        "Users.ApprovalsModel", "Users.CertificationModel", "Users.ChangeModel", "Users.DetailsModel", "Users.FactorsModel", "Users.InviteModel", "Users.PasswordModel",
        "Users.SessionsModel",
    ];

    [Theory]
    [MemberData(nameof(Guarded))]
    public void A_page_that_approves_grants_or_reveals_asks(string page) =>
        Assert.NotEmpty(typeof(RecentSignInAttribute).Assembly.GetType($"BpjsBjb.Web.Pages.{page}", throwOnError: true)!
            .GetCustomAttributes<RecentSignInAttribute>());

    [Fact]
    public async Task A_decision_sent_too_late_is_held_until_the_password_was_given()
    {
        var id = await Desk.SubmittedAsync();
        var reviewer = await portal.SignInAsync(SmallBank.Reviewer);
        var page = $"/Reviews/Case/{id}";
        Desk.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(HttpStatusCode.OK, (await reviewer.GetAsync(page)).StatusCode);

        var card = A.Kpj(A.Number());
        var held = await reviewer.SubmitAsync(page, [("Accept.Kpj", card), ("Accept.Outcome", "NewMembership")], "form.p-accept");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, held.StatusCode);
        var form = await held.HtmlAsync();
        Assert.Equal(card, form.QuerySelector("input[name='Accept.Kpj'][type=hidden]")!.GetAttribute("value"));
        Assert.Equal("Submitted", (await Desk.CaseAsync(id)).Status.ToString());

        var wrong = await AgainAsync(reviewer, held, "bukan kata sandi itu");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.NotNull((await wrong.HtmlAsync()).MessageAt("RecentPassword"));
        Assert.Equal("Submitted", (await Desk.CaseAsync(id)).Status.ToString());

        var done = await AgainAsync(reviewer, wrong, SmallBank.Password);
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Equal("Accepted", (await Desk.CaseAsync(id)).Status.ToString());
        // From here on the password counts as asked.
        var next = await Desk.SubmittedAsync();
        Assert.Equal(
            HttpStatusCode.Redirect,
            (await reviewer.SubmitAsync($"/Reviews/Case/{next}", [("Accept.Kpj", A.Kpj(A.Number()))], "form.p-accept")).StatusCode);
    }

    [Fact]
    public async Task The_passwords_field_is_no_field_of_a_page_that_never_asks()
    {
        var officer = await portal.SignInAsync(SmallBank.Officer);

        var answer = await officer.SubmitAsync("/Enrollments/Register", [(RecentSignInAttribute.PasswordField, SmallBank.Password)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Null((await answer.HtmlAsync()).QuerySelector("form[action*='Register']"));
    }

    [Fact]
    public async Task Guessing_at_the_held_form_locks_the_account()
    {
        var admin = await portal.SignInAsync(SmallBank.OtherAdmin);
        Desk.Clock.Advance(TimeSpan.FromMinutes(11));
        var held = await admin.SubmitAsync("/Users/Invite", [("Input.Email", "baru@bjb.test")]);
        for (var i = 0; i < 5; i++) held = await AgainAsync(admin, held, "bukan kata sandi itu");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AgainAsync(admin, held, SmallBank.Password)).StatusCode);
        Assert.True(await Desk.Database.ReadAsync<bool>("select lockout_end is not null from users where id = $1", SmallBank.OtherAdmin.Id));
        Assert.Equal(0L, await Desk.Database.ReadAsync<long>("select count(*) from users where email = 'baru@bjb.test'"));
    }

    [Fact]
    public async Task Sessions_nobody_came_back_to_end_and_leave_the_record_after_a_year()
    {
        var sessions = Desk.Get<SessionService>();
        await sessions.OpenAsync(new NewSession(SmallBank.OtherReviewer.Id, true, "10.0.0.0/24", "Firefox", [1]), Desk.Cancel);
        Desk.Clock.Advance(TimeSpan.FromMinutes(16));
        await Desk.Get<SessionKeeper>().RunAsync(Desk.Cancel);
        Assert.Equal(["Idle"], await ReasonsAsync());

        Desk.Clock.Advance(TimeSpan.FromDays(366));
        await Desk.Get<SessionKeeper>().RunAsync(Desk.Cancel);
        Assert.Empty(await ReasonsAsync());
    }

    private Task<IReadOnlyList<string>> ReasonsAsync() => Desk.Database.ListAsync<string>(
        "select coalesce(end_reason, '') from user_sessions where user_id = $1", SmallBank.OtherReviewer.Id);

    /// <summary>The held form sent again with a password.</summary>
    private static async Task<HttpResponseMessage> AgainAsync(Visitor visitor, HttpResponseMessage held, string password)
    {
        var page = await held.HtmlAsync();
        var form = (AngleSharp.Html.Dom.IHtmlFormElement)page.QuerySelector("main form:has([name=RecentPassword])")!;
        var fields = form.FieldsAsTheyStand();
        fields.RemoveAll(field => field.Key == RecentSignInAttribute.PasswordField);
        return await visitor.PostAsync(form.GetAttribute("action")!, [.. fields, new(RecentSignInAttribute.PasswordField, password)]);
    }
}
