using BpjsBjb.Services.Contributions;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Bills;

public sealed class DetailsModel(ContributionSearch bills) : PageModel
{
    public BillDetails Bill { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await bills.DetailsAsync(id, User.ToActor(), cancel) is not { } bill) return NotFound();

        Bill = bill;
        return Page();
    }
}
