using System.Security.Claims;
using BpjsBjb.Services.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace BpjsBjb.Web.Security;

/// <summary>Between password and code: a sealed cookie of five minutes that says whose password was right. It opens no page.</summary>
public sealed class HalfSignIn(UserManager<PortalUser> users, IHttpContextAccessor http)
{
    public const string Scheme = "half";

    private const string Stamp = "stamp";

    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private HttpContext Context => http.HttpContext!;

    public async Task BeginAsync(PortalUser user)
    {
        Claim[] claims =
        [
            new(PortalClaims.UserId, user.Id.ToString()),
            // A new password or changed factors end what was begun under the old ones.
            new(Stamp, await users.GetSecurityStampAsync(user)),
        ];
        await Context.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme)));
    }

    /// <summary>Whose password was right within the last five minutes; null when nobody's.</summary>
    public async Task<PortalUser?> UserAsync()
    {
        if ((await Context.AuthenticateAsync(Scheme)).Principal is not { } half) return null;

        var user = await users.FindByIdAsync(half.FindFirstValue(PortalClaims.UserId) ?? "");
        return user is not null && half.HasClaim(Stamp, await users.GetSecurityStampAsync(user)) ? user : null;
    }

    public Task EndAsync() => Context.SignOutAsync(Scheme);
}
