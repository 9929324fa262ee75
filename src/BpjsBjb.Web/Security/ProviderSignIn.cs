using System.Globalization;
using System.Security.Claims;
using BpjsBjb.Services.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace BpjsBjb.Web.Security;

/// <summary>
/// Receives whom an institution's provider vouches for. Office, role, validity and whether they may come in at all stay the portal's.
/// </summary>
internal sealed class ProviderSignIn(
    ProviderLogins logins, UserManager<PortalUser> users, SignInManager<PortalUser> signIn, SignInService issuing, SessionService sessions,
    HalfSignIn half, FactorService factors, TimeProvider clock)
{
    /// <summary>The provider must have seen the person this recently: their session here counts as fresh.</summary>
    public static readonly TimeSpan MostAge = RecentSignInAttribute.MayOpen;

    internal static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(1);

    /// <summary>Where in the portal the person goes on: to what they wanted, or to the page that says why not.</summary>
    public async Task<string> ReceiveAsync(
        ProviderOptions provider, ClaimsPrincipal told, AuthenticationProperties? state, string? wanted, CancellationToken cancel)
    {
        if (ProviderTrip.Of(state) is not { } trip) return Refused(ProviderProblem.NotRight, null, null);

        var returnUrl = wanted is { Length: > 0 } ? wanted : "/";
        var (problem, next) = await TryAsync(provider, told, trip, returnUrl, cancel);
        return problem is { } why ? Refused(why, trip, returnUrl) : Onward(next);
    }

    /// <summary>The page that says why not; the log learns the reason and nothing else.</summary>
    public string Refused(ProviderProblem problem, ProviderTrip? trip, string? returnUrl)
    {
        logins.Note(problem);
        var page = trip?.Errand switch
        {
            ProviderErrand.Confirm => "/Account/Confirm",
            ProviderErrand.Bind => "/Account/Factors",
            _ => "/SignIn",
        };
        var query = QueryString.Create(nameof(problem), problem.ToString());
        if (trip?.Errand is null or ProviderErrand.SignIn or ProviderErrand.Confirm && returnUrl is not null) query = query.Add("returnUrl", returnUrl);
        return Onward(page + query);
    }

    private static string Onward(string to) => $"/SignIn/Onward{QueryString.Create("to", to)}";

    private async Task<(ProviderProblem? Problem, string Next)> TryAsync(
        ProviderOptions provider, ClaimsPrincipal told, ProviderTrip trip, string returnUrl, CancellationToken cancel)
    {
        if (told.FindFirstValue("sub") is not { Length: > 0 } subject) return (ProviderProblem.NotRight, "");

        var since = trip.Errand == ProviderErrand.Confirm ? trip.BegunAt : clock.GetUtcNow() - MostAge;
        if (!WasAskedSince(told, since - ClockDifference)) return (ProviderProblem.NotFresh, "");

        var email = bool.TryParse(told.FindFirstValue("email_verified"), out var verified) && verified ? told.FindFirstValue("email") : null;
        var identity = new ProviderIdentity(provider.ExpectedIssuer, subject, email);
        if (trip.Errand == ProviderErrand.Bind) return (await BindAsync(provider, identity, trip, cancel), "/Account/Factors");

        if (trip.Errand == ProviderErrand.Accept)
        {
            if (!provider.IsFor(email)) return (ProviderProblem.OtherAddress, "");

            var accepted = await logins.AcceptAsync(trip.Token ?? "", identity, cancel);
            if (accepted.IsRefused) return (ProviderProblems.Of(accepted.Refusals[0]), "");
        }

        if (await logins.FindAsync(identity.Issuer, subject, cancel) is not { } user || !provider.IsFor(user.Email)) return (ProviderProblem.Unknown, "");
        if (await users.IsLockedOutAsync(user)) return (ProviderProblem.Locked, "");
        if (!await signIn.CanSignInAsync(user)) return (ProviderProblem.NoRight, "");

        return trip.Errand == ProviderErrand.Confirm
            ? (await ConfirmAsync(user, trip, HasSecondFactor(provider, told), cancel), returnUrl)
            : (null, await BeginAsync(user, trip, HasSecondFactor(provider, told), returnUrl, cancel));
    }

    /// <summary>A session like any other; without a second factor at the provider the portal asks for its own first.</summary>
    private async Task<string> BeginAsync(PortalUser user, ProviderTrip trip, bool hasSecondFactor, string returnUrl, CancellationToken cancel)
    {
        if (!hasSecondFactor && await factors.HasAnyAsync(user.Id, cancel))
        {
            await half.BeginAsync(user);
            return $"/SignIn/Code{QueryString.Create("returnUrl", returnUrl)}";
        }

        // Whatever session the browser had is over, as after a password.
        if (trip is { UserId: { } former, SessionId: { } session }) await sessions.EndOneAsync(former, session, SessionEnd.SignedOut, cancel);
        await half.EndAsync();
        await issuing.IssueAsync(user.Id, hasSecondFactor);
        return returnUrl;
    }

    private async Task<ProviderProblem?> ConfirmAsync(PortalUser user, ProviderTrip trip, bool hasSecondFactor, CancellationToken cancel)
    {
        if (user.Id != trip.UserId) return ProviderProblem.SomebodyElse;
        if (!await IsLiveAsync(trip, cancel)) return ProviderProblem.SessionOver;

        await sessions.ConfirmAsync(trip.SessionId!.Value, hasSecondFactor, cancel);
        return null;
    }

    private async Task<ProviderProblem?> BindAsync(ProviderOptions provider, ProviderIdentity identity, ProviderTrip trip, CancellationToken cancel)
    {
        if (!provider.IsFor(identity.VerifiedEmail)) return ProviderProblem.OtherAddress;
        if (!await IsLiveAsync(trip, cancel)) return ProviderProblem.SessionOver;
        if (await logins.BindAsync(trip.UserId!.Value, identity, cancel) is { } refusal) return ProviderProblems.Of(refusal);

        await sessions.EndAllAsync(trip.UserId.Value, SessionEnd.FactorChanged, trip.SessionId, cancel);
        return null;
    }

    private async Task<bool> IsLiveAsync(ProviderTrip trip, CancellationToken cancel) =>
        trip is { UserId: { } user, SessionId: { } session } && (await sessions.ListAsync(user, cancel)).Any(live => live.Id == session);

    private static bool HasSecondFactor(ProviderOptions provider, ClaimsPrincipal told) =>
        told.FindAll("amr").Any(claim => provider.SecondFactorAmr.Contains(claim.Value))
        || told.FindAll("acr").Any(claim => provider.SecondFactorAcr.Contains(claim.Value));

    private bool WasAskedSince(ClaimsPrincipal told, DateTimeOffset since) =>
        long.TryParse(told.FindFirstValue("auth_time"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds >= since.ToUnixTimeSeconds()
        && seconds <= (clock.GetUtcNow() + ClockDifference).ToUnixTimeSeconds();
}
