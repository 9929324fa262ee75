using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Reviews;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Reviews;

/// <summary>One case and its decision. Each of the three decisions is a form of its own, so that Enter never sends another one.</summary>
[RecentSignIn(OnlyToSend = true)]
public sealed class CaseModel(
    ReviewSearch search, ReviewQueue queue, ReviewService reviews, SecondLooks looks, DuplicateSearch duplicates, PersonalDataReads reads,
    TimeProvider clock) : PageModel
{
    public const string OnlyDiffering = "diff";

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary><c>diff</c> shows only the rows that differ.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Rows { get; set; }

    [BindProperty]
    public uint Version { get; set; }

    [BindProperty]
    public AcceptEnrollment Accept { get; set; } = new();

    [BindProperty]
    public ReturnEnrollment Return { get; set; } = new();

    [BindProperty]
    public RejectEnrollment Reject { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public ReviewCase Review { get; private set; } = null!;

    public ReviewAge? Age { get; private set; }

    /// <summary>Pairs in which the debtor's record may be somebody's second one.</summary>
    public IReadOnlyList<Guid> Pairs { get; private set; } = [];

    /// <summary>Somebody else has the case: it may be read, not decided.</summary>
    public bool IsHeldByOther => Review.Claim is { } claim && claim.By != User.ToActor().UserId;

    /// <summary>The panel that stands open: accept, return or reject.</summary>
    public string Decision { get; private set; } = nameof(Accept);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await looks.IsOpenForAsync(Id, User.ToActor(), cancel)) return RedirectToPage("Look", new { Id });
        if (!await LoadAsync(cancel)) return NotFound();

        Version = Review.Case.Version;
        return Page();
    }

    public async Task<IActionResult> OnPostAcceptAsync(CancellationToken cancel)
    {
        var accepted = await reviews.AcceptAsync(Id, Version, Accept, User.ToActor(), cancel);
        var notice = Accept.Outcome == nameof(AcceptanceOutcome.LinkedToExisting) ? "review.linked" : "review.accepted";
        return await AnswerAsync(accepted, nameof(Accept), notice, cancel);
    }

    public async Task<IActionResult> OnPostReturnAsync(CancellationToken cancel) =>
        await AnswerAsync(await reviews.ReturnAsync(Id, Version, Return, User.ToActor(), cancel), nameof(Return), "review.returned", cancel);

    public async Task<IActionResult> OnPostRejectAsync(CancellationToken cancel) =>
        await AnswerAsync(await reviews.RejectAsync(Id, Version, Reject, User.ToActor(), cancel), nameof(Reject), "review.rejected", cancel);

    private async Task<IActionResult> AnswerAsync(Domain.Common.Result<Guid> decided, string decision, string notice, CancellationToken cancel)
    {
        if (!decided.IsRefused)
        {
            Notice = notice;
            return await queue.NextAfterAsync(Id, User.ToActor(), cancel) is { } next
                ? RedirectToPage(new { id = next, rows = Rows })
                : RedirectToPage("Index");
        }

        if (await looks.IsOpenForAsync(Id, User.ToActor(), cancel)) return RedirectToPage("Look", new { Id });
        if (!await LoadAsync(cancel)) return NotFound();

        Decision = decision;
        // The page now shows the newest state: the next decision is about that one.
        if (decided.Refusals.Any(refusal => refusal.Code == Enrollment.ChangedMeanwhile.Code)) Version = Review.Case.Version;
        return this.Refuse(decided.Refusals, decision);
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await search.CaseAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        await reads.LookAsync(Id, PersonalDataReads.WholeRecord, this.ReadPlace(), User.ToActor(), cancel);
        Review = found;
        Pairs = await duplicates.PairsOfCaseAsync(Id, User.ToActor(), cancel);
        Age = found is { IsWaiting: true, Case.SubmittedAt: { } since } ? new ReviewAge(since, clock.GetUtcNow(), found.Limit.Hours) : null;
        if (Decision == nameof(Accept) && !HttpMethods.IsPost(Request.Method)) Suggest(found);
        Return = Return with { Fields = [.. Return.Fields, .. Missing(found)] };
        return true;
    }

    /// <summary>The card already held and how far it is paid, where BPJS's register says so.</summary>
    private void Suggest(ReviewCase found)
    {
        var isLink = found.SuggestedOutcome == AcceptanceOutcome.LinkedToExisting;
        Accept = new AcceptEnrollment
        {
            Outcome = found.SuggestedOutcome.ToString(),
            Kpj = isLink ? found.KnownBpuKpj : null,
            CoveredThrough = isLink && found.RegisteredBpu?.PaidThrough is { } paid && paid >= Domain.Common.JakartaTime.DateIn(clock.GetUtcNow())
                ? Format.DateTyped(paid)
                : null,
        };
    }

    /// <summary>Fields not in what was sent, those that differ first; a form that was sent keeps its own order.</summary>
    private IEnumerable<ReturnChoice> Missing(ReviewCase found)
    {
        var sent = Return.Fields.Select(choice => choice.Field).ToHashSet();
        var differing = found.Comparison.Where(row => row.Differs).Select(row => row.Field).ToHashSet();
        return ReviewFields.Returnable.Where(field => !sent.Contains(field)).OrderByDescending(differing.Contains)
            .Select(field => new ReturnChoice { Field = field });
    }
}
