using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>One fund: its money from the commitment to the last month, its regions, lists, allocations and papers.</summary>
public sealed class FundModel(CsrSearch csr, ReferenceSource reference) : PageModel
{
    [TempData]
    public string? Notice { get; set; }

    public CsrFundDetails Found { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public bool MayKeep => User.RoleOrNull() is { } role && Policies.Allows(Policies.KeepCsr, role);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await csr.FundAsync(id, User.ToActor(), cancel) is not { } fund) return NotFound();

        (Found, Book) = (fund, await reference.ReadAsync(cancel));
        return Page();
    }
}
