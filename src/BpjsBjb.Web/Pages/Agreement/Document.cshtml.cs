using BpjsBjb.Services.Guarantees;
using BpjsBjb.Web.Localisation;
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

        return this.Paper(paper.Format, paper.Content, $"kesepakatan-{id:N}");
    }
}
