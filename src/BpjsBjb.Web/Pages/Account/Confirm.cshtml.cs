using BpjsBjb.Services.Access;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Account;

/// <summary>Asks the password again before something that matters; see <see cref="RecentSignInAttribute"/>.</summary>
[ReadsQuery("problem")] // why a provider sent somebody back
public sealed class ConfirmModel(SignInService signIn, ProviderWays ways, ProviderLogins logins) : PageModel
{
    [BindProperty]
    public string? Password { get; set; }

    [BindProperty]
    public PasskeyAnswer Passkey { get; set; } = new();

    /// <summary>For somebody with a passkey.</summary>
    public PasskeyAsk? Ask { get; private set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Those that vouch for the reader.</summary>
    public IReadOnlyList<ProviderOptions> Providers { get; private set; } = [];

    public bool HasPassword { get; private set; }

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        Ask = await signIn.AskForPasskeyAsync(User);
        var reader = User.ToActor().UserId;
        Providers = await ways.BoundToAsync(reader, HttpContext.RequestAborted);
        HasPassword = await logins.HasPasswordAsync(reader, HttpContext.RequestAborted);
        await next();
    }

    public IActionResult OnGet(ProviderProblem? problem) => ProviderProblems.Of(problem) is { } refusal ? this.Refuse([refusal]) : Page();

    /// <summary>The provider asks once more, whatever session the person has there.</summary>
    public async Task<IActionResult> OnPostProviderAsync(string? provider)
    {
        if (Providers.FirstOrDefault(one => one.Name == provider) is not { } found) return NotFound();

        return await ways.LeaveAsync(this, found, ProviderErrand.Confirm, ReturnUrl) ?? this.Refuse([ProviderProblems.Unreachable]);
    }

    public async Task<IActionResult> OnPostAsync() =>
        await signIn.ConfirmAsync(User, Password ?? "") is { } refusal ? this.Refuse([refusal.On(nameof(Password))]) : Back();

    public async Task<IActionResult> OnPostPasskeyAsync() =>
        await signIn.ConfirmPasskeyAsync(User, Passkey) is { } refusal ? this.Refuse([refusal]) : Back();

    private LocalRedirectResult Back() => LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "~/");
}
