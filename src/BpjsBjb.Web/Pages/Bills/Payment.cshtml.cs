using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Contributions;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Bills;

/// <summary>The payment of a bill, as a page of its own with a policy of its own. It shows the NIK, so opening it is a look.</summary>
public sealed class PaymentModel(ContributionSearch bills, ContributionService contributions, PersonalDataReads reads) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public RecordPayment Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public BillDetails Bill { get; private set; } = null!;

    /// <summary>Whether what was typed does not fit the bill, so that the money can only wait.</summary>
    public bool OffersHold { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var recorded = await contributions.RecordPaymentAsync(Id, Input, User.ToActor(), cancel);
        if (recorded.IsRefused)
        {
            OffersHold = ContributionService.CanWait(recorded.Refusals);
            return await FindAsync(cancel) ? this.Refuse(recorded.Refusals, nameof(Input)) : NotFound();
        }

        Notice = Input.Hold?.StartsWith("true", StringComparison.OrdinalIgnoreCase) == true ? "payment.held" : "payment.recorded";
        return RedirectToPage("Details", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await bills.DetailsAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        await reads.LookAsync(found.EnrollmentId, ["Debtor.Nik"], this.ReadPlace(), User.ToActor(), cancel);
        Bill = found;
        return true;
    }
}
