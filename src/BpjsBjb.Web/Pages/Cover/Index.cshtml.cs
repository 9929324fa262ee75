using BpjsBjb.Services.Common;
using BpjsBjb.Services.Cover;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using BpjsBjb.Web.TagHelpers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Cover;

/// <summary>The bank's work list in months 4 to 60: every paid-out loan by what stands to be lost, and the radar of branches.</summary>
public sealed class IndexModel(CoverSearch covers, ReferenceSource reference) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public CoverTab? Tab { get; set; }

    [BindProperty(SupportsGet = true, Name = ListQuery.PageNumber)]
    public int Number { get; set; } = 1;

    public CoverTab Shown { get; private set; }

    public Page<CoverListItem> List { get; private set; } = null!;

    public IReadOnlyList<CoverCount> Counts { get; private set; } = [];

    public IReadOnlyList<BranchRisk> Radar { get; private set; } = [];

    public ReferenceBook Book { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var actor = User.ToActor();
        (Counts, Radar) = await covers.BoardAsync(actor, cancel);
        // Where somebody is needed first: the membership that can still be kept, then the cover that ends soon.
        Shown = Tab ?? (Counts.FirstOrDefault(count => count.Tab is CoverTab.Grace && count.Loans > 0)
            ?? Counts.FirstOrDefault(count => count.Loans > 0) ?? Counts[0]).Tab;
        List = await covers.ListAsync(Shown, Number, actor, cancel);
        Book = await reference.ReadAsync(cancel);
    }
}
