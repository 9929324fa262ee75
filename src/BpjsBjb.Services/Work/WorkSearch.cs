using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Reviews;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Work;

/// <summary>Reads what waits for a person: the numbers in the menu and the home page of each role.</summary>
public sealed class WorkSearch
{
    private const int DeadlinesOfAKind = 4;

    private readonly BpjsBjbDbContext _db;
    private readonly EnrollmentSearch _enrollments;
    private readonly ReviewQueue _reviews;
    private readonly TimeProvider _clock;

    internal WorkSearch(BpjsBjbDbContext db, EnrollmentSearch enrollments, ReviewQueue reviews, TimeProvider clock) =>
        (_db, _enrollments, _reviews, _clock) = (db, enrollments, reviews, clock);

    public async Task<BankWork> OfBankAsync(EnrollmentFilter filter, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var counts = await _enrollments.CountsAsync(new EnrollmentFilter(MineOnly: filter.MineOnly), actor, cancel);
        return new BankWork(
            counts,
            filter.IsNarrowed ? await _enrollments.CountsAsync(filter, actor, cancel) : counts,
            await _enrollments.ListAsync(filter, actor, cancel),
            [.. await ReturnedAsync(filter.MineOnly, actor, cancel), .. await UnpaidAsync(filter.MineOnly, actor, cancel)]);
    }

    public async Task<ReviewWork> OfReviewerAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return new ReviewWork(
            await _enrollments.CountsAsync(new EnrollmentFilter(), actor, cancel),
            await _reviews.FirstAsync(actor, cancel),
            await _reviews.CountsAsync(actor, cancel));
    }

    /// <summary>What the frame of every page shows of a person's work, in one transaction.</summary>
    public async Task<Waiting> WaitingAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var told = await _db.Database.SqlQuery<Told>(
            $"""
             select (select count(*) from rule_news where user_id = {actor.UserId} and confirmed_at is null)::int as news,
                    (select count(*) from notices where user_id = {actor.UserId} and read_at is null)::int as notices
             """).SingleAsync(cancel);
        return new Waiting(await CasesAsync(actor, cancel), told.News, told.Notices);
    }

    private async Task<int?> CasesAsync(Actor actor, CancellationToken cancel) => actor.Role switch
    {
        Role.LoanOfficer or Role.BranchSupervisor => await ReturnedOrDraftAsync(actor, cancel),
        Role.BpjsReviewer or Role.BpjsSupervisor => await _reviews.LengthAsync(actor, cancel),
        _ => null,
    };

    private async Task<int> ReturnedOrDraftAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return await _db.Enrollments.AsNoTracking().VisibleTo(actor)
            .CountAsync(e => e.Status == EnrollmentStatus.Returned || e.Status == EnrollmentStatus.Draft, cancel);
    }

    private async Task<IEnumerable<Deadline>> ReturnedAsync(bool mineOnly, Actor actor, CancellationToken cancel)
    {
        var rows = await (
            from e in _db.Enrollments.AsNoTracking().VisibleTo(actor)
            where e.Status == EnrollmentStatus.Returned && (!mineOnly || e.RegisteredBy == actor.UserId)
            join standing in _db.CaseStandings on e.Id equals standing.EnrollmentId
            orderby standing.ReturnedAt
            select new { e.Id, e.FullName, At = standing.ReturnedAt!.Value, standing.ReturnedField })
            .Take(DeadlinesOfAKind).ToListAsync(cancel);
        return rows.Select(e => new Deadline(e.Id, e.FullName, null, null, JakartaTime.DateIn(e.At), false, e.ReturnedField));
    }

    private async Task<IEnumerable<Deadline>> UnpaidAsync(bool mineOnly, Actor actor, CancellationToken cancel)
    {
        var today = _clock.Today();
        var rows = await (
            from bill in _db.CaseBills.VisibleTo(actor)
            where bill.PaidAt == null && bill.CancelledAt == null && (!mineOnly || bill.RegisteredBy == actor.UserId)
            orderby bill.DueOn, bill.Id
            select new { bill.Id, bill.Total, bill.DueOn, bill.EnrollmentId, bill.FullName }).Take(DeadlinesOfAKind).ToListAsync(cancel);
        return rows.Select(row => new Deadline(row.EnrollmentId, row.FullName, row.Id, row.Total, row.DueOn, row.DueOn < today, null));
    }

    private sealed record Told(int News, int Notices);
}
