using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Offices;

/// <summary>The reference book from its rows, kept for a minute.</summary>
public sealed class ReferenceSource
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly IDbContextFactory<BpjsBjbDbContext> _databases;
    private readonly TimeProvider _clock;
    private ReferenceBook? _book;
    private DateTimeOffset _readAt;

    internal ReferenceSource(IDbContextFactory<BpjsBjbDbContext> databases, TimeProvider clock)
    {
        _databases = databases;
        _clock = clock;
    }

    public async Task<ReferenceBook> ReadAsync(CancellationToken cancel)
    {
        var now = _clock.GetUtcNow();
        if (_book is { } book && now - _readAt < Kept && now >= _readAt) return book;

        await using var db = await _databases.CreateDbContextAsync(cancel);
        _book = new ReferenceBook(
            await db.Regions.AsNoTracking().ToListAsync(cancel),
            await db.Offices.AsNoTracking().ToListAsync(cancel),
            await db.BusinessTypes.AsNoTracking().ToListAsync(cancel),
            await db.LoanProducts.AsNoTracking().ToListAsync(cancel),
            await db.RegionTiles.AsNoTracking().ToListAsync(cancel))
        {
            BusinessTypeAnswers = await db.BusinessTypeAnswers.AsNoTracking().OrderBy(answer => answer.Id).ToListAsync(cancel),
        };
        _readAt = now;
        return _book;
    }
}
