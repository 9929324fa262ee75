using BpjsBjb.Services.Reviews;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Reviews;

/// <summary>Pairs of records that may be one person, and merges of such pairs.</summary>
public sealed class DuplicatesModel(DuplicateSearch search) : PageModel
{
    [TempData]
    public string? Notice { get; set; }

    public DuplicateFilter Filter { get; private set; } = new();

    public DuplicatePage List { get; private set; } = null!;

    public async Task OnGetAsync([FromQuery] DuplicateQuery query, CancellationToken cancel)
    {
        Filter = query.ToFilter();
        List = await search.PageAsync(Filter, User.ToActor(), cancel);
    }
}
