using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Reviews;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Reviews;

/// <summary>The queue, and taking cases out of it. Taking is no decision: it wants no fresh sign-in.</summary>
public sealed class IndexModel(ReviewQueue queue, ReviewClaims claims, ReferenceSource reference, TimeProvider clock) : PageModel
{
    [BindProperty]
    public AssignCases Assign { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    [TempData]
    public string? NoticeValue { get; set; }

    public ReviewFilter Filter { get; private set; } = new();

    public ReviewQueuePage List { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public Guid? First { get; private set; }

    /// <summary>May give cases to others.</summary>
    public bool Supervises { get; private set; }

    public ReviewAge AgeOf(DateTimeOffset submittedAt) => new(submittedAt, clock.GetUtcNow(), List.Limit.Hours);

    public async Task OnGetAsync([FromQuery] QueueQuery query, CancellationToken cancel) => await ShowAsync(query, cancel);

    public async Task<IActionResult> OnPostAssignAsync([FromQuery] QueueQuery query, CancellationToken cancel)
    {
        var assigned = await claims.AssignAsync(Assign, User.ToActor(), cancel);
        if (assigned.IsRefused) return await RefusedAsync(query, assigned.Refusals, nameof(Assign), cancel);

        Notice = assigned.Value.Held == 0 ? "review.claimed" : "review.claimed-some";
        NoticeValue = Format.Number(assigned.Value.Held == 0 ? assigned.Value.Claimed : assigned.Value.Held);
        return RedirectToPage(query);
    }

    public async Task<IActionResult> OnPostClaimAsync(Guid id, CancellationToken cancel)
    {
        var claimed = await claims.ClaimAsync(id, User.ToActor(), cancel);
        return claimed.IsRefused ? await RefusedAsync(new QueueQuery(), claimed.Refusals, "", cancel) : RedirectToPage("Case", new { id });
    }

    public async Task<IActionResult> OnPostReleaseAsync(Guid id, CancellationToken cancel)
    {
        var released = await claims.ReleaseAsync(id, User.ToActor(), cancel);
        if (released.IsRefused) return await RefusedAsync(new QueueQuery(), released.Refusals, "", cancel);

        Notice = "review.released";
        return RedirectToPage();
    }

    private async Task<IActionResult> RefusedAsync(QueueQuery query, IReadOnlyList<Refusal> refusals, string prefix, CancellationToken cancel)
    {
        await ShowAsync(query, cancel);
        return this.Refuse(refusals, prefix);
    }

    private async Task ShowAsync(QueueQuery query, CancellationToken cancel)
    {
        var actor = User.ToActor();
        Filter = query.ToFilter();
        List = await queue.PageAsync(Filter, actor, cancel);
        First = await queue.FirstAsync(actor, cancel);
        Book = await reference.ReadAsync(cancel);
        Supervises = actor.Role == Role.BpjsSupervisor;
    }

    /// <summary>Back to the list as it was narrowed.</summary>
    private RedirectToPageResult RedirectToPage(QueueQuery query) => RedirectToPage(new
    {
        query.Holder,
        query.Age,
        query.Product,
        query.Office,
        query.Returned,
        query.Escalated,
        query.Ref,
        sort = query.Order,
        query.After,
        query.Before,
    });
}
