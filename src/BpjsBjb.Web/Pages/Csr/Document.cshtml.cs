using BpjsBjb.Services.Csr;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>A paper of a fund as a file to keep; it is never shown as a page of the portal.</summary>
public sealed class DocumentModel(CsrFundService funds) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await funds.OpenAsync(id, this.ReadPlace(), User.ToActor(), cancel) is not { } paper) return NotFound();

        return this.Paper(paper.Format, paper.Content, $"csr-{id:N}");
    }
}
