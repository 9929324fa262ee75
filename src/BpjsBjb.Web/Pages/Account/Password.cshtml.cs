using BpjsBjb.Services.Access;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Account;

/// <summary>A new password for oneself; every other session ends.</summary>
public sealed class PasswordModel(PasswordService passwords) : PageModel
{
    [BindProperty]
    public ChangePassword Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public int Shortest => PasswordRules.ShortestFor(User.ToActor().Role);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var refusals = await passwords.ChangeAsync(User, Input, cancel);
        if (refusals.Count > 0) return this.Refuse(refusals, nameof(Input));

        Notice = "password.changed";
        return RedirectToPage("Sessions");
    }
}
