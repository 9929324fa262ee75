using BpjsBjb.Domain.Loans;
using BpjsBjb.Services.Guarantees;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Agreement;

/// <summary>A paper of the agreement as a file to keep; it is never shown as a page of the portal.</summary>
public sealed class DocumentModel(AgreementPapers papers) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await papers.OpenAsync(id, User.ToActor(), cancel) is not { } paper) return NotFound();

        var (type, ending) = paper.Format switch
        {
            PaperFormat.Jpeg => ("image/jpeg", "jpg"),
            PaperFormat.Png => ("image/png", "png"),
            _ => ("application/pdf", "pdf"),
        };
        return File(paper.Content, type, $"kesepakatan-{id:N}.{ending}");
    }
}
