using BpjsBjb.Domain.Gate;
using BpjsBjb.Services.Gate;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Gate;

/// <summary>One waiver and, where it still waits, its decision.</summary>
public sealed class WaiverModel(GateSearch gate, WaiverService waivers, ReferenceSource reference, IAuthorizationService authorization) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public DecideWaiver Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public WaiverListItem Waiver { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    /// <summary>What the reader may choose here; none where it is decided or another's to decide. The database has the last word.</summary>
    public IReadOnlyList<WaiverVerdict> Choices { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!(await authorization.AuthorizeAsync(User, Policies.DecideWaivers)).Succeeded) return Forbid();

        var decided = await waivers.DecideAsync(Id, Input, User.ToActor(), cancel);
        if (decided.IsRefused) return await FindAsync(cancel) ? this.Refuse(decided.Refusals, nameof(Input)) : NotFound();

        Notice = "waiver.decided";
        return RedirectToPage("/Gate/Waiver", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await gate.WaiverAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        (Waiver, Book) = (found, await reference.ReadAsync(cancel));
        var mayDecide = (await authorization.AuthorizeAsync(User, Policies.DecideWaivers)).Succeeded;
        Choices = found.Verdict is not null || !mayDecide ? []
            : found.ProposedById == User.ToActor().UserId ? [WaiverVerdict.Withdrawn] : [WaiverVerdict.Approved, WaiverVerdict.Refused];
        return true;
    }
}
