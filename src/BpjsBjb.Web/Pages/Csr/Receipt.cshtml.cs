using BpjsBjb.Services.Csr;
using BpjsBjb.Web.Proofs;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>The receipt of a donation as a PDF. It names no person but the officer who recorded it.</summary>
public sealed class ReceiptModel(CsrSearch csr, CsrPaperSource papers) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        var actor = User.ToActor();
        if (await csr.DonationAsync(id, actor, cancel) is not { } found || await csr.FundAsync(found.FundId, actor, cancel) is not { } fund) return NotFound();

        return File(ClaimDocument.Draw(papers.Receipt(found.Donation, fund, User.FullName())), "application/pdf", $"{found.Donation.Number}.pdf");
    }
}
