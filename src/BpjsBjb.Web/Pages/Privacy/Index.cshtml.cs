using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Services.Rules;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Privacy;

/// <summary>The privacy notice in force today, for anybody.</summary>
public sealed class IndexModel(RuleSearch rules, TimeProvider clock) : PageModel
{
    public NoticeInForce Notice { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel) => Notice = (await rules.AllAsync(cancel)).NoticeOn(clock.Today());
}
