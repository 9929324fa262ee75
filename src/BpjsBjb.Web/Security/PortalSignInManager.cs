using BpjsBjb.Services.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Security;

/// <summary>Tells Identity who has a second factor: a right password alone must not forgive the wrong codes before it.</summary>
public sealed class PortalSignInManager(
    UserManager<PortalUser> users,
    IHttpContextAccessor http,
    IUserClaimsPrincipalFactory<PortalUser> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<PortalUser>> log,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<PortalUser> confirmation,
    FactorService factors) : SignInManager<PortalUser>(users, http, claims, options, log, schemes, confirmation)
{
    public override Task<bool> IsTwoFactorEnabledAsync(PortalUser user) => factors.HasAnyAsync(user.Id, CancellationToken.None);
}
