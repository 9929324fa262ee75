using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Access;

/// <summary>What an identity provider said of somebody, after its token was checked.</summary>
/// <param name="EmailDomain">The part after the @ of the addresses this provider answers for.</param>
public sealed record ProviderIdentity(string Issuer, string Subject, string? Email, bool EmailIsVerified, string EmailDomain);

/// <summary>Which portal user a provider's subject is. Nobody is created here, and no right given.</summary>
public sealed class ProviderLogins
{
    private readonly UserManager<PortalUser> _users;
    private readonly ILogger<ProviderLogins> _log;

    internal ProviderLogins(UserManager<PortalUser> users, ILogger<ProviderLogins> log) => (_users, _log) = (users, log);

    /// <summary>The user bound to issuer and subject; else the one whose address the provider verified, who is bound from now on.</summary>
    /// <returns>Null for a stranger, for another domain's user, and for a second subject with an address that is bound already.</returns>
    public async Task<PortalUser?> FindOrBindAsync(ProviderIdentity told)
    {
        var bound = await _users.FindByLoginAsync(told.Issuer, told.Subject);
        if (bound is not null) return IsOfDomain(bound.Email, told.EmailDomain) ? bound : null;
        if (!told.EmailIsVerified || !IsOfDomain(told.Email, told.EmailDomain)) return null;

        // Whoever has not used the invitation's link yet is not a user yet.
        if (await _users.FindByEmailAsync(told.Email!) is not { EmailConfirmed: true } user) return null;
        if ((await _users.GetLoginsAsync(user)).Any(login => login.LoginProvider == told.Issuer)) return null;

        var added = await _users.AddLoginAsync(user, new UserLoginInfo(told.Issuer, told.Subject, null));
        if (!added.Succeeded) return null;

        _log.ProviderBound(user.Id);
        return user;
    }

    private static bool IsOfDomain(string? email, string domain) =>
        domain.Length > 0 && email?.EndsWith($"@{domain}", StringComparison.OrdinalIgnoreCase) == true;
}
