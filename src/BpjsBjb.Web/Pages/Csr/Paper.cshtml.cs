using BpjsBjb.Services.Csr;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>A paper of a fund is kept, sealed: its agreement, an initialled list, a hand-over record.</summary>
[TakesFiles(Domain.Loans.Paper.MostBytes + RequestGuard.MostFormBytes)]
public sealed class PaperModel(CsrSearch csr, CsrFundService funds) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public IFormFile? Paper { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public CsrFundDetails Found { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();
        if (Paper is null) return this.Refuse([Domain.Loans.Paper.Missing.On(nameof(Paper))]);

        var kept = await funds.AddDocumentAsync(Id, Kind, await Paper.ReadAsync(cancel), User.ToActor(), cancel);
        if (kept.IsRefused) return this.Refuse(kept.Refusals);

        Notice = "csr.paper-kept";
        return RedirectToPage("/Csr/Fund", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await csr.FundAsync(Id, User.ToActor(), cancel) is not { } fund) return false;

        Found = fund;
        return true;
    }
}
