using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Reference.Offices;

/// <summary>The tree of one institution as it stood on a day; the address names both.</summary>
public sealed class IndexModel(OfficeSearch offices, MergerSearch mergers, ReferenceSource reference, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Institution Institution { get; set; }

    /// <summary>The day as typed; today where none is, or none can be read.</summary>
    [BindProperty(SupportsGet = true)]
    public string? On { get; set; }

    public DateOnly Day { get; private set; }

    public bool IsToday => Day == clock.Today();

    public ReferenceBook Book { get; private set; } = null!;

    public IReadOnlyList<OfficeLine> Lines { get; private set; } = [];

    public int OpenMergers { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        if (!Enum.IsDefined(Institution)) Institution = Institution.Bjb;
        var typed = TypedDate.Parse(On);
        Day = typed.IsRefused ? clock.Today() : typed.Value;
        Book = await reference.ReadAsync(cancel);
        Lines = await offices.TreeAsync(Institution, Day, User.ToActor(), cancel);
        OpenMergers = (await mergers.ListAsync(User.ToActor(), cancel)).Count(merger => merger.IsOpen);
    }
}
