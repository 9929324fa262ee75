using BpjsBjb.Services.Loans;
using BpjsBjb.Services.Proofs;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Proofs;

/// <summary>Issues a proof for a loan and opens it; shows itself only to say why there is none.</summary>
public sealed class IssueModel(ProofService proofs, LoanSearch loans, RefusalSentences sentences) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid LoanId { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public IReadOnlyList<Sentence> Reasons { get; private set; } = [];

    public IActionResult OnGet() => RedirectToPage("/Loans/Details", new { id = LoanId });

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await loans.DetailsAsync(LoanId, User.ToActor(), cancel) is null) return NotFound();

        var issued = await proofs.IssueAsync(LoanId, User.ToActor(), cancel);
        if (issued.IsRefused)
        {
            Reasons = [.. issued.Refusals.Select(sentences.Of)];
            return this.Refuse(issued.Refusals);
        }

        Notice = "proof.issued";
        return RedirectToPage("/Proofs/Details", new { id = issued.Value });
    }
}
