using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Proofs;
using BpjsBjb.Web.Proofs;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Proofs;

/// <summary>The proof as a sheet to print from the browser.</summary>
public sealed class DetailsModel(ProofSearch proofs, PersonalDataReads reads, ProofPaperSource papers, VerifyPage verify) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public ProofSheet Sheet { get; private set; } = null!;

    public ProofPaper Paper { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await proofs.ReadAsync(Id, User.ToActor(), cancel) is not { } sheet) return NotFound();

        await reads.LookAsync(sheet.LoanId, ["Debtor.Address", "Kpj"], this.ReadPlace(), User.ToActor(), cancel);
        (Sheet, Paper) = (sheet, papers.Of(sheet, verify.For(Request), User.FullName()));
        return Page();
    }
}
