using System.Globalization;
using System.Security.Cryptography;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Gate;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;

namespace BpjsBjb.Web.Api;

/// <param name="ApplicationNumber">The bank's own number of the loan.</param>
/// <param name="ValueDate">The day the money is to go out.</param>
public sealed record GateDecisionRequest(string? ApplicationNumber, DateOnly? ValueDate);

/// <param name="AmountCap">Most that may be paid out on it, whole rupiah; zero while closed.</param>
/// <param name="Token">The same decision as a signed token (JWS, ES256), for whoever pays out without asking again.</param>
public sealed record GateDecisionAnswer(
    Guid Decision, string ApplicationNumber, DateOnly ValueDate, bool IsOpen, long AmountCap, DateTimeOffset DecidedAt, DateTimeOffset ExpiresAt,
    IReadOnlyList<ApiReason> Reasons, string Token);

/// <summary>
/// <c>POST /api/v1/gate-decisions</c>: may this loan be paid out on that day, and how much. The signed answer can be checked offline with the keys of
/// <c>/.well-known/gate-keys.json</c> until it expires.
/// </summary>
internal static class GateDecisionsApi
{
    /// <summary>Who is meant by the token.</summary>
    private const string Audience = "core-banking";

    private const int LongestNumber = 40;

    private static readonly JsonWebTokenHandler _tokens = new() { SetDefaultTimesOnTokenCreation = false };

    public static async Task<IResult> DecideAsync(HttpContext http, DecisionService decisions, SigningKeys keys, IOptions<PortalOptions> portal, CancellationToken cancel)
    {
        var read = await ApiBody.ReadAsync<GateDecisionRequest>(http.Request, cancel);
        if (read.IsRefused) return ApiProblems.Refuse(http, read.Refusals);
        if (Refusals(read.Value) is { Count: > 0 } refusals) return ApiProblems.Refuse(http, refusals);

        var client = http.User.GetClaim(OpenIddictConstants.Claims.Subject)!;
        var decided = await decisions.DecideAsync(read.Value.ApplicationNumber!.Trim(), read.Value.ValueDate!.Value, client, cancel);
        if (decided.IsRefused) return ApiProblems.Refuse(http, decided.Refusals);

        var decision = decided.Value;
        return Results.Json(
            new GateDecisionAnswer(
                decision.Id, decision.ApplicationNumber, decision.OnDate, decision.IsOpen, decision.AmountCap.Amount, decision.DecidedAt, decision.ExpiresAt,
                ApiProblems.ReasonsOf(http, [.. decision.Reasons.Select(code => new Refusal(code))]),
                Sign(decision, client, portal.Value.PublicAddress, await keys.CurrentAsync(cancel))),
            ApiJson.Options);
    }

    /// <summary><c>GET /.well-known/gate-keys.json</c> (RFC 7517).</summary>
    public static async Task<IResult> KeysAsync(SigningKeys keys, CancellationToken cancel) => Results.Json(
        new { keys = (await keys.PublishedAsync(cancel)).Select(JwkOf).ToList() }, contentType: "application/jwk-set+json");

    private static object JwkOf(PublishedKey published)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(published.Public, out _);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new
        {
            kty = "EC",
            crv = "P-256",
            use = "sig",
            alg = SecurityAlgorithms.EcdsaSha256,
            kid = published.Id.ToString(),
            x = Base64UrlEncoder.Encode(point.X),
            y = Base64UrlEncoder.Encode(point.Y),
        };
    }

    private static string Sign(DecisionForSystem decision, string client, string? issuer, SigningKey signing)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(signing.Private, out _);
        return _tokens.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = string.IsNullOrEmpty(issuer) ? TokenEndpoint.Audience : issuer,
            Audience = Audience,
            IssuedAt = decision.DecidedAt.UtcDateTime,
            NotBefore = decision.DecidedAt.UtcDateTime,
            Expires = decision.ExpiresAt.UtcDateTime,
            TokenType = "gate-decision+jwt",
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Jti] = decision.Id.ToString(),
                [JwtRegisteredClaimNames.Sub] = decision.ApplicationNumber,
                ["client_id"] = client,
                ["outcome"] = decision.IsOpen ? "open" : "closed",
                ["reasons"] = decision.Reasons.ToArray(),
                ["amount_cap"] = decision.AmountCap.Amount,
                ["value_date"] = decision.OnDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            },
            SigningCredentials = new SigningCredentials(
                new ECDsaSecurityKey(key) { KeyId = signing.Id.ToString(), CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } },
                SecurityAlgorithms.EcdsaSha256),
        });
    }

    private static List<Refusal> Refusals(GateDecisionRequest asked)
    {
        List<Refusal> refusals = [];
        if (string.IsNullOrWhiteSpace(asked.ApplicationNumber)) refusals.Add(ApiBody.FieldMissing.On(nameof(asked.ApplicationNumber)));
        else if (asked.ApplicationNumber.Length > LongestNumber) refusals.Add(DecisionService.UnknownLoan.On(nameof(asked.ApplicationNumber)));
        if (asked.ValueDate is null) refusals.Add(ApiBody.FieldMissing.On(nameof(asked.ValueDate)));
        return refusals;
    }
}
