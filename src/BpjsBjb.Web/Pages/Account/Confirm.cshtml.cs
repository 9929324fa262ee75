using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Account;

/// <summary>Asks the password again before something that matters; see <see cref="RecentSignInAttribute"/>.</summary>
public sealed class ConfirmModel(SignInService signIn) : PageModel
{
    [BindProperty]
    public string? Password { get; set; }

    [BindProperty]
    public PasskeyAnswer Passkey { get; set; } = new();

    /// <summary>For somebody with a passkey.</summary>
    public PasskeyAsk? Ask { get; private set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        Ask = await signIn.AskForPasskeyAsync(User);
        await next();
    }

    public async Task<IActionResult> OnPostAsync() =>
        await signIn.ConfirmAsync(User, Password ?? "") is { } refusal ? this.Refuse([refusal.On(nameof(Password))]) : Back();

    public async Task<IActionResult> OnPostPasskeyAsync() =>
        await signIn.ConfirmPasskeyAsync(User, Passkey) is { } refusal ? this.Refuse([refusal]) : Back();

    private LocalRedirectResult Back() => LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "~/");
}
