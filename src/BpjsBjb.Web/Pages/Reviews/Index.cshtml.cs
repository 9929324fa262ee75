using BpjsBjb.Services.Common;
using BpjsBjb.Services.Reviews;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Reviews;

public sealed class IndexModel(ReviewSearch reviews, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    public Page<ReviewQueueItem> Queue { get; private set; } = null!;

    public Guid? First { get; private set; }

    public ReviewAge AgeOf(DateTimeOffset submittedAt) => new(submittedAt, clock.GetUtcNow());

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Queue = await reviews.QueueAsync(Number, User.ToActor(), cancel);
        First = await reviews.FirstAsync(User.ToActor(), cancel);
    }
}
