using System.Net;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace BpjsBjb.IntegrationTests.Access;

/// <summary>Signing in through an institution's own provider: it vouches for people the portal knows, and for nothing else.</summary>
public sealed class ProviderTests(Portal portal) : IClassFixture<Portal>, IAsyncLifetime
{
    private static readonly Dictionary<string, Said> Wrong = new()
    {
        ["another client's token"] = new Said { Audience = "somebody-else" },
        ["another issuer"] = new Said { Issuer = "https://elsewhere.test" },
        ["another sign-in's nonce"] = new Said { Nonce = "638000000000000000.AAAA" },
        ["expired"] = new Said { ExpiresIn = TimeSpan.FromMinutes(-2) },
        ["signed in long ago"] = new Said { SignedInAgo = TimeSpan.FromMinutes(20) },
        ["forged"] = new Said { IsForged = true },
        ["unsigned"] = new Said { IsUnsigned = true },
        ["address not verified"] = new Said { EmailIsVerified = false },
        ["unknown address"] = new Said { Email = "nobody@soreang.test" },
        ["no address"] = new Said { Email = "" },
        ["another domain's address"] = new Said { Email = SmallBank.Reviewer.Email },
    };

    private SmallProvider _provider = null!;
    private WebApplicationFactory<Program> _site = null!;

    private Desk Desk => portal.Desk;


    public static TheoryData<string> WrongWays => [.. Wrong.Keys];

    public async ValueTask InitializeAsync()
    {
        // Cookies of the way there and back carry real dates: the portal's clock must not be behind.
        var now = TimeProvider.System.GetUtcNow();
        if (now > Desk.Clock.GetUtcNow()) Desk.Clock.SetUtcNow(now);
        await Desk.Database.AsOwnerAsync("delete from user_logins");
        _provider = new SmallProvider(Desk.Clock);
        await _provider.StartAsync();
        _site = portal.WithWebHostBuilder(builder =>
        {
            builder.UseSetting("Portal:Providers:0:Name", "bjb");
            builder.UseSetting("Portal:Providers:0:Title", "bank bjb");
            builder.UseSetting("Portal:Providers:0:Authority", _provider.Address);
            builder.UseSetting("Portal:Providers:0:ClientId", SmallProvider.ClientId);
            builder.UseSetting("Portal:Providers:0:ClientSecret", SmallProvider.ClientSecret);
            builder.UseSetting("Portal:Providers:0:EmailDomain", "soreang.test");
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Without_a_provider_in_the_settings_there_is_no_such_way_in()
    {
        Assert.Null((await portal.Stranger().ReadAsync("/SignIn")).QuerySelector("a[href*='handler=Provider']"));
        Assert.Equal(HttpStatusCode.NotFound, (await portal.Stranger().GetAsync("/SignIn?handler=Provider&provider=bjb")).StatusCode);
        Assert.NotNull((await Stranger().ReadAsync("/SignIn")).QuerySelector("a[href*='handler=Provider']"));
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_said_so()
    {
        await _provider.DisposeAsync();

        var answer = await Stranger().GetAsync("/SignIn?handler=Provider&provider=bjb");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("tidak menjawab", (await answer.HtmlAsync()).QuerySelector(".errsum")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verified_address_binds_once_and_the_subject_counts_from_then_on()
    {
        var first = await ComeAsync(Stranger(), new Said { Subject = "bound", Email = SmallBank.Officer.Email, Methods = ["pwd", "mfa"] });
        Assert.Equal("/", first.Answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await first.Visitor.GetAsync("/Enrollments")).StatusCode);

        var again = await ComeAsync(Stranger(), new Said { Subject = "bound", Email = "changed@soreang.test", Methods = ["mfa"] });
        Assert.Equal(HttpStatusCode.OK, (await again.Visitor.GetAsync("/Enrollments")).StatusCode);

        var other = await ComeAsync(Stranger(), new Said { Subject = "another", Email = SmallBank.Officer.Email, Methods = ["mfa"] });
        await AssertRefusedAsync(other);
        Assert.Equal(1L, await Desk.Database.ReadAsync<long>("select count(*) from user_logins where user_id = $1", SmallBank.Officer.Id));
    }

    [Theory]
    [MemberData(nameof(WrongWays))]
    public async Task What_is_not_right_signs_nobody_in(string way)
    {
        var said = Wrong[way];
        await AssertRefusedAsync(await ComeAsync(Stranger(), said with { Email = said.Email ?? SmallBank.Colleague.Email, Methods = ["mfa"] }));
        Assert.Equal(0L, await Desk.Database.ReadAsync<long>("select count(*) from user_logins"));
    }

    [Fact]
    public async Task Without_a_second_factor_at_the_provider_the_portal_asks_for_its_own()
    {
        var half = await ComeAsync(Stranger(), new Said { Email = SmallBank.Colleague.Email, Methods = ["pwd"] });

        Assert.StartsWith("/SignIn/Code", half.Answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await half.Visitor.GetAsync("/Rules")).StatusCode);
        var done = await half.Visitor.SubmitAsync(
            half.Answer.Headers.Location!.OriginalString, [("Input.Code", await Desk.NextCodeAsync(SmallBank.Colleague))]);
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await half.Visitor.GetAsync("/Rules")).StatusCode);
    }

    [Fact]
    public async Task Whose_right_was_taken_away_does_not_come_in()
    {
        var came = new Said { Subject = "supervisor", Email = SmallBank.Supervisor.Email, Methods = ["mfa"] };
        Assert.Equal(HttpStatusCode.OK, (await (await ComeAsync(Stranger(), came)).Visitor.GetAsync("/Rules")).StatusCode);
        Assert.Empty((await Desk.Get<GrantService>().DisableAsync(
            SmallBank.Supervisor.Id, new EndGrant { Reason = "LeftInstitution" }, SmallBank.Admin.Actor, Desk.Cancel)).Refusals);

        await AssertRefusedAsync(await ComeAsync(Stranger(), came));
    }

    [Fact]
    public async Task An_answer_to_somebody_elses_way_in_is_not_taken()
    {
        var start = await Stranger().GetAsync("/SignIn?handler=Provider&provider=bjb");
        _provider.Next = new Said { Email = SmallBank.Colleague.Email, Methods = ["mfa"] };
        var back = await BackAsync(start);

        var victim = Stranger();
        var answer = await victim.GetAsync(back);

        await AssertRefusedAsync((victim, answer));
    }

    private async Task<(Visitor Visitor, HttpResponseMessage Answer)> ComeAsync(Visitor visitor, Said said)
    {
        _provider.Next = said;
        var start = await visitor.GetAsync("/SignIn?handler=Provider&provider=bjb");
        Assert.Equal(HttpStatusCode.Redirect, start.StatusCode);
        return (visitor, await visitor.GetAsync(await BackAsync(start)));
    }

    /// <summary>Goes to the provider and tells where it sends the browser back to.</summary>
    private static async Task<string> BackAsync(HttpResponseMessage start)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var sent = await browser.GetAsync(start.Headers.Location, Desk.Cancel);
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        return sent.Headers.Location!.PathAndQuery;
    }

    private static async Task AssertRefusedAsync((Visitor Visitor, HttpResponseMessage Answer) came)
    {
        Assert.Equal("/SignIn?Refused=true", came.Answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await came.Visitor.GetAsync("/Rules")).StatusCode);
        var page = await came.Visitor.GetAsync("/SignIn?Refused=true");
        Assert.NotEmpty((await page.HtmlAsync()).QuerySelector(".errsum")!.TextContent);
    }

    private Visitor Stranger() => new(_site.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false }));
}
