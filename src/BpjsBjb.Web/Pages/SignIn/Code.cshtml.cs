using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.SignIn;

/// <summary>The second step: whoever has not passed the first within five minutes is sent back to it.</summary>
public sealed class CodeModel(SecondStep step) : PageModel
{
    [BindProperty]
    public SecondCode Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public async Task<IActionResult> OnGetAsync() => await step.IsBegunAsync() ? Page() : Back();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var outcome = await step.TryAsync(Input.Code, Input.RecoveryCode, cancel);
        if (outcome.Refusal == SecondStep.Expired) return Back();
        if (outcome.Refusal is { } refusal) return this.Refuse([refusal]);

        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "~/");
    }

    private RedirectToPageResult Back() => RedirectToPage("/SignIn/Index", new { ReturnUrl = Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : null });

    /// <summary>What was typed.</summary>
    public sealed record SecondCode
    {
        public string? Code { get; set; }

        public string? RecoveryCode { get; set; }
    }
}
