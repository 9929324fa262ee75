using BpjsBjb.Services.Employers;
using BpjsBjb.Services.Loans;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Employers;

/// <summary>A supervisor clears an employer's loan and records what is paid out. Whether the gate is open is the database's to say.</summary>
[RecentSignIn(OnlyToSend = true)]
public sealed class PayoutModel(EmployerLoanSearch search, LoanService loans, ReferenceSource reference) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public uint Version { get; set; }

    [BindProperty]
    public RecordDisbursement Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public EmployerLoanDetails Loan { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        Input = new RecordDisbursement { Amount = Format.Typed(Loan.Remaining), ValueDate = Format.DateTyped(Loan.Today) };
        return Page();
    }

    public async Task<IActionResult> OnPostClearAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        var cleared = await loans.ClearAsync(Id, Version, User.ToActor(), cancel);
        if (cleared.IsRefused)
        {
            await FindAsync(cancel);
            return this.Refuse(cleared.Refusals);
        }

        Notice = "loan.cleared";
        return RedirectToPage("Loan", new { id = Id });
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        var paidOut = await loans.DisburseAsync(Id, Version, Input, User.ToActor(), cancel);
        if (paidOut.IsRefused)
        {
            await FindAsync(cancel);
            return this.Refuse(paidOut.Refusals, nameof(Input));
        }

        Notice = "loan.disbursed";
        return RedirectToPage("Loan", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await search.DetailsAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        (Loan, Book) = (found, await reference.ReadAsync(cancel));
        return true;
    }
}
