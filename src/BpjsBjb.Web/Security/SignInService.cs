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
    /// <summary>Wrong address, wrong password, disabled: never told apart.</summary>
    public static readonly Refusal Failed = new("sign-in.failed");

    /// <summary>Too many attempts; the value is the minutes to wait.</summary>
    public static readonly Refusal Locked = new("sign-in.locked");

    public static readonly SignInOutcome Success = new((Refusal?)null);

    public bool IsSignedIn => Refusal is null;
}

/// <summary>Signs a person in and out: Identity checks and counts, the cookie carries the role and the office's interval.</summary>
public sealed class SignInService(
    UserManager<PortalUser> users, SignInManager<PortalUser> signIn, UserService scopes, SessionService sessions,
    IHttpContextAccessor http, IServiceScopeFactory handlers, TimeProvider clock)
{
    /// <summary>A hash nobody's password matches, so that an unknown address takes as long as a wrong password.</summary>
    private static readonly string Decoy = new PasswordHasher<PortalUser>().HashPassword(null!, "no account has this password");

    public async Task<SignInOutcome> TryAsync(string email, string password)
    {
        var user = await users.FindByEmailAsync(email);
        if (user is null)
        {
            users.PasswordHasher.VerifyHashedPassword(null!, Decoy, password);
            return new SignInOutcome(SignInOutcome.Failed);
        }

        var checkedPassword = await signIn.CheckPasswordSignInAsync(user, password, lockoutOnFailure: true);
        if (checkedPassword.IsLockedOut) return new SignInOutcome(SignInOutcome.Locked.With(await MinutesLockedAsync(user)));
        if (!checkedPassword.Succeeded) return new SignInOutcome(SignInOutcome.Failed);

        await IssueAsync(user.Id, hasSecondFactor: false);
        return SignInOutcome.Success;
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

    public Task EndAsync(HttpContext context) => context.SignOutAsync();

    private async Task<int> MinutesLockedAsync(PortalUser user)
    {
        var end = await users.GetLockoutEndDateAsync(user) ?? clock.GetUtcNow();
        return Math.Max(1, (int)Math.Ceiling((end - clock.GetUtcNow()).TotalMinutes));
    }
}
