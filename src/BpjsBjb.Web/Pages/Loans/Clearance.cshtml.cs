using BpjsBjb.Services.Loans;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Loans;

[RecentSignIn(OnlyToSend = true)]
public sealed class ClearanceModel(LoanSearch search, LoanService loans, ReferenceSource reference) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public uint Version { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public LoanDetails Loan { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var cleared = await loans.ClearAsync(Id, Version, User.ToActor(), cancel);
        if (!await FindAsync(cancel)) return NotFound();
        if (cleared.IsRefused) return this.Refuse(cleared.Refusals);

        Notice = "loan.cleared";
        return RedirectToPage("/Loans/Details", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await search.DetailsAsync(Id, User.ToActor(), cancel) is not { } loan) return false;

        (Loan, Book) = (loan, await reference.ReadAsync(cancel));
        return true;
    }
}
