using BpjsBjb.Services.Claims;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Claims;

/// <summary>The end of a claim, by somebody who did not open it.</summary>
public sealed class CloseModel(ClaimSearch claims, ClaimService service) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public CloseClaim Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public ClaimDetails Claim { get; private set; } = null!;

    public bool IsOwn => Claim.OpenedBy == User.ToActor().UserId;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var closed = await service.CloseAsync(Id, Input, User.ToActor(), cancel);
        if (closed is null) return NotFound();
        if (closed.IsRefused) return await FindAsync(cancel) ? this.Refuse(closed.Refusals, nameof(Input)) : NotFound();

        Notice = "claim.ended";
        return RedirectToPage("/Claims/Details", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await claims.DetailsAsync(Id, User.ToActor(), cancel) is not { } claim) return false;

        Claim = claim;
        return true;
    }
}
