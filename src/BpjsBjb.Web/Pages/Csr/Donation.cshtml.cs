using BpjsBjb.Domain.Csr;
using BpjsBjb.Services.Csr;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>Money that came from the donor, or the remainder that went back.</summary>
public sealed class DonationModel(CsrSearch csr, CsrFundService funds) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public RecordDonation Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public CsrFundDetails Found { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        Input = new RecordDonation { Direction = nameof(DonationDirection.In) };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        var recorded = await funds.RecordDonationAsync(Id, Input, User.ToActor(), cancel);
        if (recorded.IsRefused) return this.Refuse(recorded.Refusals, nameof(Input));

        Notice = "csr.donation-recorded";
        return RedirectToPage("/Csr/Fund", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await csr.FundAsync(Id, User.ToActor(), cancel) is not { } fund) return false;

        Found = fund;
        return true;
    }
}
