using BpjsBjb.Services.Mails;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Pages;

/// <summary>Remembers the reader's language, that of their mail too, and goes back to where they were.</summary>
public sealed class LanguageModel(IWebHostEnvironment environment, IOptions<PortalOptions> portal, MailChoiceService choices, TimeProvider clock) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/");

    public async Task<IActionResult> OnPostAsync(string? language, string? returnUrl, CancellationToken cancel)
    {
        var plainHttp = portal.Value.Demo || environment.IsDevelopment();
        if (Localisation.Language.All.Contains(language))
        {
            var cookie = new CookieBuilder();
            PortalCookies.Guard(cookie, "lang", plainHttp);
            cookie.MaxAge = TimeSpan.FromDays(365);
            Response.Cookies.Append(cookie.Name!, language!, cookie.Build(HttpContext, clock.GetUtcNow()));
            if (User.RoleOrNull() is not null) await choices.KeepLanguageAsync(language!, User.ToActor(), cancel);
        }

        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "~/");
    }
}
