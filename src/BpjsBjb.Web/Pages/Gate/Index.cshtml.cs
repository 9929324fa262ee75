using BpjsBjb.Services.Common;
using BpjsBjb.Services.Gate;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using BpjsBjb.Web.TagHelpers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Gate;

/// <summary>Where the gate was opened by people, and where somebody tried in vain.</summary>
public sealed class IndexModel(GateSearch gate, ReferenceSource reference) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public WaiverTab? Tab { get; set; }

    [BindProperty(SupportsGet = true, Name = ListQuery.PageNumber)]
    public int Number { get; set; } = 1;

    public WaiverTab Shown { get; private set; }

    public IReadOnlyDictionary<WaiverTab, int> Counts { get; private set; } = new Dictionary<WaiverTab, int>();

    public Page<WaiverListItem> Waivers { get; private set; } = null!;

    public IReadOnlyList<DisbursementAttempt> Refused { get; private set; } = [];

    public ReferenceBook Book { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var actor = User.ToActor();
        Counts = await gate.CountsAsync(actor, cancel);
        Shown = Tab ?? Counts.FirstOrDefault(tab => tab.Value > 0).Key;
        Waivers = await gate.WaiversAsync(Shown, Number, actor, cancel);
        Refused = await gate.RefusedAsync(actor, cancel);
        Book = await reference.ReadAsync(cancel);
    }
}
