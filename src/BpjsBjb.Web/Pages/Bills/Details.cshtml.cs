using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Contributions;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Bills;

/// <summary>One bill. The number to pay with is the NIK, so opening the page is a look.</summary>
public sealed class DetailsModel(ContributionSearch bills, PersonalDataReads reads) : PageModel
{
    public BillDetails Bill { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await bills.DetailsAsync(id, User.ToActor(), cancel) is not { } bill) return NotFound();

        await reads.LookAsync(bill.EnrollmentId, ["Debtor.Nik"], this.ReadPlace(), User.ToActor(), cancel);
        Bill = bill;
        return Page();
    }
}
