using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Data;

/// <summary>Whether the database answers and has every migration this build knows.</summary>
public sealed class DatabaseHealth
{
    private readonly BpjsBjbDbContext _db;

    internal DatabaseHealth(BpjsBjbDbContext db) => _db = db;

    public async Task<bool> IsReadyAsync(CancellationToken cancel) =>
        await _db.Database.CanConnectAsync(cancel) && !(await _db.Database.GetPendingMigrationsAsync(cancel)).Any();
}
