using BpjsBjb.Services.Claims;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Claims;

/// <summary>Opens a claim: the debtor by the number of a loan or a case, then what happened.</summary>
public sealed class OpenModel(ClaimSearch claims, ClaimService service, ReferenceSource reference, TimeProvider clock) : PageModel
{
    /// <summary>A loan of the debtor; without one the page looks for it.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Id { get; set; }

    /// <summary>Number of a loan or a case to look for.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty]
    public OpenClaim Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public ClaimDebtor? Debtor { get; private set; }

    public IReadOnlyList<ClaimLink> Known { get; private set; } = [];

    public IReadOnlyList<ClaimDebtor>? Found { get; private set; }

    public ReferenceBook Book { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        Input = new OpenClaim { ToldOn = Format.DateTyped(JakartaDate) };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Id is not { } loanId) return await FindAsync(cancel) ? this.Refuse([ClaimService.UnknownDebtor]) : NotFound();

        var opened = await service.OpenAsync(loanId, Input, User.ToActor(), cancel);
        if (opened.IsRefused) return await FindAsync(cancel) ? this.Refuse(opened.Refusals, nameof(Input)) : NotFound();

        Notice = "claim.opened";
        return RedirectToPage("/Claims/Details", new { id = opened.Value });
    }

    private DateOnly JakartaDate => BpjsBjb.Domain.Common.JakartaTime.Today(clock);

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        var actor = User.ToActor();
        Book = await reference.ReadAsync(cancel);
        if (Id is not { } loanId)
        {
            Found = string.IsNullOrWhiteSpace(Q) ? null : await claims.FindAsync(Q, actor, cancel);
            return true;
        }

        if (await claims.DebtorAsync(loanId, actor, cancel) is not { } debtor) return false;

        (Debtor, Known) = (debtor, await claims.OfLoanAsync(loanId, actor, cancel));
        return true;
    }
}
