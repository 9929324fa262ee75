using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Reference.Offices;

/// <summary>One merger: what would move, whose rights have to be given anew, and the decision of the second person.</summary>
[RecentSignIn(Handler = "Approve")]
[RecentSignIn(Handler = "Cancel")]
public sealed class MergerModel(MergerService mergers, MergerSearch search) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public MergerDetails Found { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public Task<IActionResult> OnPostApproveAsync(CancellationToken cancel) => DoneAsync(mergers.ApproveAsync, "merger.approved", cancel);

    public Task<IActionResult> OnPostRefuseAsync(CancellationToken cancel) => DoneAsync(mergers.RefuseAsync, "merger.refused", cancel);

    public Task<IActionResult> OnPostWithdrawAsync(CancellationToken cancel) => DoneAsync(mergers.WithdrawAsync, "merger.withdrawn", cancel);

    public Task<IActionResult> OnPostCancelAsync(CancellationToken cancel) => DoneAsync(mergers.CancelAsync, "merger.cancelled", cancel);

    private async Task<IActionResult> DoneAsync(
        Func<Guid, Actor, CancellationToken, Task<Result<Guid>>> step, string notice, CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        var done = await step(Id, User.ToActor(), cancel);
        if (done.IsRefused) return await FindAsync(cancel) ? this.Refuse(done.Refusals) : NotFound();

        Notice = notice;
        return RedirectToPage(new { Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await search.DetailsAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        Found = found;
        return true;
    }
}
