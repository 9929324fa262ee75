using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Proofs;
using BpjsBjb.Web.Proofs;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Proofs;

/// <summary>The same sheet as a file.</summary>
public sealed class PdfModel(ProofSearch proofs, PersonalDataReads reads, ProofPaperSource papers, VerifyPage verify) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await proofs.ReadAsync(id, User.ToActor(), cancel) is not { } sheet) return NotFound();

        await reads.LookAsync(sheet.LoanId, ["Debtor.Address", "Kpj"], this.ReadPlace(), User.ToActor(), cancel);
        var paper = papers.Of(sheet, verify.For(Request), User.FullName());
        return File(ProofDocument.Draw(paper), "application/pdf", $"bukti-{sheet.DocumentNumber}.pdf");
    }
}
