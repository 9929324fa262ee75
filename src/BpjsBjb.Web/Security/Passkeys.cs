using System.Globalization;
using System.Security.Cryptography;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace BpjsBjb.Web.Security;

/// <summary>What a form hands to the browser, and what it carries back.</summary>
/// <param name="Options">The browser's instructions, as JSON.</param>
/// <param name="State">The challenge, sealed for this purpose, this person and a quarter of an hour.</param>
public sealed record PasskeyAsk(string Options, string State);

/// <summary>What a form with a passkey sends.</summary>
public sealed record PasskeyAnswer
{
    public string? State { get; set; }

    /// <summary>What the browser made of it, as JSON.</summary>
    public string? Credential { get; set; }
}

/// <summary>Passkeys as Identity checks them: this origin, the person verified by the device, each challenge good once.</summary>
public sealed class Passkeys(
    UserManager<PortalUser> users, IPasskeyHandler<PortalUser> handler, UsedChallenges used, IDataProtectionProvider protection,
    IHttpContextAccessor http, TimeProvider clock)
{
    /// <summary>Unknown, removed, another person's, not verified: never told apart.</summary>
    public static readonly Refusal Failed = new("passkey.failed");

    /// <summary>The page was open for too long, or its form was sent before.</summary>
    public static readonly Refusal Late = new("passkey.late");

    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    private const string Anybody = "";
    private const int LongestAnswer = 20_000;

    private readonly IDataProtector _protector = protection.CreateProtector("passkey");

    private HttpContext Context => http.HttpContext!;

    public async Task<PasskeyAsk> AskToCreateAsync(PortalUser user)
    {
        var entity = new PasskeyUserEntity { Id = user.Id.ToString(), Name = user.Email!, DisplayName = user.FullName };
        var made = await handler.MakeCreationOptionsAsync(entity, Context);
        return new PasskeyAsk(made.CreationOptionsJson, Seal(Purpose("create", user), made.AttestationState!));
    }

    /// <param name="user">Who must show one; null where whoever comes says so by showing it.</param>
    public async Task<PasskeyAsk> AskToShowAsync(PortalUser? user)
    {
        var made = await handler.MakeRequestOptionsAsync(user, Context);
        return new PasskeyAsk(made.RequestOptionsJson, Seal(Purpose("show", user), made.AssertionState!));
    }

    /// <summary>The passkey the browser made for this person; not stored yet.</summary>
    public async Task<Result<UserPasskeyInfo>> CreatedAsync(PortalUser user, PasskeyAnswer answer)
    {
        if (Open(Purpose("create", user), answer.State) is not { } state) return Late;
        if (answer.Credential is not { Length: > 0 and < LongestAnswer }) return Failed;

        var result = await handler.PerformAttestationAsync(
            new PasskeyAttestationContext { HttpContext = Context, CredentialJson = answer.Credential, AttestationState = state });
        if (!result.Succeeded || result.UserEntity.Id != user.Id.ToString()) return Failed;

        // Another account's passkey stays another account's.
        return await users.FindByPasskeyIdAsync(result.Passkey.CredentialId) is null ? result.Passkey : Failed;
    }

    /// <summary>Whose passkey was shown; its use is noted.</summary>
    /// <param name="user">Who must have shown it; null for whoever it is.</param>
    public async Task<Result<PortalUser>> ShownAsync(PortalUser? user, PasskeyAnswer answer)
    {
        if (Open(Purpose("show", user), answer.State) is not { } state) return Late;
        if (answer.Credential is not { Length: > 0 and < LongestAnswer }) return Failed;

        var result = await handler.PerformAssertionAsync(
            new PasskeyAssertionContext { HttpContext = Context, CredentialJson = answer.Credential, AssertionState = state });
        if (!result.Succeeded || (user is not null && result.User.Id != user.Id)) return Failed;

        var noted = await users.AddOrUpdatePasskeyAsync(result.User, result.Passkey);
        return noted.Succeeded ? result.User : Failed;
    }

    private static string Purpose(string what, PortalUser? user) => $"{what} {user?.Id.ToString("N") ?? Anybody}";

    private string Seal(string purpose, string state)
    {
        var until = clock.GetUtcNow().Add(Life).ToUnixTimeSeconds();
        return _protector.CreateProtector(purpose).Protect(string.Create(CultureInfo.InvariantCulture, $"{until}|{state}"));
    }

    /// <summary>The state once, while it is fresh; null after that.</summary>
    private string? Open(string purpose, string? token)
    {
        if (token is not { Length: > 0 and < LongestAnswer }) return null;

        try
        {
            var text = _protector.CreateProtector(purpose).Unprotect(token);
            var bar = text.IndexOf('|', StringComparison.Ordinal);
            var until = DateTimeOffset.FromUnixTimeSeconds(long.Parse(text.AsSpan(0, bar), NumberStyles.None, CultureInfo.InvariantCulture));
            return until >= clock.GetUtcNow() && used.TryUse(text, until) ? text[(bar + 1)..] : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
