using BpjsBjb.Services.Common;
using BpjsBjb.Services.Dashboards;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using BpjsBjb.Web.TagHelpers;
using Microsoft.AspNetCore.Mvc;

namespace BpjsBjb.Web.Pages.Dashboards;

public sealed class BranchModel(DashboardSearch dashboards, DashboardRowSearch rows, ReferenceSource reference, TimeProvider clock)
    : DashboardPage(reference, clock)
{
    public BranchDashboard Branch { get; private set; } = null!;

    public Page<ParticipantRow> People { get; private set; } = null!;

    public string? RegencyCode { get; private set; }

    public override IEnumerable<(string Key, string Value)> Kept => RegencyCode is { } code ? [("regency", code)] : [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        await ReadFilterAsync(cancel);
        RegencyCode = Asked("regency");
        var actor = User.ToActor();
        if (await dashboards.BranchAsync(id, RegencyCode, Filter, actor, cancel) is not { } branch) return NotFound();

        Branch = branch;
        var address = new FigureAddress(Filter, Filter.From, RegencyCode, id);
        People = await rows.ParticipantsAsync(address, AskedNumber(ListQuery.PageNumber) ?? 1, actor, cancel);
        return Page();
    }
}
