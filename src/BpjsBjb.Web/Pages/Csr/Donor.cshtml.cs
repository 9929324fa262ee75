using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>A donor's own funds in numbers: no person, and no number of fewer than five people.</summary>
public sealed class DonorModel(CsrDonorSearch search, ReferenceSource reference, TimeProvider clock) : PageModel
{
    public IReadOnlyList<CsrFundSums> Funds { get; private set; } = [];

    /// <summary>The fund whose numbers are shown; null where there is none.</summary>
    public CsrFigures? Shown { get; private set; }

    public ReferenceBook Book { get; private set; } = null!;

    public DateOnly Today => clock.Today();

    /// <param name="fund">The newest where none is named.</param>
    public async Task<IActionResult> OnGetAsync(Guid? fund, CancellationToken cancel)
    {
        var actor = User.ToActor();
        Funds = await search.FundsAsync(actor, cancel);
        Book = await reference.ReadAsync(cancel);
        if (fund is null && Funds.Count == 0) return Page();

        Shown = await search.FiguresAsync(fund ?? Funds[0].Id, actor, cancel);
        return Shown is null ? NotFound() : Page();
    }
}
