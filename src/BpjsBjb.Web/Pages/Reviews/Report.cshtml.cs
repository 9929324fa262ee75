using BpjsBjb.Services.Reviews;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Reviews;

public sealed class ReportModel(SecondLooks looks) : PageModel
{
    public IReadOnlyList<Disagreement> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Rows = await looks.ReportAsync(User.ToActor(), cancel);
}
