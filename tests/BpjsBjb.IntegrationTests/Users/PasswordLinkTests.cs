using System.Net;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;
using Microsoft.AspNetCore.Identity;

namespace BpjsBjb.IntegrationTests.Users;

/// <summary>Somebody with an account forgot the password.</summary>
public sealed class PasswordLinkTests(Portal portal) : IClassFixture<Portal>
{
    private const string Better = "sepuluh perahu berlayar pelan";

    private static readonly MakePasswordLink Input = new() { Reason = "Forgotten", Recognised = "InPerson" };

    private Desk Desk => portal.Desk;

    private InvitationService Opened => Desk.Get<InvitationService>();

    [Fact]
    public async Task A_link_from_an_administrator_sets_a_new_password_ends_every_session_and_leaves_the_second_factor()
    {
        var user = SmallBank.Officer;
        var before = await portal.SignInAsync(user);
        var half = await portal.HalfWayAsync(user);
        var admin = await portal.SignInAsync(SmallBank.Admin);
        var page = $"/Users/Password/{user.Id}";
        Assert.NotNull((await admin.ReadAsync($"/Users/Details/{user.Id}")).QuerySelector($"main a[href='{page}']"));
        var missing = await (await admin.SubmitAsync(page, [])).HtmlAsync();
        Assert.NotNull(missing.MessageAt("Input_Reason"));
        Assert.NotNull(missing.MessageAt("Input_Recognised"));

        var path = await LinkAsync(admin, page);
        Assert.Equal(HttpStatusCode.OK, (await before.GetAsync("/Rules")).StatusCode);
        var person = portal.Stranger();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SetAsync(person, path, "pendek")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await SetAsync(person, path, Better)).StatusCode);

        Assert.Equal(HttpStatusCode.Redirect, (await before.GetAsync("/Rules")).StatusCode);
        Assert.Equal("/SignIn", (await half.GetAsync("/SignIn/Code")).Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SignInAsync(portal.Stranger(), user, SmallBank.Password)).StatusCode);
        var again = portal.Stranger();
        Assert.Equal("/SignIn/Code", (await SignInAsync(again, user, Better)).Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await again.GetAsync("/Rules")).StatusCode);
        await again.SubmitAsync("/SignIn/Code", [("Input.Code", await Desk.NextCodeAsync(user))]);
        Assert.Equal(HttpStatusCode.OK, (await again.GetAsync("/Rules")).StatusCode);
        Assert.Contains("Dipakai", (await admin.ReadAsync(page)).QuerySelector(".tl")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(portal.Logs.Lines, line => line.Contains(path.Split('/')[^1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Used_expired_withdrawn_replaced_and_foreign_links_and_those_of_a_disabled_account_look_alike()
    {
        var unknown = await ShownAsync(new string('A', 43));
        var replaced = await MakeAsync(SmallBank.OtherOfficer);
        var withdrawn = await MakeAsync(SmallBank.OtherOfficer);
        var admin = await portal.SignInAsync(SmallBank.Admin);
        var details = $"/Users/Details/{SmallBank.OtherOfficer.Id}";
        Assert.Equal(HttpStatusCode.Redirect, (await admin.SubmitAsync(details, [], "form[action*='Withdraw']")).StatusCode);
        Assert.Null((await admin.ReadAsync(details)).QuerySelector("form[action*='Withdraw']"));
        Assert.Equal(
            ["password-link.none-open"],
            (await Desk.Get<PasswordLinkService>().WithdrawAsync(SmallBank.OtherOfficer.Id, SmallBank.Admin.Actor, Desk.Cancel)).Codes());
        var used = await MakeAsync(SmallBank.OtherOfficer);
        Assert.Empty((await Opened.AcceptAsync(used, Better, Better, Desk.Cancel)).Refusals);
        var disabled = await MakeAsync(SmallBank.OtherSupervisor);
        await Desk.Get<GrantService>().DisableAsync(SmallBank.OtherSupervisor.Id, new EndGrant { Reason = "NoLongerNeeded" }, SmallBank.Admin.Actor, Desk.Cancel);
        var expired = await MakeAsync(SmallBank.OtherReviewer);
        await Desk.Database.AsOwnerAsync("update invitations set expires_at = $2 where user_id = $1", SmallBank.OtherReviewer.Id, Desk.Clock.GetUtcNow());

        foreach (var token in new[] { replaced, withdrawn, used, disabled, expired })
        {
            Assert.Equal(unknown, await ShownAsync(token));
            Assert.Equal(["invitation.not-valid"], (await Opened.AcceptAsync(token, Better, Better, Desk.Cancel)).Codes());
        }
    }

    [Fact]
    public async Task A_link_opens_for_its_minutes_and_no_longer()
    {
        var token = await MakeAsync(SmallBank.Regional);
        var minutes = await Desk.Get<PasswordLinkService>().MinutesAsync(Desk.Cancel);

        Desk.Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await Opened.FindAsync(token, Desk.Cancel));
        Desk.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await Opened.FindAsync(token, Desk.Cancel));
    }

    [Fact]
    public async Task Of_two_who_use_a_link_at_once_one_wins_and_of_two_made_at_once_one_opens()
    {
        var tokens = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => MakeAsync(SmallBank.SiblingOfficer)));
        List<string> opening = [];
        foreach (var one in tokens)
        {
            if (await Opened.FindAsync(one, Desk.Cancel) is not null) opening.Add(one);
        }

        var token = Assert.Single(opening);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Opened.AcceptAsync(token, Better, Better, Desk.Cancel)));

        Assert.Single(answers, answer => !answer.IsRefused);
        Assert.All(answers.Where(answer => answer.IsRefused), answer => Assert.Equal(["invitation.not-valid"], answer.Codes()));
    }

    [Fact]
    public async Task The_token_is_kept_as_its_hash_and_who_did_what_is_in_the_trail()
    {
        var user = SmallBank.Reviewer.Id;
        var token = await MakeAsync(SmallBank.Reviewer);
        Assert.Empty((await Opened.AcceptAsync(token, Better, Better, Desk.Cancel)).Refusals);

        Assert.Equal(1L, await Desk.Database.ReadAsync<long>(
            "select count(*) from invitations where user_id = $1 and token_hash = sha256(convert_to($2, 'UTF8'))", user, token));
        Assert.Equal(0L, await Desk.Database.ReadAsync<long>(
            """
            select (select count(*) from invitations i where position($1 in to_jsonb(i)::text) > 0)
                 + (select count(*) from audit_entries a where position($1 in to_jsonb(a)::text) > 0)
            """,
            token));
        Assert.Equal(
            [$"{SmallBank.Admin.Id} invitations INSERT Forgotten InPerson", $"{user} invitations UPDATE", $"{user} users UPDATE"],
            await Desk.Database.ListAsync<string>(
                """
                select concat_ws(' ', actor, table_name, operation, after ->> 'reason', after ->> 'recognised') from audit_entries
                 where (table_name = 'users' and operation = 'UPDATE' and row_key = $1::text and after ? 'password_hash')
                    or (table_name = 'invitations' and row_key in (select id::text from invitations where user_id = $1))
                 order by table_name, operation
                """,
                user));
    }

    [Fact]
    public async Task Nobody_makes_one_for_themselves_and_nobody_but_an_administrator()
    {
        var links = Desk.Get<PasswordLinkService>();
        Assert.Equal(["password-link.own"], (await links.MakeAsync(SmallBank.Admin.Id, Input, SmallBank.Admin.Actor, Desk.Cancel)).Codes());
        Assert.Null((await (await portal.SignInAsync(SmallBank.Admin)).ReadAsync($"/Users/Password/{SmallBank.Admin.Id}")).QuerySelector("main form[method=post]"));
        Assert.Equal(["grant.not-an-admin"], (await links.MakeAsync(SmallBank.Auditor.Id, Input, SmallBank.Supervisor.Actor, Desk.Cancel)).Codes());
        Assert.Equal(
            HttpStatusCode.Forbidden, (await (await portal.SignInAsync(SmallBank.Supervisor)).GetAsync($"/Users/Password/{SmallBank.Auditor.Id}")).StatusCode);

        var own = await Desk.Database.RefusalAsync(
            """
            insert into invitations (id, user_id, token_hash, purpose, reason, recognised, created_by, created_at, expires_at)
            values ($1, $1, '\x01', 'ForgottenPassword', 'Forgotten', 'InPerson', $1, $2, $2)
            """,
            SmallBank.Admin.Id,
            Desk.Clock.GetUtcNow());
        Assert.Equal("ck_invitations_other", own.ConstraintName);
    }

    [Fact]
    public async Task Whoever_has_chosen_no_password_yet_gets_no_link_to_another()
    {
        var user = (await Desk.Get<GrantService>().InviteAsync(GrantTests.Invitee(), SmallBank.Admin.Actor, Desk.Cancel)).Value;
        var links = Desk.Get<PasswordLinkService>();
        Assert.Equal(["grant.not-in-force"], (await links.MakeAsync(user, Input, SmallBank.OtherAdmin.Actor, Desk.Cancel)).Codes());

        await InvitationTests.ApproveAsync(Desk, user, await Desk.Database.ReadAsync<Guid>("select id from access_grants where user_id = $1", user));

        Assert.Equal(
            ["password-link.no-password-yet"],
            (await Desk.Get<PasswordLinkService>().MakeAsync(user, Input, SmallBank.OtherAdmin.Actor, Desk.Cancel)).Codes());
    }

    [Fact]
    public async Task A_lock_by_wrong_passwords_is_lifted_by_the_new_password_and_not_by_the_link()
    {
        var user = SmallBank.Auditor;
        for (var i = 0; i < 5; i++)
        {
            var users = Desk.Get<UserManager<PortalUser>>();
            await users.AccessFailedAsync((await users.FindByIdAsync(user.Id.ToString()))!);
        }

        var token = await MakeAsync(user);
        Assert.NotNull(await LockAsync(user));
        Assert.NotEmpty((await Opened.AcceptAsync(token, "pendek", "pendek", Desk.Cancel)).Refusals);
        Assert.NotNull(await LockAsync(user));

        Assert.Empty((await Opened.AcceptAsync(token, Better, Better, Desk.Cancel)).Refusals);

        Assert.Null(await LockAsync(user));
        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync(portal.Stranger(), user, Better)).StatusCode);
    }

    [Fact]
    public async Task Whoever_remembers_the_password_and_changes_it_closes_the_link()
    {
        var user = SmallBank.OtherRegional;
        var token = await MakeAsync(user);
        var person = await portal.SignInAsync(user);

        var changed = await person.SubmitAsync(
            "/Account/Password", [("Input.Current", SmallBank.Password), ("Input.Chosen", Better), ("Input.Repeated", Better)]);

        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        Assert.Null(await Opened.FindAsync(token, Desk.Cancel));
    }

    [Fact]
    public async Task The_same_administrator_does_not_take_the_factors_off_and_make_the_link()
    {
        var user = SmallBank.Colleague;
        var reset = new ResetFactors { Reason = "LostPhone", Recognised = "InPerson" };
        Assert.Empty((await ResetAsync(SmallBank.Admin)).Refusals);
        Assert.Equal(
            ["password-link.took-factors-off"],
            (await Desk.Get<PasswordLinkService>().MakeAsync(user.Id, Input, SmallBank.Admin.Actor, Desk.Cancel)).Codes());

        var token = await MakeAsync(user, SmallBank.OtherAdmin);
        Assert.Equal(["factor.made-the-link"], (await ResetAsync(SmallBank.OtherAdmin)).Codes());
        Assert.Empty((await Opened.AcceptAsync(token, Better, Better, Desk.Cancel)).Refusals);
        Assert.Equal(["factor.made-the-link"], (await ResetAsync(SmallBank.OtherAdmin)).Codes());
        Assert.Empty((await ResetAsync(SmallBank.Admin)).Refusals);

        Task<BpjsBjb.Domain.Common.Result<Guid>> ResetAsync(TestUser by) =>
            Desk.Get<FactorResetService>().ResetAsync(user.Id, reset, by.Actor, Desk.Cancel);
    }

    [Fact]
    public async Task A_code_after_the_new_password_shows_that_it_is_the_persons()
    {
        var user = SmallBank.SiblingSupervisor;
        Assert.Empty((await Opened.AcceptAsync(await MakeAsync(user), Better, Better, Desk.Cancel)).Refusals);
        var reset = new ResetFactors { Reason = "LostPhone", Recognised = "InPerson" };
        Assert.Equal(
            ["factor.made-the-link"], (await Desk.Get<FactorResetService>().ResetAsync(user.Id, reset, SmallBank.Admin.Actor, Desk.Cancel)).Codes());

        Desk.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await Desk.Get<FactorService>().UseCodeAsync(user.Id, await Desk.NextCodeAsync(user), Desk.Cancel));

        Assert.Empty((await Desk.Get<FactorResetService>().ResetAsync(user.Id, reset, SmallBank.Admin.Actor, Desk.Cancel)).Refusals);
    }

    private static async Task<string> LinkAsync(Visitor admin, string page)
    {
        var made = await admin.SubmitAsync(page, [("Input.Reason", "Forgotten"), ("Input.Recognised", "InPerson")]);
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        Assert.Null((await admin.ReadAsync(page)).QuerySelector("[data-link]"));
        return new Uri((await made.HtmlAsync()).QuerySelector("[data-link]")!.TextContent).PathAndQuery;
    }

    private static Task<HttpResponseMessage> SetAsync(Visitor visitor, string path, string password) =>
        visitor.SubmitAsync(path, [("Input.Password", password), ("Input.Again", password)]);

    private static Task<HttpResponseMessage> SignInAsync(Visitor visitor, TestUser user, string password) =>
        visitor.SubmitAsync("/SignIn", [("Input.Email", user.Email), ("Input.Password", password)]);

    private async Task<string> MakeAsync(TestUser user, TestUser? by = null)
    {
        var made = await Desk.Get<PasswordLinkService>().MakeAsync(user.Id, Input, (by ?? SmallBank.Admin).Actor, Desk.Cancel);
        Assert.Empty(made.Refusals);
        return made.Value.LinkToken!;
    }

    private async Task<string> ShownAsync(string token)
    {
        var answer = await portal.Stranger().GetAsync($"/Invitation/{token}");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        return (await answer.HtmlAsync()).QuerySelector("main")!.TextContent;
    }

    private Task<object?> LockAsync(TestUser user) => Desk.Database.AsOwnerAsync(
        "select lockout_end from users where id = $1 and lockout_end is not null", user.Id);
}
