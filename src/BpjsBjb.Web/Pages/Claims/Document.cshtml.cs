using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Claims;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Claims;

/// <summary>A paper of a claim as a file to keep; it is never shown as a page of the portal.</summary>
public sealed class DocumentModel(ClaimPapers papers, PersonalDataReads reads) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await papers.OpenAsync(id, User.ToActor(), cancel) is not { } paper) return NotFound();

        await reads.LookAsync(paper.LoanId, ["ClaimPaper"], this.ReadPlace(), User.ToActor(), cancel);
        return this.Paper(paper.Format, paper.Content, $"klaim-{id:N}");
    }
}
