using BpjsBjb.Services.Quotes;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Bills;

/// <summary>Why a bill is this much: its rows of the law, and the same price made again. It names nobody.</summary>
public sealed class ExplainModel(ExplanationSearch explanations) : PageModel
{
    /// <summary>A date as typed; empty prices again by what was known when the bill was issued.</summary>
    [BindProperty(SupportsGet = true)]
    public string? KnownOn { get; set; }

    public ExplainedBill Bill { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await explanations.OfBillAsync(id, KnownOn, User.ToActor(), cancel) is not { } bill) return NotFound();

        Bill = bill;
        return bill.Refusals.Count > 0 ? this.Refuse(bill.Refusals) : Page();
    }
}
