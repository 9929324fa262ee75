using BpjsBjb.Domain.People;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Reviews;

/// <summary>
/// Compares each record that is new or changed with those of the same name or birth date, opened for the comparison alone. A record is one statement:
/// killed, it is compared again; on two servers, the second finds the same.
/// </summary>
public sealed class DuplicateKeeper : IJob
{
    private const int Batch = 200;

    /// <summary>Of one name or birth date; beyond it the newest are compared.</summary>
    private const int ComparedMost = 500;

    private readonly WorkerDatabase _databases;
    private readonly PersonalDataVault _vault;
    private readonly TimeProvider _clock;
    private readonly ILogger<DuplicateKeeper> _log;

    internal DuplicateKeeper(WorkerDatabase databases, PersonalDataVault vault, TimeProvider clock, ILogger<DuplicateKeeper> log) =>
        (_databases, _vault, _clock, _log) = (databases, vault, clock, log);

    /// <returns>How many records it compared.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var db = _databases.Create();
        await db.Database.SqlQuery<int>($"select forget_merge_moves() as \"Value\"").ToListAsync(cancel);
        var (records, pairs) = (0, 0);
        while (true)
        {
            var asked = await db.Database.SqlQuery<AskedRecord>(
                $"select person_id, asked_at from duplicate_checks order by asked_at, person_id limit {Batch}").ToListAsync(cancel);
            foreach (var one in asked) pairs += await CompareAsync(db, one, cancel);
            records += asked.Count;
            if (asked.Count < Batch) break;
        }

        if (records > 0) _log.DuplicatesFound(records, pairs);
        return records;
    }

    private async Task<int> CompareAsync(BpjsBjbDbContext db, AskedRecord asked, CancellationToken cancel)
    {
        // An erased record has no name and is like nobody.
        var rows = await db.Database.SqlQuery<SealedRecord>(
            $"""
             select p.id, p.name_search, p.birth_date, p.nik_sealed, p.mother_name_sealed, p.phone_sealed
               from people own
               join people p on p.id = own.id or (p.name_search = own.name_search or p.birth_date = own.birth_date)
              where own.id = {asked.PersonId} and own.merged_into is null and own.name_search <> '' and p.merged_into is null and p.name_search <> ''
              order by p.id <> own.id, p.created_at desc limit {ComparedMost}
             """).ToListAsync(cancel);
        var alike = rows.Count < 2 ? [] : Alike(Opened(rows[0]), rows.Skip(1)).ToList();
        var (others, reasons) = (alike.Select(pair => pair.Other).ToArray(), alike.Select(pair => string.Join(' ', pair.Reasons)).ToArray());
        return (await db.Database.SqlQuery<int>(
            $"select keep_pairs({asked.PersonId}, {asked.AskedAt}, {others}, {reasons}, {_clock.GetUtcNow()}) as \"Value\"").ToListAsync(cancel)).Single();
    }

    private IEnumerable<(Guid Other, IReadOnlyList<LikenessReason> Reasons)> Alike(PersonTraits own, IEnumerable<SealedRecord> others) =>
        from other in others
        let reasons = Likeness.Of(own, Opened(other))
        where reasons.Count > 0
        select (other.Id, reasons);

    private PersonTraits Opened(SealedRecord row) => new(
        row.NameSearch,
        row.BirthDate,
        _vault.Open(SealedColumns.PersonNik, row.Id, row.NikSealed),
        row.MotherNameSealed.Length == 0 ? "" : PersonName.Normalised(_vault.Open(SealedColumns.PersonMotherName, row.Id, row.MotherNameSealed)),
        row.PhoneSealed.Length == 0 ? "" : _vault.Open(SealedColumns.PersonPhone, row.Id, row.PhoneSealed));

    private sealed record AskedRecord(Guid PersonId, DateTimeOffset AskedAt);

    private sealed record SealedRecord(Guid Id, string NameSearch, DateOnly BirthDate, byte[] NikSealed, byte[] MotherNameSealed, byte[] PhoneSealed);
}
