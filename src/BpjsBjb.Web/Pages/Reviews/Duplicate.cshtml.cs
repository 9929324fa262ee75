using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Reviews;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Reviews;

/// <summary>Two records side by side: whose value stands, attribute by attribute, or that they are two people.</summary>
[RecentSignIn(OnlyToSend = true)]
public sealed class DuplicateModel(DuplicateSearch search, DuplicateService duplicates, PersonalDataReads reads) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public ProposeMerge Input { get; set; } = new();

    [BindProperty]
    public StateReason Dismissal { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public DuplicateDetails Pair { get; private set; } = null!;

    public bool CanPropose => Pair is { MergeId: null, Dismissed: null, Hindrances.Count: 0 };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostProposeAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        var proposed = await duplicates.ProposeAsync(Pair, Input, User.ToActor(), cancel);
        if (proposed.IsRefused) return await RefusedAsync(proposed, nameof(Input), cancel);

        Notice = "merge.proposed";
        return RedirectToPage("Merge", new { id = proposed.Value });
    }

    public async Task<IActionResult> OnPostDismissAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        var dismissed = await duplicates.DismissAsync(Id, Dismissal, User.ToActor(), cancel);
        if (dismissed.IsRefused) return await RefusedAsync(dismissed, nameof(Dismissal), cancel);

        Notice = "duplicate.dismissed";
        return RedirectToPage("Duplicates");
    }

    public string? ChoiceOf(PersonAttribute attribute) => Input.ChoiceOf(attribute);

    private async Task<IActionResult> RefusedAsync(Result<Guid> refused, string prefix, CancellationToken cancel) =>
        await FindAsync(cancel) ? this.Refuse(refused.Refusals, prefix) : NotFound();

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await search.PairAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        foreach (var one in found.A.Cases.Take(1).Concat(found.B.Cases.Take(1)))
        {
            await reads.LookAsync(one.Id, PersonalDataReads.WholeRecord, this.ReadPlace(), User.ToActor(), cancel);
        }

        Pair = found;
        return true;
    }
}
