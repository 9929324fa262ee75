using BpjsBjb.Services.Claims;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Claims;

/// <summary>A paper is put into the file of a claim, sealed, and what it proves counts as received.</summary>
[TakesFiles(Domain.Loans.Paper.MostBytes + RequestGuard.MostFormBytes)]
public sealed class PaperModel(ClaimSearch claims, ClaimPapers papers) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Name of a <c>ClaimItem</c>.</summary>
    [BindProperty]
    public string? Item { get; set; }

    [BindProperty]
    public IFormFile? Paper { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public ClaimDetails Claim { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();
        if (Paper is null) return this.Refuse([Domain.Loans.Paper.Missing.On(nameof(Paper))]);

        if (await papers.AddAsync(Id, Item, await Paper.ReadAsync(cancel), User.ToActor(), cancel) is not { } kept) return NotFound();
        if (kept.IsRefused) return this.Refuse(kept.Refusals);

        Notice = "claim.paper-kept";
        return RedirectToPage("/Claims/Details", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await claims.DetailsAsync(Id, User.ToActor(), cancel) is not { } claim) return false;

        Claim = claim;
        return true;
    }
}
