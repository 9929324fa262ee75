using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Loans;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Loans;

[RecentSignIn(OnlyToSend = true)]
public sealed class DisbursementModel(LoanSearch search, LoanService loans, ReferenceSource reference) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public uint Version { get; set; }

    [BindProperty]
    public RecordDisbursement Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public LoanDetails Loan { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(null, cancel)) return NotFound();

        Input = new RecordDisbursement { Amount = Format.Typed(Loan.Remaining), ValueDate = Format.DateTyped(Loan.Today) };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var paidOut = await loans.DisburseAsync(Id, Version, Input, User.ToActor(), cancel);
        if (!await FindAsync(Input.ValueDate, cancel)) return NotFound();
        if (paidOut.IsRefused) return this.Refuse(paidOut.Refusals, nameof(Input));

        Notice = "loan.disbursed";
        return RedirectToPage("/Loans/Details", new { id = Id });
    }

    /// <summary>The loan with its gate on the day typed, as far as that is a day.</summary>
    private async Task<bool> FindAsync(string? valueDate, CancellationToken cancel)
    {
        var on = TypedDate.Parse(valueDate);
        if (await search.DetailsAsync(Id, User.ToActor(), cancel, on.IsRefused ? null : on.Value) is not { } loan) return false;

        (Loan, Book) = (loan, await reference.ReadAsync(cancel));
        return true;
    }
}
