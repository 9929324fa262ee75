using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Account;

/// <summary>Asks the password again before something that matters; see <see cref="RecentSignInAttribute"/>.</summary>
public sealed class ConfirmModel(SignInService signIn) : PageModel
{
    [BindProperty]
    public string? Password { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await signIn.ConfirmAsync(User, Password ?? "") is { } refusal) return this.Refuse([refusal.On(nameof(Password))]);

        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "~/");
    }
}
