using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Notices;

/// <summary>What the reader was told. PostgreSQL shows nobody else's.</summary>
public sealed class NoticeSearch
{
    private const int Size = 25;

    private readonly BpjsBjbDbContext _db;

    internal NoticeSearch(BpjsBjbDbContext db) => _db = db;

    /// <summary>Those not read first, then the newest.</summary>
    public async Task<Page<Notice>> ListAsync(int page, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var number = Math.Max(1, page);
        var total = await _db.Database.SqlQuery<int>(
            $"select count(*)::int as \"Value\" from notices where user_id = {actor.UserId}").SingleAsync(cancel);
        var rows = await _db.Database.SqlQuery<NoticeRow>(
            $"""
             select n.id, n.kind, n.about, n.is_urgent, n.at, n.read_at,
                    coalesce((select reference from enrollments e where e.id = n.about), (select b.number from bills b where b.id = n.about),
                             (select l.application_number from loans l where l.id = n.about),
                             (select l.application_number from claims c join loan_insured i on i.participation_id = c.participation_id
                                join loans l on l.id = i.loan_id where c.id = n.about order by l.applied_on limit 1)) as number
               from notices n where n.user_id = {actor.UserId}
              order by n.read_at is not null, n.at desc, n.id limit {Size} offset {(number - 1) * Size}
             """).ToListAsync(cancel);
        return new Page<Notice>(rows.ConvertAll(row => row.Notice), number, Size, total);
    }

    private sealed record NoticeRow(Guid Id, string Kind, Guid? About, string? Number, bool IsUrgent, DateTimeOffset At, DateTimeOffset? ReadAt)
    {
        public Notice Notice => new(Id, Enum.Parse<NoticeKind>(Kind), About, Number, IsUrgent, At, ReadAt);
    }
}
