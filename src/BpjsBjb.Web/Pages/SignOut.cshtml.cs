using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages;

/// <summary>Ends the session. A post, so that no link or picture can do it.</summary>
public sealed class SignOutModel(SignInService signIn) : PageModel
{
    [TempData]
    public string? Notice { get; set; }

    public IActionResult OnGet() => LocalRedirect("~/");

    public async Task<IActionResult> OnPostAsync()
    {
        await signIn.EndAsync(HttpContext);
        Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        Notice = "session.signed-out";
        return RedirectToPage("/SignIn/Index");
    }
}
