using System.Buffers.Text;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;
using BpjsBjb.Web.Proofs;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Security;

/// <summary>What the page of factors shows before there is one.</summary>
/// <param name="Token">The secret, sealed for this person and a quarter of an hour; the form carries it back.</param>
public sealed record FactorSetUp(string Token, string GroupedKey, QrCode Qr);

/// <summary>One of a person's passkeys, by the name its owner gave it.</summary>
public sealed record PasskeyItem(string Id, string Name, DateTimeOffset CreatedAt);

/// <summary>A passkey about to be kept.</summary>
public sealed record NewPasskey
{
    public string? Name { get; set; }

    public string? State { get; set; }

    public string? Credential { get; set; }
}

/// <summary>A person's own second factors: each change demands the password and ends what was open elsewhere.</summary>
public sealed class FactorSettings(
    UserManager<PortalUser> users, SignInService signIn, SessionService sessions, FactorService factors, Passkeys passkeys,
    IDataProtectionProvider protection, IOptions<PortalOptions> portal, TimeProvider clock)
{
    public static readonly Refusal NameMissing = new("passkey.name-missing");
    public static readonly Refusal NameTooLong = new("passkey.name-too-long");
    public static readonly Refusal TooMany = new("passkey.too-many");

    public const int LongestName = 60;

    private const int MostPasskeys = 10;

    public static readonly Refusal SetUpExpired = new("factor.set-up-late");

    private static readonly TimeSpan SetUpLife = TimeSpan.FromMinutes(15);

    private readonly IDataProtector _protector = protection.CreateProtector("factor set-up");

    public Task<FactorState> StateAsync(ClaimsPrincipal user, CancellationToken cancel) => factors.StateAsync(user.ToActor().UserId, cancel);

    /// <summary>False for whoever only ever came in through a provider.</summary>
    public async Task<bool> HasPasswordAsync(ClaimsPrincipal user) => (await AccountAsync(user)).PasswordHash is not null;

    public async Task<string?> EmailAsync(ClaimsPrincipal user) => (await AccountAsync(user)).Email;

    /// <summary>A fresh secret, or the one of a form that came back with something amiss.</summary>
    public async Task<FactorSetUp> SetUpAsync(ClaimsPrincipal user, string? token)
    {
        var account = await AccountAsync(user);
        var secret = token is null ? null : Open(account.Id, token);
        if (secret is null) (secret, token) = (TotpSecret.Create(), null);
        return new FactorSetUp(
            token ?? Seal(account.Id, secret), secret.Grouped, QrCode.Of(secret.AddressFor(portal.Value.ProductName, account.Email!)));
    }

    /// <summary>Turns the app on; the answer is the recovery codes.</summary>
    public async Task<Result<IReadOnlyList<string>>> TurnOnAsync(
        ClaimsPrincipal user, string? token, string? code, string? password, CancellationToken cancel)
    {
        var account = await AccountAsync(user);
        if (Open(account.Id, token ?? "") is not { } secret) return SetUpExpired;
        if (await signIn.ProveAsync(user, account, password ?? "") is { } wrong) return wrong;

        var codes = await factors.TurnOnAsync(account.Id, secret, code?.Trim() ?? "", cancel);
        if (!codes.IsRefused) await RenewSessionAsync(account, withFactor: true);
        return codes;
    }

    public async Task<Result<IReadOnlyList<string>>> RenewCodesAsync(ClaimsPrincipal user, string? password, CancellationToken cancel)
    {
        var account = await AccountAsync(user);
        if (await signIn.ProveAsync(user, account, password ?? "") is { } wrong) return wrong;

        var codes = await factors.RenewCodesAsync(account.Id, cancel);
        if (!codes.IsRefused) await RenewSessionAsync(account, user.HasSecondFactor());
        return codes;
    }

    /// <returns>Why not, or null.</returns>
    public async Task<Refusal?> TurnOffAsync(ClaimsPrincipal user, string? password, CancellationToken cancel)
    {
        var account = await AccountAsync(user);
        if (await signIn.ProveAsync(user, account, password ?? "") is { } wrong) return wrong;

        await factors.TurnOffAsync(account.Id, cancel);
        await RenewSessionAsync(account, withFactor: false);
        return null;
    }

    public async Task<PasskeyAsk> AskForPasskeyAsync(ClaimsPrincipal user) => await passkeys.AskToCreateAsync(await AccountAsync(user));

    /// <summary>The reader's passkeys, newest first.</summary>
    public async Task<IReadOnlyList<PasskeyItem>> PasskeysAsync(ClaimsPrincipal user) =>
        [.. (await users.GetPasskeysAsync(await AccountAsync(user))).OrderByDescending(passkey => passkey.CreatedAt)
            .Select(passkey => new PasskeyItem(Base64Url.EncodeToString(passkey.CredentialId), passkey.Name ?? "", passkey.CreatedAt))];

    /// <summary>Keeps what the browser made. Its page asks the password where it was not asked lately.</summary>
    /// <returns>Why not, or null.</returns>
    public async Task<Refusal?> AddPasskeyAsync(ClaimsPrincipal user, NewPasskey input)
    {
        var name = input.Name?.Trim() ?? "";
        if (name.Length == 0) return NameMissing.On(nameof(input.Name));
        if (name.Length > LongestName) return NameTooLong.With(LongestName).On(nameof(input.Name));

        var account = await AccountAsync(user);
        if ((await users.GetPasskeysAsync(account)).Count >= MostPasskeys) return TooMany.With(MostPasskeys);

        var created = await passkeys.CreatedAsync(account, new PasskeyAnswer { State = input.State, Credential = input.Credential });
        if (created.IsRefused) return created.Refusals[0];

        created.Value.Name = name;
        if (!(await users.AddOrUpdatePasskeyAsync(account, created.Value)).Succeeded) return Passkeys.Failed;

        await RenewSessionAsync(account, withFactor: true);
        return null;
    }

    /// <summary>True when it was this person's.</summary>
    public async Task<bool> RemovePasskeyAsync(ClaimsPrincipal user, string? id, CancellationToken cancel)
    {
        var account = await AccountAsync(user);
        var found = (await users.GetPasskeysAsync(account)).FirstOrDefault(passkey => Base64Url.EncodeToString(passkey.CredentialId) == id);
        if (found is null || !(await users.RemovePasskeyAsync(account, found.CredentialId)).Succeeded) return false;

        await RenewSessionAsync(account, user.HasSecondFactor() && await factors.HasAnyAsync(account.Id, cancel));
        return true;
    }

    /// <summary>Sign-ins half done elsewhere die with the old stamp; this browser goes on in a session of its own.</summary>
    private async Task RenewSessionAsync(PortalUser account, bool withFactor)
    {
        await users.UpdateSecurityStampAsync(account);
        await sessions.EndAllAsync(account.Id, SessionEnd.FactorChanged, exceptSession: null, CancellationToken.None);
        await signIn.IssueAsync(account.Id, withFactor);
    }

    private async Task<PortalUser> AccountAsync(ClaimsPrincipal user) =>
        await users.FindByIdAsync(user.ToActor().UserId.ToString()) ?? throw new InvalidOperationException("The ticket's user is gone.");

    private string Seal(Guid userId, TotpSecret secret)
    {
        var until = clock.GetUtcNow().Add(SetUpLife).ToUnixTimeSeconds();
        return _protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{userId:N}|{until}|{secret.ToText()}"));
    }

    private TotpSecret? Open(Guid userId, string token)
    {
        try
        {
            var parts = _protector.Unprotect(token).Split('|');
            var isLive = long.Parse(parts[1], CultureInfo.InvariantCulture) >= clock.GetUtcNow().ToUnixTimeSeconds();
            return isLive && parts[0] == userId.ToString("N") ? TotpSecret.FromText(parts[2]) : null;
        }
        catch (Exception failure) when (failure is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
