using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Csr;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>How much of the fund is to buy which months: what it buys is shown first, then it is proposed.</summary>
public sealed class ProposeModel(CsrSearch csr, CsrAllocationService allocations) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public ProposeAllocation Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public CsrFundDetails Found { get; private set; } = null!;

    public IReadOnlyList<CsrConversion> Conversions { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        Input = new ProposeAllocation
        {
            Budget = Format.RupiahTyped(Found.Ledger.Unspent),
            FirstMonth = Found.FirstMonth.FirstDay.ToString("MM-yyyy", System.Globalization.CultureInfo.InvariantCulture),
            Months = $"{Found.Months}",
        };
        return Page();
    }

    public async Task<IActionResult> OnPostLookAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        var (budget, first) = (Rupiah.Parse(Input.Budget), TypedMonth.Parse(Input.FirstMonth));
        if (!budget.IsRefused && !first.IsRefused && int.TryParse(Input.Months, out var months) && months is > 0 and <= Domain.Csr.CsrFund.MostMonths)
        {
            Conversions = await csr.ConversionsAsync(Found.Code, first.Value, months, budget.Value, cancel);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        var proposed = await allocations.ProposeAsync(Id, Input, User.ToActor(), cancel);
        if (proposed.IsRefused) return this.Refuse(proposed.Refusals, nameof(Input));

        Notice = "csr.proposed";
        return RedirectToPage("/Csr/Allocation", new { id = proposed.Value });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await csr.FundAsync(Id, User.ToActor(), cancel) is not { } fund) return false;

        Found = fund;
        return true;
    }
}
