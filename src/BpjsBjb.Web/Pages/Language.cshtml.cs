using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Pages;

/// <summary>Remembers the reader's language and goes back to where they were.</summary>
public sealed class LanguageModel(IWebHostEnvironment environment, IOptions<PortalOptions> portal, TimeProvider clock) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/");

    public IActionResult OnPost(string? language, string? returnUrl)
    {
        var plainHttp = portal.Value.Demo || environment.IsDevelopment();
        if (Localisation.Language.All.Contains(language))
        {
            var cookie = new CookieBuilder();
            PortalCookies.Guard(cookie, "lang", plainHttp);
            cookie.MaxAge = TimeSpan.FromDays(365);
            Response.Cookies.Append(cookie.Name!, language!, cookie.Build(HttpContext, clock.GetUtcNow()));
        }

        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "~/");
    }
}
