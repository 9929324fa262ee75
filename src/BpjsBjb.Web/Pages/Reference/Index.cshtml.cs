using BpjsBjb.Services.Reference;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Reference;

/// <summary>The kinds of reference data, how many rows each has and who changed it last.</summary>
public sealed class IndexModel(ReferenceSearch reference, ReferenceWords words) : PageModel
{
    public ReferenceWords Words => words;

    public IReadOnlyList<ReferenceCount> Counts { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Counts = await reference.CountsAsync(User.ToActor(), cancel);
}
