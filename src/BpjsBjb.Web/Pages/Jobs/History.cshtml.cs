using BpjsBjb.Services.Jobs;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Jobs;

/// <summary>The last rounds of one job.</summary>
public sealed class HistoryModel(JobSearch jobs) : PageModel
{
    public JobHistory History { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string job, CancellationToken cancel)
    {
        if (!Enum.TryParse<JobName>(job, out var name) || !Enum.IsDefined(name)) return NotFound();
        if (await jobs.HistoryAsync(name, User.ToActor(), cancel) is not { } history) return NotFound();

        History = history;
        return Page();
    }
}
