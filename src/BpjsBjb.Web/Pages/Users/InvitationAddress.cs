using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Pages.Users;

/// <summary>A one-time link as it is handed over, under the portal's public address where one is set.</summary>
internal static class InvitationAddress
{
    public static string Of(HttpContext context, string token)
    {
        var settings = context.RequestServices.GetRequiredService<IOptions<PortalOptions>>().Value;
        var portal = string.IsNullOrEmpty(settings.PublicAddress)
            ? $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}"
            : settings.PublicAddress.TrimEnd('/');
        return $"{portal}/Invitation/{token}";
    }
}
