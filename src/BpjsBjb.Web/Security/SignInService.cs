using System.Security.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace BpjsBjb.Web.Security;

/// <summary>What came of an attempt: signed in, or the one reason that may be told.</summary>
/// <param name="Refusal">Null when the cookie has been issued.</param>
public sealed record SignInOutcome(Refusal? Refusal)
{
    /// <summary>Wrong address, wrong password, disabled, locked: never told apart, or anybody could ask who has an account.</summary>
    public static readonly Refusal Failed = new("sign-in.failed");

    /// <summary>Told only to whoever has shown the password: too many attempts; the value is the minutes to wait.</summary>
    public static readonly Refusal Locked = new("sign-in.locked");

    public static readonly SignInOutcome Success = new((Refusal?)null);

    /// <summary>The password was right; the second factor is still to come.</summary>
    public static readonly SignInOutcome HalfWay = new((Refusal?)null) { NeedsCode = true };

    public bool NeedsCode { get; private init; }

    public bool IsSignedIn => Refusal is null && !NeedsCode;
}

/// <summary>Signs a person in and out: Identity checks and counts, the cookie carries the role and the office's interval.</summary>
public sealed class SignInService(
    UserManager<PortalUser> users, SignInManager<PortalUser> signIn, UserService scopes, SessionService sessions,
    FactorService factors, HalfSignIn half, DecoyPassword decoy, RefusedSignIns refused, Passkeys passkeys,
    IHttpContextAccessor http, IServiceScopeFactory handlers, TimeProvider clock)
{
    /// <summary>Somebody who is signed in typed another password than their own.</summary>
    public static readonly Refusal WrongPassword = new("password.wrong");

    /// <summary>Longer ones are refused before anybody hashes them.</summary>
    private const int LongestPassword = 128;

    public async Task<SignInOutcome> TryAsync(string email, string password)
    {
        var user = await users.FindByEmailAsync(email);
        // Identity looks at no password of somebody who has none or is locked; the time it takes must not say so.
        if (user?.PasswordHash is null || await users.IsLockedOutAsync(user))
        {
            decoy.Verify(password);
            refused.Note(user?.Id);
            return new SignInOutcome(SignInOutcome.Failed);
        }

        var checkedPassword = await signIn.CheckPasswordSignInAsync(user, password, lockoutOnFailure: true);
        if (checkedPassword.IsNotAllowed)
        {
            decoy.Verify(password);
            refused.Note(user.Id);
        }

        if (!checkedPassword.Succeeded) return new SignInOutcome(SignInOutcome.Failed);

        if (await factors.HasAnyAsync(user.Id, CancellationToken.None))
        {
            await half.BeginAsync(user);
            return SignInOutcome.HalfWay;
        }

        await IssueAsync(user.Id, hasSecondFactor: false);
        return SignInOutcome.Success;
    }

    /// <summary>A passkey is both factors at once. Nobody guesses one, so a lock against guessing does not hold its owner back.</summary>
    public async Task<SignInOutcome> TryPasskeyAsync(PasskeyAnswer answer)
    {
        var shown = await passkeys.ShownAsync(null, answer);
        if (shown.IsRefused || !await signIn.CanSignInAsync(shown.Value))
        {
            refused.Note(shown.IsRefused ? null : shown.Value.Id);
            return new SignInOutcome(shown.IsRefused ? shown.Refusals[0] : Passkeys.Failed);
        }

        await users.ResetAccessFailedCountAsync(shown.Value);
        await half.EndAsync();
        await IssueAsync(shown.Value.Id, hasSecondFactor: true);
        return SignInOutcome.Success;
    }

    /// <summary>The password once more, of somebody who is signed in; failures count to the same lockout.</summary>
    /// <returns>Why not, or null.</returns>
    public async Task<Refusal?> ConfirmAsync(PortalUser user, string password)
    {
        if (password.Length > LongestPassword || user.PasswordHash is null) return WrongPassword;

        var confirmed = await signIn.CheckPasswordSignInAsync(user, password, lockoutOnFailure: true);
        return confirmed.IsLockedOut ? await LockedAsync(user) : confirmed.Succeeded ? null : WrongPassword;
    }

    /// <summary>
    /// The password before a change of one's own factors; of somebody who has none, that the provider was asked a moment ago.
    /// </summary>
    /// <returns>Why not, or null.</returns>
    public async Task<Refusal?> ProveAsync(ClaimsPrincipal reader, PortalUser user, string password)
    {
        if (user.PasswordHash is not null) return await ConfirmAsync(user, password);

        return RecentSignInAttribute.IsRecent(reader, clock.GetUtcNow(), RecentSignInAttribute.MaySend) ? null : ProviderProblems.AskAgain;
    }

    /// <summary>Begins a session under a new key; whatever session the browser had is over.</summary>
    public async Task IssueAsync(Guid userId, bool hasSecondFactor)
    {
        var context = http.HttpContext!;
        if (context.User.SessionIdOrNull() is { } old)
        {
            await sessions.EndOneAsync(context.User.ToActor().UserId, old, SessionEnd.SignedOut, CancellationToken.None);
        }

        var scope = await scopes.ScopeOfAsync(userId, CancellationToken.None);
        var actor = new Actor(scope.UserId, scope.Role, scope.OfficeId, scope.Bank, scope.Bpjs);
        var identity = new ClaimsIdentity(
            actor.ToClaims(scope.FullName, scope.OfficeName),
            CookieAuthenticationDefaults.AuthenticationScheme,
            PortalClaims.Name,
            PortalClaims.Role);
        var properties = new AuthenticationProperties();
        properties.SetParameter(PortalClaims.SecondFactor, hasSecondFactor);

        // The request's own handler remembers the key it came with and would use it again; a fresh one makes a new key.
        await using var fresh = handlers.CreateAsyncScope();
        var handler = await fresh.ServiceProvider.GetRequiredService<IAuthenticationHandlerProvider>()
            .GetHandlerAsync(context, CookieAuthenticationDefaults.AuthenticationScheme);
        await ((IAuthenticationSignInHandler)handler!).SignInAsync(new ClaimsPrincipal(identity), properties);
    }

    /// <summary>Asks the password of whoever is signed in once more; counted and locked like signing in.</summary>
    /// <returns>Null when it was right: the session counts as fresh again.</returns>
    public async Task<Refusal?> ConfirmAsync(ClaimsPrincipal reader, string password)
    {
        if (await users.FindByIdAsync(reader.ToActor().UserId.ToString()) is not { } user) return WrongPassword;
        if (await ConfirmAsync(user, password) is { } refusal) return refusal;

        await sessions.ConfirmAsync(reader.SessionIdOrNull()!.Value, withSecondFactor: false, CancellationToken.None);
        return null;
    }

    /// <summary>What the browser asks of whoever is signed in, instead of the password; null for somebody without a passkey.</summary>
    public async Task<PasskeyAsk?> AskForPasskeyAsync(ClaimsPrincipal reader) =>
        await users.FindByIdAsync(reader.ToActor().UserId.ToString()) is { } user && (await users.GetPasskeysAsync(user)).Count > 0
            ? await passkeys.AskToShowAsync(user)
            : null;

    /// <summary>The reader's own passkey instead of the password.</summary>
    /// <returns>Null when it was theirs: the session counts as fresh again, with both factors.</returns>
    public async Task<Refusal?> ConfirmPasskeyAsync(ClaimsPrincipal reader, PasskeyAnswer answer)
    {
        if (await users.FindByIdAsync(reader.ToActor().UserId.ToString()) is not { } user) return Passkeys.Failed;

        var shown = await passkeys.ShownAsync(user, answer);
        if (shown.IsRefused) return shown.Refusals[0];

        await sessions.ConfirmAsync(reader.SessionIdOrNull()!.Value, withSecondFactor: true, CancellationToken.None);
        return null;
    }

    public Task EndAsync(HttpContext context) => context.SignOutAsync();

    internal async Task<Refusal> LockedAsync(PortalUser user) => SignInOutcome.Locked.With(await MinutesLockedAsync(user));

    private async Task<int> MinutesLockedAsync(PortalUser user)
    {
        var end = await users.GetLockoutEndDateAsync(user) ?? clock.GetUtcNow();
        return Math.Max(1, (int)Math.Ceiling((end - clock.GetUtcNow()).TotalMinutes));
    }
}
