using System.Net;
using System.Text.Json;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Gate;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using static BpjsBjb.IntegrationTests.Api.ApiPortal;

namespace BpjsBjb.IntegrationTests.Api;

/// <summary>The bank's core system asks the gate, and checks the signed answer without asking again.</summary>
public sealed class GateDecisionTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    private const string Call = "gate-decisions";

    [Fact]
    public async Task An_open_gate_is_answered_with_an_amount_and_a_signature()
    {
        var loan = await portal.Desk.ClearedAsync();
        using var http = await portal.SignedInAsync();

        var answer = await AnswerAsync(http, loan.ApplicationNumber);
        var (claims, _) = await CheckAsync(http, answer.GetProperty("token").GetString()!);

        Assert.True(answer.GetProperty("isOpen").GetBoolean());
        Assert.Equal(150_000_000, answer.GetProperty("amountCap").GetInt64());
        Assert.Equal((loan.ApplicationNumber, "open", 150_000_000L), ((string)claims["sub"], (string)claims["outcome"], Convert.ToInt64(claims["amount_cap"], null)));
        Assert.Equal(answer.GetProperty("decision").GetString(), claims["jti"]);
        Assert.True(answer.GetProperty("expiresAt").GetDateTimeOffset() - answer.GetProperty("decidedAt").GetDateTimeOffset() <= TimeSpan.FromHours(24));
        Assert.Equal(Whole, await portal.Desk.Database.ReadAsync<string>("select asked_by from gate_decisions where loan_id = $1", loan.Id));
    }

    [Fact]
    public async Task A_closed_gate_is_answered_too_with_its_reasons()
    {
        var loan = await portal.Desk.LoanOfAsync(await portal.Desk.AcceptedAsync());
        using var http = await portal.SignedInAsync();

        var answer = await AnswerAsync(http, loan.ApplicationNumber);
        var (claims, _) = await CheckAsync(http, answer.GetProperty("token").GetString()!);

        Assert.False(answer.GetProperty("isOpen").GetBoolean());
        Assert.Equal(0, answer.GetProperty("amountCap").GetInt64());
        Assert.Equal(["gate.covered", "gate.paid", "loan.not-cleared"], CodesIn(answer).Order(StringComparer.Ordinal));
        Assert.Equal("closed", claims["outcome"]);
    }

    [Fact]
    public async Task A_forged_answer_does_not_pass()
    {
        var loan = await portal.Desk.ClearedAsync();
        using var http = await portal.SignedInAsync();
        var parts = (await AnswerAsync(http, loan.ApplicationNumber)).GetProperty("token").GetString()!.Split('.');
        var payload = Base64UrlEncoder.Decode(parts[1]).Replace("150000000", "950000000", StringComparison.Ordinal);

        var (_, isValid) = await CheckAsync(http, $"{parts[0]}.{Base64UrlEncoder.Encode(payload)}.{parts[2]}");

        Assert.False(isValid);
    }

    [Fact]
    public async Task What_is_missing_or_unknown_is_said()
    {
        using var http = await portal.SignedInAsync();

        using var empty = await CallAsync(http, Call, "{}");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        Assert.Equal(["api.field-missing", "api.field-missing"], CodesIn(await JsonOf(empty)));
        using var unknown = await CallAsync(http, Call, """{"applicationNumber":"TIADA-1","valueDate":"2026-11-23"}""");
        Assert.Equal(["decision.loan-unknown"], CodesIn(await JsonOf(unknown)));
        using var narrow = await portal.SignedInAsync(Narrow);
        using var refused = await CallAsync(narrow, Call, "{}");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task The_next_key_is_published_before_it_signs_and_the_last_one_until_nothing_it_signed_is_valid()
    {
        await using var desk = new Desk(portal.Desk.Server);
        await desk.InitializeAsync();
        var keys = desk.Get<SigningKeys>();
        Assert.Equal(1, await keys.RunAsync(Desk.Cancel));
        Assert.Equal(0, await keys.RunAsync(Desk.Cancel));
        var first = await keys.CurrentAsync(Desk.Cancel);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => keys.RunAsync(Desk.Cancel))));
        desk.Clock.Advance(TimeSpan.FromDays(89));
        Assert.Equal(1, await keys.RunAsync(Desk.Cancel));
        Assert.Equal(first.Id, (await keys.CurrentAsync(Desk.Cancel)).Id);
        Assert.Equal(2, (await keys.PublishedAsync(Desk.Cancel)).Count);

        desk.Clock.Advance(TimeSpan.FromDays(1.5));
        Assert.NotEqual(first.Id, (await keys.CurrentAsync(Desk.Cancel)).Id);
        Assert.Contains(await keys.PublishedAsync(Desk.Cancel), key => key.Id == first.Id);
        desk.Clock.Advance(TimeSpan.FromDays(1));
        Assert.DoesNotContain(await keys.PublishedAsync(Desk.Cancel), key => key.Id == first.Id);
    }

    [Fact]
    public async Task An_administrator_turns_the_key_at_once_and_what_it_signed_can_still_be_checked()
    {
        await using var desk = new Desk(portal.Desk.Server);
        await desk.InitializeAsync();
        var keys = desk.Get<SigningKeys>();
        var first = await keys.CurrentAsync(Desk.Cancel);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => keys.TurnAsync(SmallBank.Auditor.Actor, Desk.Cancel));
        Assert.Equal(["signing-key.just-turned"], (await keys.TurnAsync(SmallBank.Admin.Actor, Desk.Cancel)).Codes());

        desk.Clock.Advance(TimeSpan.FromDays(89));
        Assert.Equal(1, await keys.RunAsync(Desk.Cancel));
        var next = (await keys.ListAsync(Desk.Cancel))[0];
        Assert.Empty((await keys.TurnAsync(SmallBank.Admin.Actor, Desk.Cancel)).Refusals); // the one that was to follow
        Assert.Equal(next.Id, (await keys.CurrentAsync(Desk.Cancel)).Id);
        Assert.Contains(await keys.PublishedAsync(Desk.Cancel), key => key.Id == first.Id);

        desk.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty((await keys.TurnAsync(SmallBank.OtherAdmin.Actor, Desk.Cancel)).Refusals); // a new one
        Assert.Equal(
            [SigningKeyState.Signs, SigningKeyState.Published, SigningKeyState.Published], (await keys.ListAsync(Desk.Cancel)).Select(key => key.State));
        Assert.Equal(
            2L, await desk.Database.ReadAsync<long>(
                "select count(distinct actor) from audit_entries where table_name = 'signing_keys' and operation = 'UPDATE' and actor <> '00000000-0000-0000-0000-000000000000'"));
    }

    private static async Task<JsonElement> AnswerAsync(HttpClient http, string applicationNumber)
    {
        using var answer = await CallAsync(http, Call, $$"""{"applicationNumber":"{{applicationNumber}}","valueDate":"{{A.Today:yyyy-MM-dd}}"}""");
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Desk.Cancel));
        return await JsonOf(answer);
    }

    /// <summary>As the core system does: the published keys, and nothing of the portal's.</summary>
    private static async Task<(IDictionary<string, object> Claims, bool IsValid)> CheckAsync(HttpClient http, string token)
    {
        var keys = new JsonWebKeySet(await http.GetStringAsync(new Uri("/.well-known/gate-keys.json", UriKind.Relative), Desk.Cancel));
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = keys.GetSigningKeys(),
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidTypes = ["gate-decision+jwt"],
            ValidAudience = "core-banking",
            ValidateIssuer = false,
            ValidateLifetime = false, // the tests' clock stands still
        });
        return (result.Claims, result.IsValid);
    }
}
