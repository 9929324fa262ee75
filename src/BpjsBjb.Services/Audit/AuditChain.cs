using System.Buffers.Binary;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Audit;

/// <summary>Recomputes the audit chain from its rows and names the first thing that does not fit.</summary>
public sealed class AuditChain
{
    /// <summary>Rows hashed by one statement: far below the time a statement is given.</summary>
    private const long RowsAtOnce = 150_000;

    private const int SealsAtOnce = 2_000;
    private const int LineBytes = 40;
    private const int IdBytes = 8;

    private readonly BpjsBjbDbContext _db;
    private readonly AuditSealFile _file;
    private readonly TimeProvider _clock;

    internal AuditChain(BpjsBjbDbContext db, AuditSealFile file, TimeProvider clock) => (_db, _file, _clock) = (db, file, clock);

    public async Task<ChainState> StateAsync(CancellationToken cancel)
    {
        var sealedSoFar = await _db.Database.SqlQuery<Totals>(
            $"""
             select count(*) as seals, coalesce(sum(entry_count::bigint + read_count), 0)::bigint as rows
               from audit_seals
             """).SingleAsync(cancel);
        var waiting = await _db.Database.SqlQuery<long>($"select audit_unsealed() as \"Value\"").SingleAsync(cancel);
        var head = await _db.Database.SqlQuery<Head>($"select at, hash from audit_seals order by number desc limit 1").SingleOrDefaultAsync(cancel);
        return new ChainState(
            sealedSoFar.Seals, sealedSoFar.Rows, waiting, head?.At, head is null ? null : Convert.ToHexStringLower(head.Hash), _file.IsKept);
    }

    public async Task<ChainReport> VerifyAsync(CancellationToken cancel)
    {
        var started = _clock.GetTimestamp();
        var outside = _file.Read().ToDictionary(line => line.Number, line => line.Hash);
        var sizes = await _db.Database.SqlQuery<Size>(
            $"select number, entry_count::bigint + read_count as rows from audit_seals order by number").ToListAsync(cancel);
        var previous = new Link(0, "0", []);
        var rows = 0L;
        foreach (var (first, last) in Pages(sizes))
        {
            foreach (var seal in await SealsAsync(first, last, cancel))
            {
                if (FaultOf(seal, previous, outside) is var fault and not ChainFault.None)
                {
                    var number = fault is ChainFault.SealMissing ? previous.Number + 1 : seal.Number;
                    return Report(fault, number);
                }

                if (!seal.EntriesFit) return await RowReportAsync(seal.Number, isRead: false, rows, started, cancel);
                if (!seal.ReadsFit) return await RowReportAsync(seal.Number, isRead: true, rows, started, cancel);

                rows += seal.Rows;
                previous = new Link(seal.Number, seal.BelowTxid, seal.Hash);
            }
        }

        return outside.Keys.DefaultIfEmpty().Max() > previous.Number
            ? Report(ChainFault.SealMissing, previous.Number + 1)
            : Report(ChainFault.None, null);

        ChainReport Report(ChainFault fault, long? seal) => new(fault, seal, IsRead: false, Row: null, rows, _clock.GetElapsedTime(started));
    }

    private static ChainFault FaultOf(Seal seal, Link previous, Dictionary<long, string> outside) => seal switch
    {
        _ when seal.Number != previous.Number + 1 => ChainFault.SealMissing,
        _ when !seal.PreviousHash.AsSpan().SequenceEqual(previous.Hash) || seal.FromTxid != previous.BelowTxid
            || !seal.Hash.AsSpan().SequenceEqual(seal.Computed) => ChainFault.SealChanged,
        _ when outside.TryGetValue(seal.Number, out var kept) && kept != Convert.ToHexStringLower(seal.Hash) => ChainFault.DiffersFromFile,
        _ => ChainFault.None,
    };

    private static IEnumerable<(long First, long Last)> Pages(List<Size> sizes)
    {
        for (var start = 0; start < sizes.Count;)
        {
            var (end, rows) = (start, 0L);
            while (end < sizes.Count && end - start < SealsAtOnce && (end == start || rows + sizes[end].Rows <= RowsAtOnce)) rows += sizes[end++].Rows;
            yield return (sizes[start].Number, sizes[end - 1].Number);
            start = end;
        }
    }

    private Task<List<Seal>> SealsAsync(long first, long last, CancellationToken cancel) => _db.Database.SqlQuery<Seal>(
        $"""
         select number, from_txid, below_txid, previous_hash, hash, computed, rows, entries_fit, reads_fit
           from audit_check({first}, {last}) order by number
         """).ToListAsync(cancel);

    /// <summary>The first line of a broken seal that is not as it was sealed.</summary>
    private async Task<ChainReport> RowReportAsync(long seal, bool isRead, long rows, long started, CancellationToken cancel)
    {
        var lines = await _db.Database.SqlQuery<Lines>($"select stored, actual from audit_lines({seal}, {isRead})").SingleAsync(cancel);
        var (fault, row) = FirstDifference(lines.Stored, lines.Actual);
        return new ChainReport(fault, seal, isRead, row, rows, _clock.GetElapsedTime(started));
    }

    private static (ChainFault Fault, long Row) FirstDifference(byte[] stored, byte[] actual)
    {
        var at = stored.AsSpan().CommonPrefixLength(actual) / LineBytes * LineBytes;
        if (at >= stored.Length) return (ChainFault.RowAdded, IdAt(actual, at));
        if (at >= actual.Length) return (ChainFault.RowMissing, IdAt(stored, at));

        var (was, now) = (IdAt(stored, at), IdAt(actual, at));
        if (was == now) return (ChainFault.RowChanged, was);
        return Ids(actual, at).Contains(was) ? (ChainFault.RowAdded, now) : (ChainFault.RowMissing, was);
    }

    private static long IdAt(byte[] lines, int at) => BinaryPrimitives.ReadInt64BigEndian(lines.AsSpan(at, IdBytes));

    private static IEnumerable<long> Ids(byte[] lines, int from)
    {
        for (var at = from; at < lines.Length; at += LineBytes) yield return IdAt(lines, at);
    }

    private sealed record Totals(long Seals, long Rows);

    private sealed record Head(DateTimeOffset At, byte[] Hash);

    private sealed record Size(long Number, long Rows);

    private sealed record Link(long Number, string BelowTxid, byte[] Hash);

    private sealed record Lines(byte[] Stored, byte[] Actual);

    private sealed record Seal(
        long Number, string FromTxid, string BelowTxid, byte[] PreviousHash, byte[] Hash, byte[] Computed, long Rows, bool EntriesFit, bool ReadsFit);
}
