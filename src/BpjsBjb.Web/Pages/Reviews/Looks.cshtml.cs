using BpjsBjb.Services.Reviews;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Reviews;

public sealed class LooksModel(SecondLooks looks) : PageModel
{
    public IReadOnlyList<DrawnCase> Waiting { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Waiting = await looks.WaitingAsync(User.ToActor(), cancel);
}
