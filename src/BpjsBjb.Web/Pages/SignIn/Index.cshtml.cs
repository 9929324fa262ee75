using BpjsBjb.Services.Access;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Pages.SignIn;

public sealed class IndexModel(SignInService signIn, SignInNames names, IOptions<PortalOptions> portal) : PageModel
{
    [BindProperty]
    public Credentials Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public bool IsDemo => portal.Value.Demo;

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
