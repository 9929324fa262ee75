using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Notices;

/// <summary>Marks as read. Reading twice is reading once.</summary>
public sealed class NoticeService
{
    private readonly BpjsBjbDbContext _db;
    private readonly TimeProvider _clock;

    internal NoticeService(BpjsBjbDbContext db, TimeProvider clock) => (_db, _clock) = (db, clock);

    /// <summary>The notice, read; null where the reader was told no such thing.</summary>
    public async Task<Notice?> ReadAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var rows = await _db.Database.SqlQuery<ReadRow>(
            $"""
             update notices set read_at = coalesce(read_at, {_clock.GetUtcNow()}) where id = {id} and user_id = {actor.UserId}
             returning id, kind, about, is_urgent, at, read_at
             """).ToListAsync(cancel);
        await work.CommitAsync();
        return rows is [var row] ? new Notice(row.Id, Enum.Parse<NoticeKind>(row.Kind), row.About, null, row.IsUrgent, row.At, row.ReadAt) : null;
    }

    public async Task ReadAllAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        await _db.Database.ExecuteSqlAsync(
            $"update notices set read_at = {_clock.GetUtcNow()} where user_id = {actor.UserId} and read_at is null", cancel);
        await work.CommitAsync();
    }

    private sealed record ReadRow(Guid Id, string Kind, Guid? About, bool IsUrgent, DateTimeOffset At, DateTimeOffset? ReadAt);
}
