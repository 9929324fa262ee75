using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Offices;

/// <summary>
/// The reference book from its rows, kept for a minute. The process that changed it forgets it at once; others may offer what has ended for that
/// minute, and the database refuses it.
/// </summary>
public sealed class ReferenceSource
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(1);

    private readonly IDbContextFactory<BpjsBjbDbContext> _databases;
    private readonly TimeProvider _clock;
    private volatile Kept? _kept;

    internal ReferenceSource(IDbContextFactory<BpjsBjbDbContext> databases, TimeProvider clock)
    {
        _databases = databases;
        _clock = clock;
    }

    /// <summary>After a row was changed here; other processes notice within the minute.</summary>
    internal void Forget() => _kept = null;

    public async Task<ReferenceBook> ReadAsync(CancellationToken cancel)
    {
        var (now, today) = (_clock.GetUtcNow(), _clock.Today());
        if (_kept is { } kept && now - kept.ReadAt < Lasts && now >= kept.ReadAt && kept.Today == today) return kept.Book;

        await using var db = await _databases.CreateDbContextAsync(cancel);
        var successors = await db.Database.SqlQuery<Succession>(
            $"select office_id, successor_id from office_successions where valid_from <= {today} and coalesce(valid_to, 'infinity') >= {today}")
            .ToDictionaryAsync(row => row.OfficeId, row => row.SuccessorId, cancel);
        var book = new ReferenceBook(
            await db.Regions.AsNoTracking().ToListAsync(cancel),
            await db.Offices.AsNoTracking().ToListAsync(cancel),
            await db.BusinessTypes.AsNoTracking().ToListAsync(cancel),
            await db.LoanProducts.AsNoTracking().ToListAsync(cancel),
            await db.RegionTiles.AsNoTracking().ToListAsync(cancel),
            today,
            successors)
        {
            BusinessTypeAnswers = await db.BusinessTypeAnswers.AsNoTracking().OrderBy(answer => answer.Id).ToListAsync(cancel),
        };
        _kept = new Kept(book, now, today);
        return book;
    }

    private sealed record Kept(ReferenceBook Book, DateTimeOffset ReadAt, DateOnly Today);

    private sealed record Succession(Guid OfficeId, Guid SuccessorId);
}
