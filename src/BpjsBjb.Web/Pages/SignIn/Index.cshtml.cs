using BpjsBjb.Services.Access;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Pages.SignIn;

public sealed class IndexModel(SignInService signIn, SignInNames names, Passkeys passkeys, IOptions<PortalOptions> portal) : PageModel
{
    [BindProperty]
    public Credentials Input { get; set; } = new();

    [BindProperty]
    public PasskeyAnswer Passkey { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>For the form that needs a script; asks for no name, so it tells nobody whose passkeys there are.</summary>
    public PasskeyAsk Ask { get; private set; } = new("", "");

    /// <summary>An institution's provider was asked and nobody came of it.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Refused { get; set; }

    public IReadOnlyList<ProviderOptions> Providers => portal.Value.Providers;

    public bool IsDemo => portal.Value.Demo;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        Ask = await passkeys.AskToShowAsync(null);
        await next();
    }

    public IActionResult OnGet() => Refused ? this.Refuse([ProviderSignIn.Refused]) : Page();

    public async Task<IActionResult> OnGetProviderAsync(string? provider)
    {
        if (Providers.FirstOrDefault(one => one.Name == provider) is not { } found) return NotFound();

        try
        {
            var back = new AuthenticationProperties { RedirectUri = Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : Url.Content("~/") };
            await HttpContext.ChallengeAsync(found.Scheme, back);
            return new EmptyResult();
        }
        catch (InvalidOperationException)
        {
            // What the provider says of itself could not be read.
            return this.Refuse([ProviderSignIn.Unreachable]);
        }
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
