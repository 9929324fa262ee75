using System.Security.Claims;

namespace BpjsBjb.Web.Security;

/// <summary>Whether a session may be opened with the password alone.</summary>
public enum SecondFactorMode
{
    /// <summary>A session without one is led to its set-up before any other page.</summary>
    Required,

    /// <summary>Whoever set one up is asked for it; nobody must. For demonstration and development only.</summary>
    Offered,
}

/// <summary>What the session says about how the person proved who they are.</summary>
public static class SecondFactor
{
    public static bool HasSecondFactor(this ClaimsPrincipal user) => user.HasClaim(PortalClaims.SecondFactor, bool.TrueString);

    /// <summary>True while the person is signed in by password where that is not enough: only the set-up is open.</summary>
    public static bool MustSetUpFactor(this ClaimsPrincipal user, PortalOptions portal) =>
        user.Identity?.IsAuthenticated == true && portal.SecondFactor == SecondFactorMode.Required && !user.HasSecondFactor();

    /// <summary>The mode in force.</summary>
    /// <exception cref="InvalidOperationException">Production asked for less than it must have.</exception>
    public static SecondFactorMode ModeOf(PortalOptions portal, bool isForTrying) => (portal.SecondFactor, isForTrying) switch
    {
        (SecondFactorMode.Offered, false) => throw new InvalidOperationException(
            "Portal__SecondFactor=Offered is for development and demonstration: elsewhere every account needs a second factor."),
        ({ } asked, _) => asked,
        (null, true) => SecondFactorMode.Offered,
        (null, false) => SecondFactorMode.Required,
    };
}
