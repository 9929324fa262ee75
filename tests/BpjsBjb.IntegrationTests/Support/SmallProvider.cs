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

    /// <summary>Keeps to itself when it asked the person.</summary>
    public bool HidesWhen { get; init; }

    public string[] Methods { get; init; } = [];

    public string? Class { get; init; }

    public SignedBy SignedBy { get; init; }

    /// <summary>Instead of a code.</summary>
    public string? Error { get; init; }

    /// <summary>Names itself in the answer (RFC 9207).</summary>
    public string? NamesItself { get; init; }

    /// <summary>Hands out the code of somebody who came before.</summary>
    public string? Code { get; init; }

    /// <summary>Has gone when the portal comes for the token.</summary>
    public bool IsGone { get; init; }
}

public enum SignedBy
{
    Provider,

    /// <summary>A key it never published.</summary>
    Stranger,

    /// <summary>Nobody, and the token says that none is needed.</summary>
    Nobody,

    /// <summary>Nobody, under the name of a signature.</summary>
    NobodyInDisguise,

    /// <summary>The client's secret, which somebody who keeps it could do.</summary>
    ClientSecret,
}

/// <summary>A small OpenID provider on a loopback port: discovery, keys, codes bound by PKCE and good once, tokens signed with RSA.</summary>
public sealed class SmallProvider(TimeProvider clock) : IAsyncDisposable
{
    public const string ClientId = "lindung-debitur";
    public const string ClientSecret = "rahasia uji coba yang cukup panjang";

    /// <summary>Whose addresses it answers for: the invented bank's branch.</summary>
    public const string Domain = "soreang.test";

    private readonly RSA _key = RSA.Create(2048);
    private readonly RSA _otherKey = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, (string Challenge, string Nonce, string Redirect, Said Said)> _codes = [];
    private WebApplication? _app;

    public string Address => _app!.Urls.First();

    /// <summary>A second face, which sends the portal to another host for its tokens.</summary>
    public string FarAddress => $"{Address}/far";

    /// <summary>A third, which calls itself otherwise than the settings do and signs so.</summary>
    public string LiarAddress => $"{Address}/liar";

    /// <summary>A fourth, whose description lies behind a redirect.</summary>
    public string MovedAddress => $"{Address}/moved";

    /// <summary>Said of the next person who comes.</summary>
    public Said Next { get; set; } = new();

    /// <summary>What the portal asked for the last time.</summary>
    public IQueryCollection Asked { get; private set; } = QueryCollection.Empty;

    public int TokensGiven { get; private set; }

    /// <summary>Everything a provider needs in the settings.</summary>
    public static void Name(IWebHostBuilder builder, int number, string name, string authority, string domain)
    {
        var section = $"Portal:Providers:{number}";
        builder.UseSetting($"{section}:Name", name);
        builder.UseSetting($"{section}:Title", $"Institusi {name}");
        builder.UseSetting($"{section}:Authority", authority);
        builder.UseSetting($"{section}:ClientId", ClientId);
        builder.UseSetting($"{section}:ClientSecret", ClientSecret);
        builder.UseSetting($"{section}:EmailDomain", domain);
    }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Describe(Address, Address));
        _app.MapGet("/far/.well-known/openid-configuration", () => Describe(FarAddress, Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)));
        _app.MapGet("/liar/.well-known/openid-configuration", () => Describe(Address, Address));
        _app.MapGet("/moved/.well-known/openid-configuration", () => Results.Redirect($"{Address}/.well-known/openid-configuration"));
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

    private IResult Describe(string issuer, string tokens) => Results.Json(new Dictionary<string, object>
    {
        ["issuer"] = issuer,
        ["authorization_endpoint"] = $"{Address}/authorize",
        ["token_endpoint"] = $"{tokens}/token",
        ["jwks_uri"] = $"{Address}/keys",
    });

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
        Asked = request.Query;
        var asked = request.Query;
        if (asked["client_id"] != ClientId || asked["code_challenge_method"] != "S256" || asked["response_type"] != "code") return Results.BadRequest();

        var code = Next.Code ?? Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        if (Next.Code is null) _codes[code] = (asked["code_challenge"]!, asked["nonce"]!, asked["redirect_uri"]!, Next);
        var said = Next.Error is { } error ? $"error={error}&error_description=Budi+Rekaan+menolak" : $"code={code}";
        var named = Next.NamesItself is { } name ? $"&iss={Uri.EscapeDataString(name)}" : "";
        return Results.Redirect($"{asked["redirect_uri"]}?{said}&state={Uri.EscapeDataString(asked["state"]!)}{named}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (!_codes.TryRemove(form["code"].ToString(), out var kept) || form["client_secret"] != ClientSecret || form["redirect_uri"] != kept.Redirect
            || Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != kept.Challenge)
        {
            return Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
        }

        if (kept.Said.IsGone) request.HttpContext.Abort();
        TokensGiven++;
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
            ["acr"] = said.Class,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["auth_time"] = said.HidesWhen ? null : (now - said.SignedInAgo).ToUnixTimeSeconds(),
            ["exp"] = (now + said.ExpiresIn).ToUnixTimeSeconds(),
        };
        var algorithm = said.SignedBy switch { SignedBy.Nobody => "none", SignedBy.ClientSecret => "HS256", _ => "RS256" };
        var head = new Dictionary<string, object?> { ["alg"] = algorithm, ["typ"] = "JWT", ["kid"] = "one" };
        var text = $"{Part(head)}.{Part(claims.Where(claim => claim.Value is not null).ToDictionary())}";
        return $"{text}.{Base64Url.EncodeToString(Signature(said.SignedBy, Encoding.ASCII.GetBytes(text)))}";
    }

    private byte[] Signature(SignedBy whom, byte[] text) => whom switch
    {
        SignedBy.Nobody or SignedBy.NobodyInDisguise => [],
        SignedBy.ClientSecret => HMACSHA256.HashData(Encoding.UTF8.GetBytes(ClientSecret), text),
        _ => (whom == SignedBy.Stranger ? _otherKey : _key).SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
    };

    private static string Part(Dictionary<string, object?> values) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(values));
}
