using BpjsBjb.Services.Data;
using BpjsBjb.Services.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Audit;

/// <summary>Seals what finished transactions left in the audit, and writes the chain's head outside the database.</summary>
public sealed class AuditSealer : IJob
{
    private readonly WorkerDatabase _database;
    private readonly AuditSealFile _file;
    private readonly ILogger _log;

    internal AuditSealer(WorkerDatabase database, AuditSealFile file, ILogger log) => (_database, _file, _log) = (database, file, log);

    /// <summary>Run every minute. Two at once seal once; one that was killed is made up for by the next.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var db = _database.Create();
        // Nothing cancels the seal itself: a cancelled commit may be done and reported as not done.
        var number = (await db.Database.SqlQuery<long?>($"select seal_audit() as \"Value\"").ToListAsync(CancellationToken.None)).Single();
        if (number is { } made) _log.AuditSealed(made);
        if (!_file.IsKept)
        {
            if (number is not null) _log.SealsOnlyInDatabase();
            return number is null ? 0 : 1;
        }

        try
        {
            await _file.AppendAsync(last => LinesAfterAsync(db, last, cancel));
        }
        catch (IOException failure)
        {
            _log.SealFileNotWritten(failure); // another portal is writing, or the disk is full: the next minute adds what is missing
        }

        return number is null ? 0 : 1;
    }

    private static async Task<IReadOnlyList<string>> LinesAfterAsync(BpjsBjbDbContext db, long last, CancellationToken cancel)
    {
        var rows = await db.Database.SqlQuery<SealRow>(
            $"select number, at, entry_count + read_count as rows, hash from audit_seals where number > {last} order by number").ToListAsync(cancel);
        return [.. rows.Select(row => AuditSealFile.LineOf(row.Number, row.At, row.Rows, row.Hash))];
    }

    private sealed record SealRow(long Number, DateTimeOffset At, int Rows, byte[] Hash);
}
