using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.IntegrationTests.Support;

/// <summary>What the provider says of whoever comes; the defaults are a right token.</summary>
public sealed record Said
{
    public string Subject { get; init; } = "s-1";

    public string? Email { get; init; }

    public bool EmailIsVerified { get; init; } = true;

    public string? Audience { get; init; }

    public string? Issuer { get; init; }

    public string? Nonce { get; init; }

    public TimeSpan ExpiresIn { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan SignedInAgo { get; init; } = TimeSpan.Zero;

    public string[] Methods { get; init; } = [];

    /// <summary>Signed with a key the provider never published.</summary>
    public bool IsForged { get; init; }

    /// <summary>Leaves the signature out and says that none is needed.</summary>
    public bool IsUnsigned { get; init; }
}

/// <summary>A small OpenID provider on a loopback port: discovery, keys, codes bound by PKCE, tokens signed with RSA.</summary>
public sealed class SmallProvider(TimeProvider clock) : IAsyncDisposable
{
    public const string ClientId = "lindung-debitur";
    public const string ClientSecret = "rahasia uji coba";

    private readonly RSA _key = RSA.Create(2048);
    private readonly RSA _otherKey = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, (string Challenge, string Nonce, Said Said)> _codes = [];
    private WebApplication? _app;

    public string Address => _app!.Urls.First();

    /// <summary>Said of the next person who comes.</summary>
    public Said Next { get; set; } = new();

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = Address,
            ["authorization_endpoint"] = $"{Address}/authorize",
            ["token_endpoint"] = $"{Address}/token",
            ["jwks_uri"] = $"{Address}/keys",
        }));
        _app.MapGet("/keys", Keys);
        _app.MapGet("/authorize", Authorize);
        _app.MapPost("/token", TokenAsync);
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        _key.Dispose();
        _otherKey.Dispose();
    }

    private IResult Keys()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        var published = new Dictionary<string, string>
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = "one",
            ["alg"] = "RS256",
            ["n"] = Base64Url.EncodeToString(key.Modulus),
            ["e"] = Base64Url.EncodeToString(key.Exponent),
        };
        return Results.Json(new { keys = new[] { published } });
    }

    private IResult Authorize(HttpRequest request)
    {
        if (request.Query["client_id"] != ClientId || request.Query["code_challenge_method"] != "S256") return Results.BadRequest();

        var code = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        _codes[code] = (request.Query["code_challenge"]!, request.Query["nonce"]!, Next);
        return Results.Redirect($"{request.Query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(request.Query["state"]!)}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (!_codes.TryRemove(form["code"].ToString(), out var kept) || form["client_secret"] != ClientSecret
            || Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != kept.Challenge)
        {
            return Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
        }

        return Results.Json(new { access_token = "none", token_type = "Bearer", id_token = Token(kept.Said, kept.Nonce) });
    }

    private string Token(Said said, string nonce)
    {
        var now = clock.GetUtcNow();
        var claims = new Dictionary<string, object?>
        {
            ["iss"] = said.Issuer ?? Address,
            ["aud"] = said.Audience ?? ClientId,
            ["sub"] = said.Subject,
            ["nonce"] = said.Nonce ?? nonce,
            ["email"] = said.Email,
            ["email_verified"] = said.EmailIsVerified,
            ["amr"] = said.Methods,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["auth_time"] = (now - said.SignedInAgo).ToUnixTimeSeconds(),
            ["exp"] = (now + said.ExpiresIn).ToUnixTimeSeconds(),
        };
        var algorithm = said.IsUnsigned ? "none" : "RS256";
        var text = $"{Part(new Dictionary<string, object?> { ["alg"] = algorithm, ["typ"] = "JWT", ["kid"] = "one" })}.{Part(claims)}";
        var key = said.IsForged ? _otherKey : _key;
        var signature = said.IsUnsigned ? [] : key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Part(Dictionary<string, object?> values) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(values));
}
