using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Reviews;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Reviews;

/// <summary>One merge of two records: what it would do or did, the decision of the second person, and the way back.</summary>
[RecentSignIn(OnlyToSend = true)]
public sealed class MergeModel(DuplicateSearch search, DuplicateService duplicates, PersonalDataReads reads) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public StateReason Refusal { get; set; } = new();

    [BindProperty]
    public StateReason Undo { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public MergeDetails Found { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public Task<IActionResult> OnPostApproveAsync(CancellationToken cancel) =>
        DoneAsync(() => duplicates.ApproveAsync(Id, User.ToActor(), cancel), "", "merge.merged", cancel);

    public Task<IActionResult> OnPostRefuseAsync(CancellationToken cancel) =>
        DoneAsync(() => duplicates.RefuseAsync(Id, Refusal, User.ToActor(), cancel), nameof(Refusal), "merge.refused", cancel);

    public Task<IActionResult> OnPostWithdrawAsync(CancellationToken cancel) =>
        DoneAsync(() => duplicates.WithdrawAsync(Id, User.ToActor(), cancel), nameof(Refusal), "merge.withdrawn", cancel);

    public Task<IActionResult> OnPostUndoAsync(CancellationToken cancel) =>
        DoneAsync(() => duplicates.UndoAsync(Id, Undo, User.ToActor(), cancel), nameof(Undo), "merge.undone", cancel);

    private async Task<IActionResult> DoneAsync(Func<Task<Result<Guid>>> step, string prefix, string notice, CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        var done = await step();
        if (done.IsRefused) return await FindAsync(cancel) ? this.Refuse(done.Refusals, prefix) : NotFound();

        Notice = notice;
        return RedirectToPage(new { Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await search.MergeAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        foreach (var one in found.Survivor.Cases.Take(1).Concat(found.Merged.Cases.Take(1)))
        {
            await reads.LookAsync(one.Id, PersonalDataReads.WholeRecord, this.ReadPlace(), User.ToActor(), cancel);
        }

        Found = found;
        return true;
    }
}
