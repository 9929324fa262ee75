using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Guarantees;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Loans;

/// <summary>A paper of a guarantee as a file to keep; it is never shown as a page of the portal.</summary>
public sealed class GuaranteeDocumentModel(GuaranteeFileService files, PersonalDataReads reads) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await files.OpenAsync(id, User.ToActor(), cancel) is not { } paper) return NotFound();

        await reads.LookAsync(paper.LoanId, ["GuaranteePaper"], this.ReadPlace(), User.ToActor(), cancel);
        return this.Paper(paper.Format, paper.Content, $"penjaminan-{id:N}");
    }
}
