using BpjsBjb.Services.Gate;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Gate;

/// <summary>The gate of one loan: its conditions, a waiver to propose, what was decided and who tried to pay out.</summary>
public sealed class LoanModel(GateSearch gate, WaiverService waivers, IAuthorizationService authorization) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public ProposeWaiver Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public LoanGate Gate { get; private set; } = null!;

    public bool MayPropose { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!(await authorization.AuthorizeAsync(User, Policies.ClearLoans)).Succeeded) return Forbid();

        var proposed = await waivers.ProposeAsync(Id, Input, User.ToActor(), cancel);
        if (proposed.IsRefused) return await FindAsync(cancel) ? this.Refuse(proposed.Refusals, nameof(Input)) : NotFound();

        Notice = "waiver.proposed";
        return RedirectToPage("/Gate/Waiver", new { id = proposed.Value });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await gate.LoanAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        Gate = found;
        MayPropose = found.Waivable.Count > 0 && (await authorization.AuthorizeAsync(User, Policies.ClearLoans)).Succeeded;
        return true;
    }
}
