using BpjsBjb.Services.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace BpjsBjb.Web.Security;

/// <summary>Nobody signs in without a grant in force, whatever the way in: Identity asks before it looks at any password or key.</summary>
internal sealed class GrantedOnly(UserService users) : IUserConfirmation<PortalUser>
{
    public Task<bool> IsConfirmedAsync(UserManager<PortalUser> manager, PortalUser user) => users.MaySignInAsync(user.Id, CancellationToken.None);
}

/// <summary>
/// Nobody goes on under a grant that has ended, run out or been replaced, nor with the place their office had before the tree was changed: asked at
/// every request.
/// </summary>
internal static class GrantCheck
{
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var users = context.HttpContext.RequestServices.GetRequiredService<UserService>();
        if (context.Principal is { Identity.IsAuthenticated: true } principal
            && await users.StillAsync(principal.ToActor(), context.HttpContext.RequestAborted) is { } now)
        {
            principal.Place(now);
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync();
    }
}
