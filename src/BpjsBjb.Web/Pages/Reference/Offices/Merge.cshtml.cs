using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace BpjsBjb.Web.Pages.Reference.Offices;

/// <summary>A branch that is to become part of another: the first of two people.</summary>
[RecentSignIn(OnlyToSend = true)]
public sealed class MergeModel(MergerService mergers, OfficeSearch search, ReferenceSource reference) : OfficePage(search, reference)
{
    [BindProperty]
    public ProposeMerger Input { get; set; } = new();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindBranchAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var proposed = await mergers.ProposeAsync(Id, Input, User.ToActor(), cancel);
        if (proposed.IsRefused) return await FindBranchAsync(cancel) ? this.Refuse(proposed.Refusals, nameof(Input)) : NotFound();

        Notice = "merger.proposed";
        return RedirectToPage("Merger", new { id = proposed.Value });
    }

    private async Task<bool> FindBranchAsync(CancellationToken cancel) =>
        await FindAsync(cancel) && Office is { ValidTo: null, Kind: OfficeKind.Branch or OfficeKind.SubBranch };
}
