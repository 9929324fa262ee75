using BpjsBjb.Services.Access;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Pages.SignIn;

[ReadsQuery("problem")] // why a provider sent somebody back
public sealed class IndexModel(
    SignInService signIn, SignInNames names, Passkeys passkeys, ProviderWays ways, IOptions<PortalOptions> portal) : PageModel
{
    [BindProperty]
    public Credentials Input { get; set; } = new();

    [BindProperty]
    public PasskeyAnswer Passkey { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>For the form that needs a script; asks for no name, so it tells nobody whose passkeys there are.</summary>
    public PasskeyAsk Ask { get; private set; } = new("", "");

    public IReadOnlyList<ProviderOptions> Providers => ways.All;

    public bool IsDemo => portal.Value.Demo;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        Ask = await passkeys.AskToShowAsync(null);
        await next();
    }

    public IActionResult OnGet(ProviderProblem? problem) => ProviderProblems.Of(problem) is { } refusal ? this.Refuse([refusal]) : Page();

    public async Task<IActionResult> OnPostProviderAsync(string? provider)
    {
        if (ways.Find(provider) is not { } found) return NotFound();

        return await ways.LeaveAsync(this, found, ProviderErrand.SignIn, ReturnUrl) ?? this.Refuse([ProviderProblems.Unreachable]);
    }

    public async Task<IActionResult> OnPostPasskeyAsync()
    {
        var outcome = await signIn.TryPasskeyAsync(Passkey);
        return outcome.Refusal is { } refusal ? this.Refuse([refusal]) : LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "~/");
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var email = Input.Email?.Trim() ?? "";
        using var attempt = names.Attempt(email);
        if (!attempt.IsAcquired)
        {
            RequestLimits.SayWhen(Response, attempt);
            return StatusCode(StatusCodes.Status429TooManyRequests);
        }

        var outcome = Input.Password?.Length > PasswordRules.Longest // before anybody hashes it
            ? new SignInOutcome(SignInOutcome.Failed)
            : await signIn.TryAsync(email, Input.Password ?? "");
        if (outcome.Refusal is { } refusal) return this.Refuse([refusal]);

        if (outcome.NeedsCode) return RedirectToPage("/SignIn/Code", new { ReturnUrl = Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : null });

        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "~/");
    }

    /// <summary>What was typed.</summary>
    public sealed record Credentials
    {
        public string? Email { get; set; }

        public string? Password { get; set; }
    }
}
