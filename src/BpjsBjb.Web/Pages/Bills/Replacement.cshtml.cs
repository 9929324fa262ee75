using BpjsBjb.Services.Contributions;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Bills;

/// <summary>The bill that takes the place of an expired one.</summary>
public sealed class ReplacementModel(ContributionSearch bills, ContributionService contributions) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public BillDetails Bill { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var issued = await contributions.ReissueAsync(Id, User.ToActor(), cancel);
        if (issued.IsRefused) return await FindAsync(cancel) ? this.Refuse(issued.Refusals) : NotFound();

        Notice = "bill.reissued";
        return RedirectToPage("Details", new { id = issued.Value });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await bills.DetailsAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        Bill = found;
        return true;
    }
}
