using System.Text;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Gate;
using BpjsBjb.Web.Proofs;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>The signed list of a fund's person-months, as a file.</summary>
public sealed class BlindedModel(CsrBlindedLists lists, SigningKeys keys, IOptions<PortalOptions> portal, TimeProvider clock) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid fund, CancellationToken cancel)
    {
        if (await lists.ReadAsync(fund, User.ToActor(), cancel) is not { } list) return NotFound();

        var signed = CsrBlindedToken.Sign(list, portal.Value.PublicAddress, await keys.CurrentAsync(cancel), clock.GetUtcNow());
        return File(Encoding.ASCII.GetBytes(signed), "application/jose", $"{list.FundNumber}-{list.On:yyyy-MM-dd}.jws");
    }
}
