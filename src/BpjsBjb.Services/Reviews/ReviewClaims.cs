using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Reviews;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Reviews;

/// <summary>Takes cases, gives them and lets them go. Who gets a case that two reach for at once, PostgreSQL says.</summary>
public sealed class ReviewClaims
{
    private static readonly Dictionary<string, Refusal> ByCode = new()
    {
        [ReviewClaim.AssigneeElsewhere.Code] = ReviewClaim.AssigneeElsewhere.On(nameof(AssignCases.AssigneeId)),
    };

    private readonly BpjsBjbDbContext _db;
    private readonly ReviewQueue _queue;
    private readonly ILogger<ReviewClaims> _log;

    internal ReviewClaims(BpjsBjbDbContext db, ReviewQueue queue, ILogger<ReviewClaims> log) => (_db, _queue, _log) = (db, queue, log);

    /// <summary>Takes one case. Who comes second is told who has it.</summary>
    public async Task<Result<Guid>> ClaimAsync(Guid id, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var taken = await TakeAsync([id], by.UserId, by, cancel);
        if (taken.IsRefused) return taken.Refusals.ToArray();
        if (taken.Value.Claimed == 1) return id;

        return await HeldByOtherAsync(id, by, cancel) ?? Enrollment.NotInReview;
    }

    /// <summary>Takes each chosen case that is free; a supervisor may give them to somebody, also from out of another's hands.</summary>
    public async Task<Result<ClaimedCases>> AssignAsync(AssignCases input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var ids = input.Chosen.Take(ReviewQueue.PageSize).ToArray();
        if (ids.Length == 0) return ReviewClaim.NothingChosen.On(nameof(input.Cases));
        if (string.IsNullOrWhiteSpace(input.AssigneeId)) return await TakeAsync(ids, by.UserId, by, cancel);

        return Guid.TryParse(input.AssigneeId, out var assignee)
            ? await TakeAsync(ids, assignee, by, cancel)
            : ReviewClaim.AssigneeMissing.On(nameof(input.AssigneeId));
    }

    /// <summary>Lets cases go that are the reader's; a supervisor also those of others.</summary>
    public async Task<Result<Guid>> ReleaseAsync(Guid id, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await _queue.ClaimOfAsync(id, by, cancel) is null) return ReviewClaim.NotTaken;

        var failed = await _db.TrySaveAsync(
            Enrollment.ChangedMeanwhile, ByCode, cancel, $"delete from review_claims where enrollment_id = {id}");
        if (failed.Count > 0) return await HeldByOtherAsync(id, by, cancel) is { } held ? held : failed.ToArray();

        _log.ReviewReleased(id, by.UserId);
        return id;
    }

    /// <summary>Why this person may not decide the case just now: somebody else has it. Null when nobody has.</summary>
    internal async Task<Refusal?> HeldByOtherAsync(Guid id, Actor by, CancellationToken cancel) =>
        await _queue.ClaimOfAsync(id, by, cancel) is { } claim && claim.By != by.UserId ? ReviewClaim.ByOther.With(claim.ByName, claim.Until) : null;

    private async Task<Result<ClaimedCases>> TakeAsync(Guid[] ids, Guid assignee, Actor by, CancellationToken cancel)
    {
        var before = await OfAsync(ids, assignee, cancel);
        var failed = await _db.TrySaveAsync(
            Enrollment.ChangedMeanwhile, ByCode, cancel, $"select claim_cases({ids}, {assignee})");
        if (failed.Count > 0) return failed.ToArray();

        await using var work = await _db.BeginAsync(by, cancel);
        var taken = await OfAsync(ids, assignee, cancel);
        _log.ReviewsClaimed(assignee, by.UserId, taken.Except(before).Count());
        return new ClaimedCases(taken.Count, ids.Length - taken.Count);
    }

    private async Task<List<Guid>> OfAsync(Guid[] ids, Guid holder, CancellationToken cancel) =>
        await _db.ReviewQueue.Where(row => ids.Contains(row.Id) && row.ClaimedBy == holder).Select(row => row.Id).ToListAsync(cancel);
}
