using System.Globalization;
using System.Security.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;
using Microsoft.AspNetCore.Identity;

namespace BpjsBjb.Web.Security;

/// <summary>Signs in whom an institution's provider vouches for; office, role and whether they may come in at all stay the portal's.</summary>
public sealed class ProviderSignIn(
    ProviderLogins logins, SignInManager<PortalUser> signIn, SignInService sessions, HalfSignIn half, FactorService factors, TimeProvider clock)
{
    /// <summary>Unknown, not bound, disabled, a token that is not right: never told apart.</summary>
    public static readonly Refusal Refused = new("sign-in.provider-refused");

    /// <summary>The provider does not answer.</summary>
    public static readonly Refusal Unreachable = new("sign-in.provider-unreachable");

    /// <summary>The provider must have seen the person this recently: their session here counts as fresh.</summary>
    public static readonly TimeSpan MostAge = RecentSignInAttribute.MayOpen;

    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(1);

    public async Task<SignInOutcome> TryAsync(ProviderOptions provider, ClaimsPrincipal told)
    {
        if (told.FindFirstValue("iss") is not { Length: > 0 } issuer || told.FindFirstValue("sub") is not { Length: > 0 } subject || !IsFresh(told))
        {
            return new SignInOutcome(Refused);
        }

        var user = await logins.FindOrBindAsync(new ProviderIdentity(
            issuer, subject, told.FindFirstValue("email"), bool.TryParse(told.FindFirstValue("email_verified"), out var verified) && verified,
            provider.EmailDomain));
        if (user is null || !await signIn.CanSignInAsync(user)) return new SignInOutcome(Refused);

        var hasSecondFactor = HasSecondFactor(provider, told);
        if (!hasSecondFactor && await factors.HasAnyAsync(user.Id, CancellationToken.None))
        {
            await half.BeginAsync(user);
            return SignInOutcome.HalfWay;
        }

        await sessions.IssueAsync(user.Id, hasSecondFactor);
        return SignInOutcome.Success;
    }

    private static bool HasSecondFactor(ProviderOptions provider, ClaimsPrincipal told) =>
        told.HasClaim("amr", "mfa") || (provider.SecondFactorAcr.Length > 0 && told.HasClaim("acr", provider.SecondFactorAcr));

    private bool IsFresh(ClaimsPrincipal told) =>
        long.TryParse(told.FindFirstValue("auth_time"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && clock.GetUtcNow().ToUnixTimeSeconds() - seconds <= (MostAge + ClockDifference).TotalSeconds;
}
