using System.Net;
using AngleSharp.Html.Dom;
using BpjsBjb.Domain.Common;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.IntegrationTests.Users;
using BpjsBjb.Services.Access;
using BpjsBjb.Web.Security;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Access;

/// <summary>Coming in through an institution's own provider: it vouches for people the portal knows, and for nothing else.</summary>
public sealed class ProviderTests(ProviderPortal portal) : IClassFixture<ProviderPortal>, IAsyncLifetime
{
    private const string Start = "form[action*='handler=Provider']";

    private static readonly Dictionary<string, Said> Wrong = new()
    {
        ["another client's token"] = new Said { Audience = "somebody-else" },
        ["another issuer"] = new Said { Issuer = "https://elsewhere.test" },
        ["another sign-in's nonce"] = new Said { Nonce = "638000000000000000.AAAA" },
        ["expired"] = new Said { ExpiresIn = TimeSpan.FromMinutes(-2) },
        ["forged"] = new Said { SignedBy = SignedBy.Stranger },
        ["unsigned"] = new Said { SignedBy = SignedBy.Nobody },
        ["unsigned in disguise"] = new Said { SignedBy = SignedBy.NobodyInDisguise },
        ["signed with the client's secret"] = new Said { SignedBy = SignedBy.ClientSecret },
        ["another provider's answer"] = new Said { NamesItself = "https://elsewhere.test" },
        ["a code nobody gave out"] = new Said { Code = "ABCDEF" },
    };

    private Desk Desk => portal.Desk;

    private SmallProvider Provider => portal.Provider;

    public static TheoryData<string> WrongWays => [.. Wrong.Keys];

    public async ValueTask InitializeAsync() => await Desk.Database.AsOwnerAsync("delete from user_logins");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Whom_an_account_is_bound_to_comes_in_by_the_subject_alone()
    {
        var subject = await portal.BoundAsync(SmallBank.Officer);
        // sessions that other tests left
        await Desk.Database.AsOwnerAsync("update user_sessions set ended_at = now(), end_reason = 'SignedOut' where user_id = $1 and ended_at is null", SmallBank.Officer.Id);

        var (visitor, next) = await ComeAsync(new Said { Subject = subject, Email = "berganti@soreang.test", Methods = ["pwd", "otp"] }, "/Enrollments?tab=All");

        Assert.Equal("/Enrollments?tab=All", next);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(next)).StatusCode);
        Assert.Equal(1L, await LiveSessionsAsync(SmallBank.Officer.Id));

        Assert.Equal(HttpStatusCode.Redirect, (await visitor.SubmitAsync("/", [], "form[action$='/SignOut']")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync("/Enrollments")).StatusCode);
        Assert.Equal(0L, await LiveSessionsAsync(SmallBank.Officer.Id));
    }

    [Fact]
    public async Task What_is_asked_of_the_provider_is_a_code_for_this_portal_with_pkce_state_and_nonce()
    {
        var subject = await portal.BoundAsync(SmallBank.Officer);
        Provider.Next = new Said { Subject = subject, Methods = ["otp"] };
        var visitor = portal.Stranger("other.test");

        var start = await visitor.SubmitAsync("/SignIn", [("provider", "bjb")], Start);
        await BackAsync(start);

        Assert.Equal("code", Provider.Asked["response_type"]);
        Assert.Equal("S256", Provider.Asked["code_challenge_method"]);
        Assert.Equal("https://localhost/SignIn/From/bjb", Provider.Asked["redirect_uri"]);
        Assert.Equal("300", Provider.Asked["max_age"]);
        Assert.Equal("openid email", Provider.Asked["scope"]);
        Assert.Equal("urn:uji:dua-faktor", Provider.Asked["acr_values"]);
        Assert.All(["state", "nonce", "code_challenge"], name => Assert.True(Provider.Asked[name].ToString().Length > 40, name));
        Assert.False(Provider.Asked.ContainsKey("login_hint"));
    }

    [Fact]
    public async Task Cookies_of_the_way_are_this_hosts_and_only_they_are_lax()
    {
        var subject = await portal.BoundAsync(SmallBank.Officer);
        var visitor = portal.Stranger();
        Provider.Next = new Said { Subject = subject, Methods = ["otp"] };
        var start = await visitor.SubmitAsync("/SignIn", [("provider", "bjb")], Start);
        var back = await visitor.GetAsync(await BackAsync(start));

        var way = start.Headers.GetValues("Set-Cookie").Where(cookie => !cookie.StartsWith("__Host-notice", StringComparison.Ordinal)).ToList();
        Assert.Equal(["__Host-nonce", "__Host-way"], way.Select(cookie => cookie.Split('.', '=')[0]).Order(StringComparer.Ordinal));
        Assert.All(way, cookie => Assert.Contains("; path=/; secure; samesite=lax; httponly", cookie, StringComparison.OrdinalIgnoreCase));
        var session = Assert.Single(back.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("__Host-s=", StringComparison.Ordinal));
        Assert.Contains("; path=/; secure; samesite=strict; httponly", session, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(way, cookie => cookie.Contains("domain=", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("form-action 'self'", Assert.Single(start.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(WrongWays))]
    public async Task What_is_not_right_signs_nobody_in(string way)
    {
        var subject = await portal.BoundAsync(SmallBank.Colleague);
        await AssertRefusedAsync(Wrong[way] with { Subject = subject, Methods = ["otp"] }, ProviderProblem.NotRight);
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(-5, false)]
    [InlineData(0, true)]
    public async Task Whom_the_provider_did_not_ask_lately_signs_in_anew(int minutesAgo, bool hidesWhen)
    {
        var subject = await portal.BoundAsync(SmallBank.Colleague);
        await AssertRefusedAsync(
            new Said { Subject = subject, Methods = ["otp"], SignedInAgo = TimeSpan.FromMinutes(minutesAgo), HidesWhen = hidesWhen }, ProviderProblem.NotFresh);
    }

    [Fact]
    public async Task A_subject_nobody_is_bound_to_finds_no_account_and_makes_none()
    {
        var before = await Desk.Database.ReadAsync<long>("select count(*) from users");

        // Not even with an address the provider vouches for.
        await AssertRefusedAsync(new Said { Subject = "tak dikenal", Email = SmallBank.Officer.Email, Methods = ["otp"] }, ProviderProblem.Unknown);

        Assert.Equal(before, await Desk.Database.ReadAsync<long>("select count(*) from users"));
        Assert.Equal(0L, await Desk.Database.ReadAsync<long>("select count(*) from user_logins"));
    }

    [Fact]
    public async Task A_code_and_an_answer_are_good_once()
    {
        var subject = await portal.BoundAsync(SmallBank.Officer);
        var visitor = portal.Stranger();
        Provider.Next = new Said { Subject = subject, Methods = ["otp"] };
        var back = await BackAsync(await visitor.SubmitAsync("/SignIn", [("provider", "bjb")], Start));
        Assert.Equal("/", await OnwardAsync(visitor, await visitor.GetAsync(back)));
        var given = Provider.TokensGiven;

        Assert.Contains("problem=NotRight", await OnwardAsync(visitor, await visitor.GetAsync(back)), StringComparison.Ordinal);
        Assert.Equal(given, Provider.TokensGiven);

        // The same code on a way of one's own.
        var code = System.Web.HttpUtility.ParseQueryString(back.Split('?')[1])["code"];
        await AssertRefusedAsync(new Said { Code = code }, ProviderProblem.NotRight);
    }

    [Fact]
    public async Task An_answer_to_somebody_elses_way_in_is_not_taken()
    {
        var subject = await portal.BoundAsync(SmallBank.Colleague);
        Provider.Next = new Said { Subject = subject, Methods = ["otp"] };
        var back = await BackAsync(await portal.Stranger().SubmitAsync("/SignIn", [("provider", "bjb")], Start));

        var victim = portal.Stranger();
        var next = await OnwardAsync(victim, await victim.GetAsync(back));
        Assert.StartsWith("/SignIn?problem=NotRight", next, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await victim.GetAsync("/Rules")).StatusCode);

        // A way begun at one provider does not end at another, nor without a state.
        Assert.Contains("problem=NotRight", await OnwardAsync(victim, await victim.GetAsync(back.Replace("/bjb", "/jauh", StringComparison.Ordinal))), StringComparison.Ordinal);
        Assert.Contains("problem=NotRight", await OnwardAsync(victim, await victim.GetAsync("/SignIn/From/bjb?code=1")), StringComparison.Ordinal);
        Assert.Contains("problem=NotRight", await OnwardAsync(victim, await victim.GetAsync("/SignIn/From/bjb")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_right_is_not_in_force_does_not_come_in()
    {
        var user = SmallBank.Supervisor;
        var said = new Said { Subject = await portal.BoundAsync(user), Methods = ["otp"] };
        var (visitor, _) = await ComeAsync(said);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/Rules")).StatusCode);
        await Desk.Database.AsOwnerAsync("update users set lockout_end = $2 where id = $1", user.Id, Desk.Clock.GetUtcNow().AddMinutes(5));
        await AssertRefusedAsync(said, ProviderProblem.Locked);
        await Desk.Database.AsOwnerAsync("update users set lockout_end = null where id = $1", user.Id);

        Assert.Empty((await Desk.Get<GrantService>().DisableAsync(user.Id, new EndGrant { Reason = "LeftInstitution" }, SmallBank.Admin.Actor, Desk.Cancel)).Refusals);

        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync("/Rules")).StatusCode);
        await AssertRefusedAsync(said, ProviderProblem.NoRight);
    }

    [Fact]
    public async Task Whose_right_has_run_out_does_not_come_in()
    {
        var email = $"habis{A.Number()}@{SmallProvider.Domain}";
        var today = JakartaTime.DateIn(Desk.Clock.GetUtcNow());
        var (_, _, said) = await AcceptedAsync(email, today.AddDays(1));
        Desk.Clock.Advance(TimeSpan.FromDays(3));

        await AssertRefusedAsync(said, ProviderProblem.NoRight);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_said_so()
    {
        var start = await portal.Stranger().SubmitAsync("/SignIn", [("provider", "mati")], Start);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, start.StatusCode);
        Assert.Contains("tidak menjawab", (await start.HtmlAsync()).QuerySelector(".errsum")!.TextContent, StringComparison.Ordinal);

        await AssertRefusedAsync(new Said { IsGone = true }, ProviderProblem.Unreachable);
        // Its description sends the portal to a host the settings do not name.
        await AssertRefusedAsync(new Said(), ProviderProblem.Unreachable, provider: "jauh");
        await AssertRefusedAsync(new Said { Error = "access_denied" }, ProviderProblem.Cancelled);
        await AssertRefusedAsync(new Said { Error = "server_error" }, ProviderProblem.NotRight);
    }

    [Fact]
    public async Task A_provider_that_names_another_issuer_than_the_settings_signs_nobody_in() =>
        await AssertRefusedAsync(new Said { Subject = await portal.BoundAsync(SmallBank.Officer), Methods = ["otp"] }, ProviderProblem.NotRight, "bohong");

    [Fact]
    public async Task A_provider_that_redirects_is_not_followed()
    {
        var start = await portal.Stranger().SubmitAsync("/SignIn", [("provider", "pindah")], Start);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, start.StatusCode);
    }

    [Theory]
    [InlineData("pwd", null)]
    [InlineData("mfa", null)]
    [InlineData("pwd", "urn:uji:satu-faktor")]
    public async Task Without_a_second_factor_the_settings_believe_the_portal_asks_its_own(string method, string? acr)
    {
        var subject = await portal.BoundAsync(SmallBank.Colleague);

        var (visitor, next) = await ComeAsync(new Said { Subject = subject, Methods = [method], Class = acr }, "/Rules");

        Assert.Equal("/SignIn/Code?returnUrl=%2FRules", next);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync("/Rules")).StatusCode);
        var done = await visitor.SubmitAsync(next, [("Input.Code", await Desk.NextCodeAsync(SmallBank.Colleague))]);
        Assert.Equal("/Rules", done.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/Rules")).StatusCode);
    }

    [Theory]
    [InlineData("otp", null)]
    [InlineData("pwd", "urn:uji:dua-faktor")]
    public async Task A_second_factor_the_settings_believe_is_not_asked_again(string method, string? acr)
    {
        var subject = await portal.BoundAsync(SmallBank.Colleague);

        var (visitor, next) = await ComeAsync(new Said { Subject = subject, Methods = [method], Class = acr }, "/Rules");

        Assert.Equal("/Rules", next);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/Rules")).StatusCode);
    }

    [Theory]
    [InlineData("https://evil.test/")]
    [InlineData("//evil.test")]
    [InlineData("/\\evil.test")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\u2044evil.test")]
    public async Task The_way_back_never_leads_elsewhere(string returnUrl)
    {
        var subject = await portal.BoundAsync(SmallBank.Colleague);
        var (_, next) = await ComeAsync(new Said { Subject = subject, Methods = ["otp"] }, returnUrl);
        Assert.True(next.StartsWith('/') && !next.StartsWith("//", StringComparison.Ordinal) && !next.Contains('\\', StringComparison.Ordinal), next);

        var asked = await portal.Stranger().GetAsync($"/SignIn/Onward?to={Uri.EscapeDataString(returnUrl)}");
        Assert.Equal("0;url=/", Assert.Single(asked.Headers.GetValues("Refresh")));
    }

    [Fact]
    public async Task A_link_is_used_up_without_a_password_by_whoever_the_provider_knows_by_its_address()
    {
        var email = $"undangan{A.Number()}@{SmallProvider.Domain}";
        var (user, token) = await InvitedAsync(email);
        var page = $"/Invitation/{token}";

        foreach (var stranger in new[] { new Said { Email = SmallBank.Officer.Email }, new Said { Email = email, EmailIsVerified = false }, new Said() })
        {
            Assert.Equal("/SignIn?problem=OtherAddress", await AcceptAsync(stranger with { Subject = "salah", Methods = ["otp"] }));
        }

        Assert.Equal(0L, await Desk.Database.ReadAsync<long>("select count(*) from user_logins"));
        var said = new Said { Subject = $"subjek-{A.Number()}", Email = email, Methods = ["otp"] };
        var visitor = portal.Stranger();
        Assert.Equal("/", await AcceptAsync(said, visitor));
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/Rules")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await portal.Stranger().GetAsync(page)).StatusCode);
        Assert.Equal(user, await Desk.Database.ReadAsync<Guid>("select actor from audit_entries where table_name = 'user_logins' order by id desc limit 1"));
        Assert.DoesNotContain(said.Subject, await Desk.Database.ReadAsync<string>("select coalesce(string_agg(after::text, ''), '') from audit_entries where table_name = 'user_logins'"), StringComparison.Ordinal);

        var (again, next) = await ComeAsync(said, "/Rules");
        Assert.Equal("/Rules", next);
        Assert.Equal(HttpStatusCode.OK, (await again.GetAsync("/Rules")).StatusCode);
        // There is no password to change, and the only way in stays.
        var password = await again.SubmitAsync("/Account/Password", [("Input.Current", "x")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, password.StatusCode);
        var kept = await again.SubmitAsync("/Account/Factors", [], "form[action*='LetProviderGo']");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, kept.StatusCode);
        Assert.Equal(1L, await Desk.Database.ReadAsync<long>("select count(*) from user_logins where user_id = $1", user));

        async Task<string> AcceptAsync(Said what, Visitor? whose = null)
        {
            whose ??= portal.Stranger();
            Provider.Next = what;
            return await OnwardAsync(whose, await whose.GetAsync(await BackAsync(await whose.SubmitAsync(page, [("provider", "bjb")], Start))));
        }
    }

    [Fact]
    public async Task A_link_used_meanwhile_binds_nobody()
    {
        var email = $"undangan{A.Number()}@{SmallProvider.Domain}";
        var (_, token) = await InvitedAsync(email);
        var told = new ProviderIdentity(Provider.Address, "dua kali", email);

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Desk.Get<ProviderLogins>().AcceptAsync(token, told, Desk.Cancel)));

        Assert.Single(answers, answer => !answer.IsRefused);
        Assert.Contains(answers.Single(answer => answer.IsRefused).Codes().Single(), new[] { "invitation.not-valid", "sign-in.provider-taken" });
        Assert.Equal(1L, await Desk.Database.ReadAsync<long>("select count(*) from user_logins"));
    }

    [Fact]
    public async Task Whoever_is_signed_in_links_their_own_address_and_unlinks_it()
    {
        var user = SmallBank.Officer;
        var visitor = await SignInAsync(user);
        var elsewhere = await SignInAsync(user);
        Assert.Equal("/Account/Factors?problem=OtherAddress", await LinkAsync(new Said { Subject = "milik orang", Email = SmallBank.Colleague.Email }));
        var page = await visitor.GetAsync("/Account/Factors?problem=OtherAddress");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.StatusCode);

        Assert.Equal("/Account/Factors", await LinkAsync(new Said { Subject = "milik sendiri", Email = user.Email }));

        Assert.Equal(HttpStatusCode.Redirect, (await elsewhere.GetAsync("/Rules")).StatusCode);
        Assert.Equal("/Rules", (await ComeAsync(new Said { Subject = "milik sendiri", Methods = ["otp"] }, "/Rules")).Next);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.SubmitAsync("/Account/Factors", [], "form[action*='LetProviderGo']")).StatusCode);
        await AssertRefusedAsync(new Said { Subject = "milik sendiri", Methods = ["otp"] }, ProviderProblem.Unknown);

        async Task<string> LinkAsync(Said said)
        {
            Provider.Next = said;
            var start = await visitor.SubmitAsync("/Account/Factors", [], "form[action*='BindProvider']");
            return await OnwardAsync(visitor, await visitor.GetAsync(await BackAsync(start)));
        }
    }

    [Fact]
    public async Task Linking_ends_with_the_session_it_was_begun_in_and_wants_the_password_asked()
    {
        var visitor = await SignInAsync(SmallBank.Colleague);
        Provider.Next = new Said { Subject = "terlambat", Email = SmallBank.Colleague.Email };
        var back = await BackAsync(await visitor.SubmitAsync("/Account/Factors", [], "form[action*='BindProvider']"));
        await Desk.Get<SessionService>().EndAllAsync(SmallBank.Colleague.Id, SessionEnd.EndedByAdmin, null, Desk.Cancel);
        Assert.Equal("/Account/Factors?problem=SessionOver", await OnwardAsync(visitor, await visitor.GetAsync(back)));

        visitor = await SignInAsync(SmallBank.Colleague);
        Desk.Clock.Advance(TimeSpan.FromMinutes(6));
        var held = await visitor.SubmitAsync("/Account/Factors", [], "form[action*='BindProvider']");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, held.StatusCode);
        Assert.Equal(0L, await Desk.Database.ReadAsync<long>("select count(*) from user_logins"));
    }

    [Fact]
    public async Task One_subject_is_one_accounts_and_nobody_binds_for_somebody_else()
    {
        var subject = await portal.BoundAsync(SmallBank.Officer);
        var logins = Desk.Get<ProviderLogins>();

        Assert.Equal("sign-in.provider-taken", (await logins.BindAsync(SmallBank.Officer.Id, Told("lain", SmallBank.Officer), Desk.Cancel))?.Code);
        Assert.Equal("sign-in.provider-taken", (await logins.BindAsync(SmallBank.Colleague.Id, Told(subject, SmallBank.Colleague), Desk.Cancel))?.Code);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => Desk.Database.AsAppAsync(
            RowScope.Of(SmallBank.Colleague.Actor), "insert into user_logins (login_provider, provider_key, user_id) values ('x', 'y', $1)", SmallBank.Officer.Id));
        Assert.Equal("database.nobody-is-acting", refused.MessageText);
        var moved = await Assert.ThrowsAsync<PostgresException>(() => Desk.Database.AsAppAsync(
            RowScope.Of(SmallBank.Officer.Actor), "update user_logins set provider_key = 'y' where user_id = $1", SmallBank.Officer.Id));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, moved.SqlState);

        ProviderIdentity Told(string whose, TestUser user) => new(Provider.Address, whose, user.Email);
    }

    [Fact]
    public async Task Whoever_has_no_password_confirms_at_the_provider()
    {
        var email = $"tanpa{A.Number()}@{SmallProvider.Domain}";
        var (user, visitor, said) = await AcceptedAsync(email, role: Role.SystemAdmin);
        var guarded = $"/Users/Sessions/{SmallBank.Officer.Id}";
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(guarded)).StatusCode);
        Desk.Clock.Advance(TimeSpan.FromMinutes(6));
        var asked = await visitor.GetAsync(guarded);
        var confirm = asked.Headers.Location!.OriginalString;
        Assert.StartsWith("/Account/Confirm", confirm, StringComparison.Ordinal);
        Assert.Null((await visitor.ReadAsync(confirm)).QuerySelector("input[type=password]"));

        // An old session at the provider is not enough, nor is somebody else's.
        Assert.StartsWith("/Account/Confirm?problem=NotFresh", await ConfirmAsync(said with { SignedInAgo = TimeSpan.FromMinutes(2) }), StringComparison.Ordinal);
        Assert.Equal("login", Provider.Asked["prompt"]);
        Assert.Equal("0", Provider.Asked["max_age"]);
        var other = await portal.BoundAsync(SmallBank.Colleague);
        Assert.StartsWith("/Account/Confirm?problem=SomebodyElse", await ConfirmAsync(said with { Subject = other }), StringComparison.Ordinal);
        Assert.StartsWith("/Account/Confirm?problem=Cancelled", await ConfirmAsync(said with { Error = "login_required" }), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync(guarded)).StatusCode);
        var told = await visitor.GetAsync("/Account/Confirm?problem=SomebodyElse");
        Assert.Contains("bukan pemilik sesi", (await told.HtmlAsync()).QuerySelector(".errsum")!.TextContent, StringComparison.Ordinal);

        var sessions = await LiveSessionsAsync(user);
        Assert.Equal(guarded, await ConfirmAsync(said));

        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(guarded)).StatusCode);
        Assert.Equal(sessions, await LiveSessionsAsync(user));

        async Task<string> ConfirmAsync(Said what)
        {
            Provider.Next = what;
            return await OnwardAsync(visitor, await visitor.GetAsync(await BackAsync(await visitor.SubmitAsync(confirm, [("provider", "bjb")], Start))));
        }
    }

    [Fact]
    public async Task A_form_of_somebody_without_a_password_is_held_until_the_provider_was_asked()
    {
        var email = $"tahan{A.Number()}@{SmallProvider.Domain}";
        var (_, visitor, said) = await AcceptedAsync(email);
        var guarded = $"/Enrollments/Reveal/{await SubmittedAsync()}";
        (string, string)[] reveal = [("Input.Field", "Debtor.Address"), ("Input.Purpose", "Complaint")];
        var open = await visitor.ReadAsync(guarded);
        Desk.Clock.Advance(TimeSpan.FromMinutes(11));
        var form = (IHtmlFormElement)open.QuerySelector("main form[method=post]")!;
        var fields = form.FieldsAsTheyStand();
        foreach (var (name, value) in reveal)
        {
            fields.RemoveAll(field => field.Key == name);
            fields.Add(new(name, value));
        }

        var held = await (await visitor.PostAsync(guarded, fields)).HtmlAsync();
        Assert.Null(held.QuerySelector("main input[type=password]"));
        var again = ((IHtmlFormElement)held.QuerySelector("main form:has([name='Input.Field'])")!).FieldsAsTheyStand();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await visitor.PostAsync(guarded, again)).StatusCode);
        // No password is none, however it is sent.
        var guess = await visitor.PostAsync(guarded, [.. again, new(RecentSignInAttribute.PasswordField, "")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, guess.StatusCode);

        var tab = held.QuerySelector("main a[target=_blank]")!.GetAttribute("href")!;
        Provider.Next = said;
        Assert.Equal("/Account/Sessions", await OnwardAsync(visitor, await visitor.GetAsync(await BackAsync(await visitor.SubmitAsync(tab, [("provider", "bjb")], Start)))));
        Assert.Equal(HttpStatusCode.OK, (await visitor.PostAsync(guarded, again)).StatusCode);
    }

    [Fact]
    public async Task Whoever_has_neither_password_nor_factor_sets_one_up_while_the_sign_in_is_fresh()
    {
        var email = $"faktor{A.Number()}@{SmallProvider.Domain}";
        var (user, token) = await InvitedAsync(email);
        var visitor = portal.Stranger();
        Provider.Next = new Said { Subject = email, Email = email, Methods = ["pwd"] };
        await OnwardAsync(visitor, await visitor.GetAsync(await BackAsync(await visitor.SubmitAsync($"/Invitation/{token}", [("provider", "bjb")], Start))));
        Assert.Equal("/Account/Factors", (await visitor.GetAsync("/Rules")).Headers.Location!.OriginalString);
        Assert.Null((await visitor.ReadAsync("/Account/Factors")).QuerySelector("main input[type=password]"));

        Desk.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await TurnOnAsync(visitor)).StatusCode);
        Assert.Equal(0L, await Desk.Database.ReadAsync<long>("select count(*) from user_authenticators where user_id = $1", user));

        var (fresh, _) = await ComeAsync(new Said { Subject = email, Methods = ["pwd"] });
        Assert.Equal(HttpStatusCode.OK, (await TurnOnAsync(fresh)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await fresh.GetAsync("/Rules")).StatusCode);

        async Task<HttpResponseMessage> TurnOnAsync(Visitor whose)
        {
            var page = await whose.ReadAsync("/Account/Factors");
            var fields = ((IHtmlFormElement)page.QuerySelector("form:has([name='Input.Code'])")!).FieldsAsTheyStand();
            fields.RemoveAll(field => field.Key == "Input.Code");
            return await whose.PostAsync(
                "/Account/Factors", [.. fields, new("Input.Code", SecondStepTests.CodeFor(page, Desk.Clock.GetUtcNow())), new("Input.Change", "On")]);
        }
    }

    [Fact]
    public async Task Why_not_is_told_in_both_languages_and_no_log_line_knows_of_whom()
    {
        var email = $"rahasia{A.Number()}@{SmallProvider.Domain}";
        var subject = $"subjek-rahasia-{A.Number()}";
        await AssertRefusedAsync(new Said { Subject = subject, Email = email, Methods = ["otp"] }, ProviderProblem.Unknown);
        await AssertRefusedAsync(new Said { Subject = subject, Email = email, SignedBy = SignedBy.Stranger }, ProviderProblem.NotRight);
        await AssertRefusedAsync(new Said { Subject = subject, Email = email, Error = "access_denied" }, ProviderProblem.Cancelled);
        var visitor = portal.Stranger();
        await visitor.SpeakAsync("en");
        foreach (var problem in Enum.GetValues<ProviderProblem>())
        {
            var told = new[] { portal.Stranger(), visitor }.Select(async one =>
            {
                var answer = await one.GetAsync($"/SignIn?problem={problem}");
                Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
                return (await answer.HtmlAsync()).QuerySelector(".errsum")!.TextContent;
            });
            var sentences = await Task.WhenAll(told);
            Assert.Equal(2, sentences.Distinct().Count());
            Assert.DoesNotContain(sentences, sentence => sentence.Contains("sign-in.", StringComparison.Ordinal));
        }

        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/SignIn?problem=99")).StatusCode);
        var lines = portal.Logs.Lines;
        Assert.Contains(lines, line => line.Contains("\"Unknown\"", StringComparison.Ordinal) && line.Contains("identity provider", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains(subject, StringComparison.Ordinal) || line.Contains(email, StringComparison.Ordinal)
            || line.Contains("Budi Rekaan", StringComparison.Ordinal) || line.Contains("OpenIdConnectHandler", StringComparison.Ordinal));
    }

    /// <summary>The password and the code, as everybody else.</summary>
    private async Task<Visitor> SignInAsync(TestUser user)
    {
        var visitor = portal.Stranger();
        var half = await visitor.SubmitAsync("/SignIn", [("Input.Email", user.Email), ("Input.Password", SmallBank.Password)], "form:has([name='Input.Email'])");
        await visitor.SubmitAsync(half.Headers.Location!.OriginalString, [("Input.Code", await Desk.NextCodeAsync(user))]);
        return visitor;
    }

    private async Task<(Visitor Visitor, string Next)> ComeAsync(Said said, string? returnUrl = null, string provider = "bjb")
    {
        var visitor = portal.Stranger();
        Provider.Next = said;
        var page = returnUrl is null ? "/SignIn" : $"/SignIn?returnUrl={Uri.EscapeDataString(returnUrl)}";
        var start = await visitor.SubmitAsync(page, [("provider", provider)], Start);
        return (visitor, await OnwardAsync(visitor, await visitor.GetAsync(await BackAsync(start))));
    }

    /// <summary>Goes where the page leads, and tells where the provider sends the browser back to.</summary>
    private static async Task<string> BackAsync(HttpResponseMessage start)
    {
        Assert.Equal(HttpStatusCode.OK, start.StatusCode);
        var address = Assert.Single(start.Headers.GetValues("Refresh"))["0;url=".Length..];
        Assert.Equal(address, (await start.HtmlAsync()).QuerySelector("main a")!.GetAttribute("href"));
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var sent = await browser.GetAsync(new Uri(address), Desk.Cancel);
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        Assert.Equal("localhost", sent.Headers.Location!.Host);
        return sent.Headers.Location.PathAndQuery;
    }

    /// <summary>Where the first page after the provider leads: its redirect leaves Strict cookies behind, the page takes them along.</summary>
    private static async Task<string> OnwardAsync(Visitor visitor, HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var onward = await visitor.GetAsync(answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, onward.StatusCode);
        return Assert.Single(onward.Headers.GetValues("Refresh"))["0;url=".Length..];
    }

    private async Task AssertRefusedAsync(Said said, ProviderProblem problem, string provider = "bjb")
    {
        var (visitor, next) = await ComeAsync(said, provider: provider);
        Assert.StartsWith($"/SignIn?problem={problem}", next, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync("/Rules")).StatusCode);
        var page = await visitor.GetAsync(next);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.StatusCode);
        Assert.NotEmpty((await page.HtmlAsync()).QuerySelector(".errsum")!.TextContent.Trim());
    }

    private async Task<(Guid User, string Token)> InvitedAsync(string email, DateOnly? until = null, Role role = Role.LoanOfficer)
    {
        var input = GrantTests.Invitee() with
        {
            Email = email,
            Role = role.ToString(),
            OfficeId = SmallBank.In(role).OfficeId.ToString(),
            ValidTo = until?.ToString("dd-MM-yyyy", System.Globalization.CultureInfo.InvariantCulture),
        };
        var user = (await Desk.Get<GrantService>().InviteAsync(input, SmallBank.Admin.Actor, Desk.Cancel)).Value;
        var proposal = (await Desk.Get<UserSearch>().DetailsAsync(user, Desk.Cancel))!.Proposal!;
        var approved = await Desk.Get<GrantService>().ApproveAsync(proposal.Id, proposal.Version, SmallBank.OtherAdmin.Actor, Desk.Cancel);
        return (user, approved.Value.LinkToken!);
    }

    /// <summary>Somebody who never had a password.</summary>
    private async Task<(Guid User, Visitor Visitor, Said Said)> AcceptedAsync(
        string email, DateOnly? until = null, Role role = Role.LoanOfficer)
    {
        var (user, token) = await InvitedAsync(email, until, role);
        var said = new Said { Subject = $"subjek-{A.Number()}", Email = email, Methods = ["otp"] };
        var visitor = portal.Stranger();
        Provider.Next = said;
        Assert.Equal("/", await OnwardAsync(visitor, await visitor.GetAsync(await BackAsync(await visitor.SubmitAsync($"/Invitation/{token}", [("provider", "bjb")], Start)))));
        return (user, visitor, said);
    }

    private async Task<Guid> SubmittedAsync()
    {
        await Desk.Database.SetTodayAsync(JakartaTime.DateIn(Desk.Clock.GetUtcNow()));
        return await Desk.SubmittedAsync();
    }

    private Task<long> LiveSessionsAsync(Guid user) =>
        Desk.Database.ReadAsync<long>("select count(*) from user_sessions where user_id = $1 and ended_at is null", user);
}

/// <summary>A portal without a provider in its settings knows nothing of any.</summary>
public sealed class NoProviderTests(Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task Without_a_provider_in_the_settings_there_is_no_such_way_in()
    {
        var visitor = portal.Stranger();
        var page = await visitor.ReadAsync("/SignIn");
        Assert.Null(page.QuerySelector("[name=provider]"));
        // A stranger learns of no address whether it is there.
        Assert.Equal("/SignIn", new Uri((await visitor.GetAsync("/SignIn/From/bjb?code=1&state=1")).Headers.Location!.AbsoluteUri).AbsolutePath);
        Assert.Equal(
            HttpStatusCode.NotFound, (await visitor.SubmitAsync("/SignIn", [("provider", "bjb")], "form[action*='Passkey']", "Provider")).StatusCode);

        var officer = await portal.SignInAsync(SmallBank.Officer);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync("/SignIn/From/bjb?code=1&state=1")).StatusCode);
        foreach (var address in new[] { "/Account/Confirm", "/Account/Factors" })
        {
            Assert.Null((await officer.ReadAsync(address)).QuerySelector("[name=provider]"));
        }
    }
}
