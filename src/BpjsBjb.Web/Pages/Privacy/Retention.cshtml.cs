using BpjsBjb.Services.Privacy;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Privacy;

/// <summary>How long data are kept, what is past its term, and what the nights did. No debtor is shown here.</summary>
public sealed class RetentionModel(RetentionSearch retention) : PageModel
{
    public RetentionReport Report { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel) => Report = await retention.ReadAsync(User.ToActor(), cancel);
}
