namespace BpjsBjb.Web.Security;

/// <summary>Cookie names: bound to this host over HTTPS, plain on http://localhost for demonstrations and development.</summary>
public static class PortalCookies
{
    public static string Name(string name, bool plainHttp) => plainHttp ? name : $"__Host-{name}";

    /// <summary>Makes a cookie this portal's: HTTP only, whole site, never sent from elsewhere.</summary>
    public static void Guard(CookieBuilder cookie, string name, bool plainHttp)
    {
        cookie.Name = Name(name, plainHttp);
        cookie.Path = "/";
        cookie.HttpOnly = true;
        cookie.IsEssential = true;
        cookie.SameSite = SameSiteMode.Strict;
        cookie.SecurePolicy = plainHttp ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
    }
}
