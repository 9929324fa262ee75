using BpjsBjb.Services.Contributions;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Bills;

/// <summary>Takes a recorded payment back: by a second person, with a coded reason.</summary>
[RecentSignIn(OnlyToSend = true)]
public sealed class ReversalModel(ContributionSearch bills, MoneyService money) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Name of a <c>ReversalReason</c>.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public BillDetails Bill { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var reversed = await money.ReverseAsync(Id, Reason, User.ToActor(), cancel);
        if (reversed.IsRefused) return await FindAsync(cancel) ? this.Refuse(reversed.Refusals) : NotFound();

        Notice = "payment.reversed";
        return RedirectToPage("Details", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await bills.DetailsAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        Bill = found;
        return true;
    }
}
