using System.Globalization;
using System.Security.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;

namespace BpjsBjb.Web.Security;

public static class ActorExtensions
{
    /// <summary>Who is acting, from the ticket. A ticket that lacks a claim is a bug and throws.</summary>
    public static Actor ToActor(this ClaimsPrincipal user) => new(
        Guid.Parse(user.Required(PortalClaims.UserId)),
        Enum.Parse<Role>(user.Required(PortalClaims.Role)),
        Guid.Parse(user.Required(PortalClaims.OfficeId)),
        new OfficeInterval(user.Number(PortalClaims.BankFrom), user.Number(PortalClaims.BankTo)),
        new OfficeInterval(user.Number(PortalClaims.BpjsFrom), user.Number(PortalClaims.BpjsTo)));

    /// <summary>The claims <see cref="ToActor"/> reads back, with what the page's frame shows.</summary>
    public static IEnumerable<Claim> ToClaims(this Actor actor, string name, string officeName) =>
    [
        new(PortalClaims.UserId, actor.UserId.ToString()),
        new(PortalClaims.Name, name),
        new(PortalClaims.Role, actor.Role.ToString()),
        new(PortalClaims.OfficeId, actor.OfficeId.ToString()),
        new(PortalClaims.OfficeName, officeName),
        Number(PortalClaims.BankFrom, actor.Bank.From),
        Number(PortalClaims.BankTo, actor.Bank.To),
        Number(PortalClaims.BpjsFrom, actor.Bpjs.From),
        Number(PortalClaims.BpjsTo, actor.Bpjs.To),
    ];

    /// <summary>Takes over where the holder's office stands by now, and what it is called.</summary>
    internal static void Place(this ClaimsPrincipal user, UserScope now)
    {
        var identity = (ClaimsIdentity)user.Identity!;
        foreach (var claim in new Actor(now.UserId, now.Role, now.OfficeId, now.Bank, now.Bpjs).ToClaims(now.FullName, now.OfficeName))
        {
            if (identity.FindFirst(claim.Type) is not { } old || old.Value == claim.Value) continue;

            identity.RemoveClaim(old);
            identity.AddClaim(claim);
        }
    }

    /// <summary>The session this request came in; null for a stranger.</summary>
    public static Guid? SessionIdOrNull(this ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(PortalClaims.SessionId), out var id) ? id : null;

    public static string FullName(this ClaimsPrincipal user) => user.Required(PortalClaims.Name);

    public static Role? RoleOrNull(this ClaimsPrincipal user) =>
        Enum.TryParse<Role>(user.FindFirstValue(PortalClaims.Role), out var role) ? role : null;

    /// <summary>At most two letters for the round mark beside the name.</summary>
    public static string Initials(this ClaimsPrincipal user) => string.Concat((user.FindFirstValue(PortalClaims.Name) ?? "")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2).Select(word => char.ToUpperInvariant(word[0])));

    private static Claim Number(string type, int number) =>
        new(type, number.ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer32);

    private static int Number(this ClaimsPrincipal user, string claim) =>
        int.Parse(user.Required(claim), NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Required(this ClaimsPrincipal user, string claim) =>
        user.FindFirstValue(claim) ?? throw new InvalidOperationException($"The ticket has no claim {claim}.");
}
