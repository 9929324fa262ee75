using BpjsBjb.Domain.Proofs;
using BpjsBjb.Services.Proofs;
using BpjsBjb.Web.Localisation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Verify;

/// <summary>Answers anybody who holds a proof whether it still holds. The code is the key; nobody signs in.</summary>
public sealed class IndexModel(ProofSearch proofs) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "code")]
    public string? Asked { get; set; }

    [BindProperty]
    public TypedCode Input { get; set; } = new();

    public VerifiedProof? Proof { get; private set; }

    public bool IsUnknown { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        if (string.IsNullOrWhiteSpace(Asked)) return Page();

        var found = await proofs.VerifyAsync(Asked, cancel);
        if (!found.IsRefused)
        {
            Proof = found.Value;
            return Page();
        }

        IsUnknown = true;
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }

    public IActionResult OnPost()
    {
        Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        var code = ProofCode.Parse(Input.Code);
        if (!code.IsRefused) return RedirectToPage(new { code = code.Value.Grouped });

        return this.Refuse([.. code.Refusals.Select(refusal => refusal.On(nameof(Input.Code)))], nameof(Input));
    }

    /// <summary>What was typed from the paper.</summary>
    public sealed record TypedCode
    {
        public string? Code { get; init; }
    }
}
