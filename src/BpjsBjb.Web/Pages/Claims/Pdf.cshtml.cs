using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Claims;
using BpjsBjb.Web.Proofs;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Claims;

/// <summary>The same file as a PDF.</summary>
[RecentSignIn]
public sealed class PdfModel(ClaimSearch claims, PersonalDataReads reads, ClaimPaperSource papers) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        var actor = User.ToActor();
        if (await claims.FileAsync(id, actor, cancel) is not { } file) return NotFound();

        await reads.LookAsync(file.CaseId, FileModel.Fields, this.ReadPlace(), actor, cancel);
        return File(ClaimDocument.Draw(await papers.OfAsync(file, User.FullName(), cancel)), "application/pdf", "berkas-klaim.pdf");
    }
}
