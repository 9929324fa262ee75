using BpjsBjb.Services.Dashboards;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace BpjsBjb.Web.Pages.Dashboards;

public sealed class RegencyModel(DashboardSearch dashboards, ReferenceSource reference, TimeProvider clock) : DashboardPage(reference, clock)
{
    public RegencyDashboard Regency { get; private set; } = null!;

    public string Code => Regency.Participants.Code;

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken cancel)
    {
        await ReadFilterAsync(cancel);
        if (await dashboards.RegencyAsync(code, Filter, User.ToActor(), cancel) is not { } regency) return NotFound();

        Regency = regency;
        return Page();
    }
}
