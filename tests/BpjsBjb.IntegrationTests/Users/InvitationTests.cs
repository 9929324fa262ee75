using System.Net;
using BpjsBjb.Domain.Common;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;

namespace BpjsBjb.IntegrationTests.Users;

/// <summary>From the invitation to the sign-in and away again, through the pages.</summary>
public sealed class InvitationTests(Portal portal) : IClassFixture<Portal>
{
    private const string Password = "tujuh gajah menari pagi";

    private static readonly Actor One = SmallBank.Admin.Actor;
    private static readonly Actor Other = SmallBank.OtherAdmin.Actor;

    private Desk Desk => portal.Desk;

    [Fact]
    public async Task Two_administrators_and_a_link_let_somebody_in()
    {
        var email = $"undangan{A.Number()}@bjb.test";
        var one = await portal.SignInAsync(SmallBank.Admin);
        var invited = await one.SubmitAsync("/Users/Invite",
        [
            ("Input.Email", email), ("Input.FullName", "Undangan Rekaan"), ("Input.Role", nameof(Role.LoanOfficer)),
            ("Input.OfficeId", SmallBank.Serang.ToString()), ("Input.ValidTo", "31-12-2026"),
        ]);
        Assert.Equal(HttpStatusCode.Redirect, invited.StatusCode);
        var own = await one.ReadAsync("/Users/Approvals");
        Assert.Null(own.QuerySelector("form[action*='Approve']"));

        var other = await portal.SignInAsync(SmallBank.OtherAdmin);
        var id = await Desk.Database.ReadAsync<Guid>("select g.id from access_grants g join users u on u.id = g.user_id where u.email = $1", email);
        var approved = await other.SubmitAsync("/Users/Approvals", [], $"form[action*='Approve']:has(input[value='{id}'])");
        var link = (await approved.HtmlAsync()).QuerySelector("[data-link]")!.TextContent;
        var path = new Uri(link).PathAndQuery;
        Assert.DoesNotContain("@", path, StringComparison.Ordinal);

        var visitor = portal.Stranger();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await visitor.SubmitAsync(path, [("Input.Password", "pendek"), ("Input.Again", "pendek")])).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.SubmitAsync(path, [("Input.Password", Password), ("Input.Again", Password)])).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync(email)).StatusCode);

        var used = await portal.Stranger().GetAsync(path);
        var unknown = await portal.Stranger().GetAsync("/Invitation/" + new string('A', 43));
        Assert.Equal(HttpStatusCode.NotFound, used.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(
            (await unknown.HtmlAsync()).QuerySelector("main")!.TextContent, (await used.HtmlAsync()).QuerySelector("main")!.TextContent);
        Assert.DoesNotContain(portal.Logs.Lines, line => line.Contains(path.Split('/')[^1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_two_who_use_a_link_at_once_one_wins()
    {
        var (_, _, token) = await InvitedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ =>
            Desk.Get<InvitationService>().AcceptAsync(token, Password, Password, Desk.Cancel)));

        Assert.Single(answers, answer => !answer.IsRefused);
        Assert.Equal(["invitation.not-valid"], answers.Single(answer => answer.IsRefused).Codes());
    }

    [Fact]
    public async Task The_token_itself_is_kept_nowhere()
    {
        var (user, _, token) = await InvitedAsync();

        Assert.Equal(1L, await Desk.Database.ReadAsync<long>(
            "select count(*) from invitations where user_id = $1 and token_hash = sha256(convert_to($2, 'UTF8'))", user, token));
    }

    [Fact]
    public async Task A_mover_loses_the_old_scope_and_the_session_at_the_approval()
    {
        var user = SmallBank.OtherOfficer.Id;
        var visitor = await portal.SignInAsync(SmallBank.OtherOfficer);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/Enrollments")).StatusCode);
        var proposed = (await Desk.Get<GrantService>().ProposeAsync(user, GrantTests.Right(Role.LoanOfficer, SmallBank.Soreang), One, Desk.Cancel)).Value;
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/Enrollments")).StatusCode);

        await ApproveAsync(user, proposed);

        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync("/Enrollments")).StatusCode);
        Assert.Equal("RightsChanged", await Desk.Database.ReadAsync<string>("select max(end_reason) from user_sessions where user_id = $1", user));
        var scope = await Desk.Get<UserService>().ScopeOfAsync(user, Desk.Cancel);
        Assert.Equal((SmallBank.Soreang, SmallBank.Officer.Bank), (scope.OfficeId, scope.Bank));
        Assert.Equal(2L, await Desk.Database.ReadAsync<long>("select count(*) from access_grants where user_id = $1", user));
    }

    [Fact]
    public async Task Whoever_is_disabled_goes_on_with_nothing_and_returns_by_two()
    {
        var (user, email) = await AcceptedAsync();
        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync(email)).StatusCode);

        Assert.Empty((await Desk.Get<GrantService>().DisableAsync(user, new EndGrant { Reason = "LeftInstitution" }, One, Desk.Cancel)).Refusals);

        Assert.Equal(0L, await Desk.Database.ReadAsync<long>("select count(*) from user_sessions where user_id = $1 and ended_at is null", user));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SignInAsync(email)).StatusCode);
        var proposed = (await Desk.Get<GrantService>().ProposeAsync(user, GrantTests.Right(Role.LoanOfficer, SmallBank.Serang), One, Desk.Cancel)).Value;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SignInAsync(email)).StatusCode);
        await ApproveAsync(user, proposed);
        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync(email)).StatusCode);
    }

    internal static async Task ApproveAsync(Desk desk, Guid user, Guid grant)
    {
        var version = (await desk.Get<UserSearch>().DetailsAsync(user, Desk.Cancel))!.Proposal!.Version;
        Assert.Empty((await desk.Get<GrantService>().ApproveAsync(grant, version, Other, Desk.Cancel)).Refusals);
    }

    private Task ApproveAsync(Guid user, Guid grant) => ApproveAsync(Desk, user, grant);

    private async Task<(Guid User, string Email, string Token)> InvitedAsync()
    {
        var input = GrantTests.Invitee();
        var user = (await Desk.Get<GrantService>().InviteAsync(input, One, Desk.Cancel)).Value;
        var proposal = (await Desk.Get<UserSearch>().DetailsAsync(user, Desk.Cancel))!.Proposal!;
        var approved = (await Desk.Get<GrantService>().ApproveAsync(proposal.Id, proposal.Version, Other, Desk.Cancel)).Value;
        return (user, input.Email!, approved.LinkToken!);
    }

    private async Task<(Guid User, string Email)> AcceptedAsync()
    {
        var (user, email, token) = await InvitedAsync();
        Assert.Empty((await Desk.Get<InvitationService>().AcceptAsync(token, Password, Password, Desk.Cancel)).Refusals);
        return (user, email);
    }

    private Task<HttpResponseMessage> SignInAsync(string email) =>
        portal.Stranger().SubmitAsync("/SignIn", [("Input.Email", email), ("Input.Password", Password)]);
}
