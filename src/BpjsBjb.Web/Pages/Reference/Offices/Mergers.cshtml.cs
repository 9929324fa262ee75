using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Reference.Offices;

/// <summary>Mergers, those that wait or are still to come first.</summary>
public sealed class MergersModel(MergerSearch mergers) : PageModel
{
    public IReadOnlyList<MergerListItem> Items { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Items = await mergers.ListAsync(User.ToActor(), cancel);
}
