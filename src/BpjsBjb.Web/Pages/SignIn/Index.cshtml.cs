using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Pages.SignIn;

public sealed class IndexModel(SignInService signIn, IOptions<PortalOptions> portal) : PageModel
{
    /// <summary>Longer ones are refused before anybody hashes them.</summary>
    private const int LongestPassword = 128;

    [BindProperty]
    public Credentials Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public bool IsDemo => portal.Value.Demo;

    public async Task<IActionResult> OnPostAsync()
    {
        var outcome = Input.Password?.Length > LongestPassword
            ? new SignInOutcome(SignInOutcome.Failed)
            : await signIn.TryAsync(Input.Email?.Trim() ?? "", Input.Password ?? "");
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
