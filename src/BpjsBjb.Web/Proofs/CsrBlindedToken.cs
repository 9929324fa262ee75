using System.Globalization;
using System.Security.Cryptography;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Gate;
using BpjsBjb.Web.Api;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace BpjsBjb.Web.Proofs;

/// <summary>
/// A fund's list of blinded person-months as a signed file (JWS, ES256), to be checked with the keys of <c>/.well-known/gate-keys.json</c>. Another type
/// and audience than a decision of the gate, so that neither passes for the other.
/// </summary>
internal static class CsrBlindedToken
{
    public const string Type = "csr-person-months+jwt";
    public const string Audience = "csr-donor";

    private static readonly JsonWebTokenHandler _tokens = new() { SetDefaultTimesOnTokenCreation = false };

    public static string Sign(BlindedList list, string? issuer, SigningKey signing, DateTimeOffset at)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(signing.Private, out _);
        return _tokens.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = string.IsNullOrEmpty(issuer) ? TokenEndpoint.Audience : issuer,
            Audience = Audience,
            IssuedAt = at.UtcDateTime,
            TokenType = Type,
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = list.FundNumber,
                ["date"] = list.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["count"] = list.Tokens.Count,
                ["person_months"] = list.Tokens.ToArray(),
            },
            SigningCredentials = new SigningCredentials(
                new ECDsaSecurityKey(key) { KeyId = signing.Id.ToString(), CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } },
                SecurityAlgorithms.EcdsaSha256),
        });
    }
}
