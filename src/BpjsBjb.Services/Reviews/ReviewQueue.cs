using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Reviews;

/// <summary>Reads the reviewers' queue: a page at a time, cut between two cases, so that the last page costs what the first one does.</summary>
public sealed class ReviewQueue
{
    public const int PageSize = 25;

    /// <summary>Further than this nothing is counted: nobody acts on the difference, and a hundred thousand would be read to know it.</summary>
    public const int CountedMost = 250;

    /// <summary>How far a case's place among the others is told.</summary>
    private const int PlacesMost = 1_000;

    /// <summary>The last quarter of the limit is urgent.</summary>
    private const double Urgent = 0.75;

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly ReferenceSource _reference;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal ReviewQueue(BpjsBjbDbContext db, PersonalDataVault vault, ReferenceSource reference, RuleBookSource rules, TimeProvider clock) =>
        (_db, _vault, _reference, _rules, _clock) = (db, vault, reference, rules, clock);

    public async Task<ReviewQueuePage> PageAsync(ReviewFilter filter, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var limit = await LimitAsync(cancel);
        var found = Filtered(filter, limit.Hours, actor);
        var cut = await CutAsync(filter, actor, cancel);
        var isBack = cut is not null && filter.Before is not null;
        var rows = await ReviewOrder.Of(filter.Sort, filter.Descending != isBack).Page(found, cut).Take(PageSize + 1).ToListAsync(cancel);
        var isMore = rows.Count > PageSize;
        if (isMore) rows.RemoveAt(PageSize);
        if (isBack) rows.Reverse();

        var reference = await _reference.ReadAsync(cancel);
        return new ReviewQueuePage(
            [.. rows.Select(row => Item(row, reference))], await UpToAsync(found, cancel), await CountsAsync(limit.Hours, actor, cancel),
            isBack ? isMore : cut is not null, isBack || isMore, limit, await ColleaguesAsync(reference, actor, cancel));
    }

    /// <summary>Cases that wait, up to <see cref="CountedMost"/> and one more.</summary>
    public async Task<int> LengthAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return await UpToAsync(Rows(actor), cancel);
    }

    public async Task<ReviewCounts> CountsAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return await CountsAsync((await LimitAsync(cancel)).Hours, actor, cancel);
    }

    /// <summary>The longest-waiting case that is the reader's or nobody's, or null when there is nothing to do.</summary>
    public async Task<Guid?> FirstAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return await FirstOfAsync(Open(actor), cancel);
    }

    /// <summary>The case after this one, whether or not this one still waits; the longest-waiting one after the last.</summary>
    public async Task<Guid?> NextAfterAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var cut = await CutAsync(id, actor, cancel);
        var others = Open(actor).Where(row => row.Id != id);
        var next = cut is null ? null : await FirstOfAsync(ReviewOrder.Of(ReviewSort.Age, descending: false).Behind(others, cut), cancel);
        return next ?? await FirstOfAsync(others, cancel);
    }

    /// <summary>Who has a case that waits; null while nobody has.</summary>
    internal async Task<CaseClaim?> ClaimOfAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return ClaimOf(await Rows(actor).Where(row => row.Id == id).SingleOrDefaultAsync(cancel));
    }

    /// <summary>The first thousand in the order of age: where a case stands among them.</summary>
    internal Task<List<QueuePlace>> PlacesAsync(Actor actor, CancellationToken cancel) =>
        Rows(actor).OrderBy(row => row.SubmittedAt).ThenBy(row => row.Id).Select(row => new QueuePlace(row.Id, row.SubmittedAt)).Take(PlacesMost)
            .ToListAsync(cancel);

    internal async Task<ReviewLimit> LimitAsync(CancellationToken cancel)
    {
        var row = (await _rules.ReadAsync(cancel)).LimitOf(LimitKind.ReviewHours, _clock.Today());
        return new ReviewLimit(row.Value, row.Citation);
    }

    private IQueryable<ReviewQueueRow> Rows(Actor actor) => _db.ReviewQueue.AsNoTracking().VisibleTo(actor);

    private IQueryable<ReviewQueueRow> Open(Actor actor) => Rows(actor).Where(row => row.IsFree || row.ClaimedBy == actor.UserId);

    private IQueryable<ReviewQueueRow> Filtered(ReviewFilter filter, int hours, Actor actor)
    {
        var now = _clock.GetUtcNow();
        var (late, urgent) = (now.AddHours(-hours), now.AddHours(-hours * Urgent));
        var rows = Rows(actor);
        rows = filter.Holder switch
        {
            ReviewHolder.Mine => rows.Where(row => row.ClaimedBy == actor.UserId),
            ReviewHolder.Nobody => rows.Where(row => row.IsFree),
            ReviewHolder.Others => rows.Where(row => row.ClaimedBy != null && row.ClaimedBy != actor.UserId),
            _ => rows,
        };
        rows = filter.Age switch
        {
            ReviewAgeBand.Overdue => rows.Where(row => row.SubmittedAt < late),
            ReviewAgeBand.Urgent => rows.Where(row => row.SubmittedAt >= late && row.SubmittedAt < urgent),
            ReviewAgeBand.InTime => rows.Where(row => row.SubmittedAt >= urgent),
            _ => rows,
        };
        if (filter.ProductCode is { } product) rows = rows.Where(row => row.ProductCode == product);
        if (filter.OfficeId is { } office) rows = rows.Where(row => row.OfficeId == office);
        if (filter.ReturnedOnly) rows = rows.Where(row => row.TimesReturned > 0);
        if (filter.EscalatedOnly) rows = rows.Where(row => row.EscalatedAt != null);
        if (filter.Text?.Trim() is not { Length: > 0 } text) return rows;

        var reference = text.ToUpperInvariant();
        return rows.Where(row => row.Reference.StartsWith(reference) || row.ApplicationNumber == text);
    }

    private async Task<ReviewCounts> CountsAsync(int hours, Actor actor, CancellationToken cancel) => new(
        await UpToAsync(Rows(actor), cancel),
        await UpToAsync(Filtered(new ReviewFilter(ReviewHolder.Mine), hours, actor), cancel),
        await UpToAsync(Filtered(new ReviewFilter(ReviewHolder.Nobody), hours, actor), cancel),
        await UpToAsync(Filtered(new ReviewFilter(Age: ReviewAgeBand.Overdue), hours, actor), cancel),
        await UpToAsync(Filtered(new ReviewFilter(EscalatedOnly: true), hours, actor), cancel));

    private static Task<int> UpToAsync(IQueryable<ReviewQueueRow> rows, CancellationToken cancel) =>
        rows.Select(row => row.Id).Take(CountedMost + 1).CountAsync(cancel);

    private static Task<Guid?> FirstOfAsync(IQueryable<ReviewQueueRow> rows, CancellationToken cancel) =>
        rows.OrderBy(row => row.SubmittedAt).ThenBy(row => row.Id).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancel);

    private async Task<QueueCut?> CutAsync(ReviewFilter filter, Actor actor, CancellationToken cancel) =>
        (filter.Before ?? filter.After) is { } id ? await CutAsync(id, actor, cancel) : null;

    /// <summary>Where a case stands, or stood before it was decided; null when it is not the reader's to know.</summary>
    private async Task<QueueCut?> CutAsync(Guid id, Actor actor, CancellationToken cancel) => await _db.Enrollments.AsNoTracking().VisibleTo(actor)
        .Where(e => e.Id == id && e.SubmittedAt != null && e.LoanAmount != null && e.ProductCode != null)
        .Select(e => new QueueCut(e.Id, e.SubmittedAt!.Value, e.LoanAmount!.Value, e.ProductCode!)).SingleOrDefaultAsync(cancel);

    /// <summary>For a supervisor: those whose office the cases can belong to.</summary>
    private async Task<IReadOnlyList<ReviewColleague>> ColleaguesAsync(ReferenceBook reference, Actor actor, CancellationToken cancel)
    {
        if (actor.Role != Role.BpjsSupervisor) return [];

        var today = _clock.Today();
        var claims = await Rows(actor).Where(row => row.ClaimedBy != null).GroupBy(row => row.ClaimedBy!.Value)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, cancel);
        var people = await (
            from grant in _db.AccessGrants.InForceOn(today)
            join office in _db.Offices on grant.OfficeId equals office.Id
            join user in _db.Users on grant.UserId equals user.Id
            where (grant.Role == Role.BpjsReviewer || grant.Role == Role.BpjsSupervisor) && office.Institution == Institution.Bpjs
                && office.Position >= actor.Bpjs.From && office.Position <= actor.Bpjs.To
            orderby user.FullName
            select new { user.Id, user.FullName, grant.OfficeId }).AsNoTracking().ToListAsync(cancel);
        return [.. people.Select(one => new ReviewColleague(one.Id, one.FullName, reference.OfficeName(one.OfficeId), claims.GetValueOrDefault(one.Id)))];
    }

    private ReviewQueueItem Item(ReviewQueueRow row, ReferenceBook reference) => new(
        row.Id, row.Reference, row.FullName, Nik.Stored(_vault.Open(SealedColumns.EnrollmentNik, row.Id, row.NikSealed)).ToString(),
        new Rupiah(row.LoanAmount), row.ApplicationNumber, row.SubmittedAt, row.TimesReturned, reference.ProductName(row.ProductCode),
        reference.OfficeName(row.OfficeId), ClaimOf(row), row.EscalatedAt);

    private static CaseClaim? ClaimOf(ReviewQueueRow? row) =>
        row is { ClaimedBy: { } by, ClaimedUntil: { } until } ? new CaseClaim(by, row.ClaimedByName ?? "–", until) : null;
}

/// <summary>Where a case stands in the queue, by everything it can be ordered by.</summary>
internal sealed record QueueCut(Guid Id, DateTimeOffset SubmittedAt, Rupiah LoanAmount, string ProductCode);

internal sealed record QueuePlace(Guid Id, DateTimeOffset SubmittedAt);
