using System.Security.Cryptography;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Sheets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Reference;

/// <summary>Changes reference data: one row from a form, or a whole workbook that was compared first. All of it or nothing.</summary>
public sealed class ReferenceService
{
    private const int LongestFileName = 200;

    /// <summary>A bound that a field of its own says better is refused there; these speak when somebody went around it or was faster.</summary>
    private static readonly Dictionary<string, Refusal> ByConstraint = new()
    {
        ["pk_"] = ReferenceRefusal.ChangedMeanwhile,
        ["fk_"] = ReferenceRefusal.NotPossible,
        ["ex_offices_code"] = OfficeChange.CodeTaken,
        [OfficeChange.HasOpenWork.Code] = ReferenceRefusal.ChangedMeanwhile, // there was none when the file was compared
        [OfficeChange.HasOpenOffices.Code] = ReferenceRefusal.ChangedMeanwhile,
        ["ck_reference_imports_whole"] = ReferenceRefusal.ImportHasFaults,
        ["ck_"] = ReferenceRefusal.NotPossible,
    };

    private readonly BpjsBjbDbContext _db;
    private readonly ReferenceSource _source;
    private readonly TimeProvider _clock;
    private readonly ILogger<ReferenceService> _log;

    internal ReferenceService(BpjsBjbDbContext db, ReferenceSource source, TimeProvider clock, ILogger<ReferenceService> log) =>
        (_db, _source, _clock, _log) = (db, source, clock, log);

    /// <summary>Adds or changes one row.</summary>
    /// <param name="key">Which row; null for a new one.</param>
    /// <param name="version">The version the form was made from.</param>
    /// <param name="typed">By column.</param>
    public async Task<Result<string>> SaveAsync(
        ReferenceKind kind, string? key, string? version, IReadOnlyDictionary<string, string?> typed, IReadOnlyList<SheetWords> words, Actor by,
        CancellationToken cancel)
    {
        var row = RowOf(kind, typed, words);
        await using var work = await BeginAsync(kind, by, cancel);
        var stored = await kind.ReadAsync(_db, cancel);
        var planned = (await ComparedAsync(kind, [row], stored, cancel))[0];
        var present = stored.FirstOrDefault(one => one.Key == kind.KeyOf(row));

        if (planned.Row.Faults.Count > 0) return planned.Row.Faults.Select(fault => fault.Refusal).ToArray();
        if (key is null && present is not null) return ReferenceRefusal.KeyTaken.On(kind.KeyColumns[0]);
        if (key is not null && kind.KeyOf(row) != key) return ReferenceRefusal.KeyIsFixed.On(kind.KeyColumns[0]);
        if (key is not null && present?.Version != version) return ReferenceRefusal.ChangedMeanwhile;
        if (planned.Standing == RowStanding.Unchanged) return ReferenceRefusal.NothingChanged;

        var steps = await kind.WriteAsync(_db, [planned.Row], _clock.GetUtcNow(), cancel);
        var refused = await _db.TrySaveAsync(ReferenceRefusal.ChangedMeanwhile, ByConstraint, steps, cancel);
        if (refused.Count > 0) return refused.ToArray();

        Done(kind, key is null ? 1 : 0, key is null ? 0 : 1, by);
        return kind.KeyOf(row);
    }

    /// <summary>Reads and compares a workbook and keeps the outcome for whoever confirms it. A file that is none is not kept.</summary>
    public async Task<Result<Guid>> PlanAsync(
        ReferenceKind kind, string fileName, byte[] file, IReadOnlyList<SheetWords> words, Actor by, CancellationToken cancel)
    {
        var read = SheetRows.Read(file, [.. kind.Columns], words);
        if (read.IsRefused) return read.Refusals.ToArray();

        await using var work = await _db.BeginAsync(by, cancel);
        var stored = await kind.ReadAsync(_db, cancel);
        var rows = await ComparedAsync(kind, [.. read.Value.Select(row => kind.Recognise(row, stored))], stored, cancel);
        var now = _clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var refused = await _db.TrySaveAsync(
            ReferenceRefusal.ChangedMeanwhile, ByConstraint, cancel,
            $"""
             insert into reference_imports (id, kind, file_name, file_hash, rows, new_count, changed_count, unchanged_count, wrong_count, uploaded_by, uploaded_at)
             values ({id}, {kind.Name}, {NameOf(fileName)}, {SHA256.HashData(file)}, {ImportPlan.Write(rows)}::jsonb, {Count(RowStanding.New)},
                     {Count(RowStanding.Changed)}, {Count(RowStanding.Unchanged)}, {Count(RowStanding.Wrong)}, {by.UserId}, {now})
             """);
        if (refused.Count > 0) return refused.ToArray();

        return id;

        int Count(RowStanding standing) => rows.Count(row => row.Standing == standing);
    }

    /// <summary>Stores every row of a compared workbook in one transaction, if what it was compared with still stands.</summary>
    public async Task<Result<ReferenceDone>> ConfirmAsync(ImportDetails import, Actor by, CancellationToken cancel)
    {
        if (import.Status != ImportStatus.Planned) return ReferenceRefusal.ImportDecided;
        if (import.CountOf(RowStanding.Wrong) > 0) return ReferenceRefusal.ImportHasFaults;

        var kind = import.Kind;
        await using var work = await BeginAsync(kind, by, cancel);
        var stored = (await kind.ReadAsync(_db, cancel)).ToDictionary(row => row.Key, row => row.Version);
        if (import.Rows.Any(row => stored.GetValueOrDefault(kind.KeyOf(row.Row)) != VersionOf(row))) return ReferenceRefusal.ChangedMeanwhile;

        SheetRow[] rows = [.. import.Rows.Where(row => row.Standing is RowStanding.New or RowStanding.Changed).Select(row => row.Row)];
        if (rows.Length == 0) return ReferenceRefusal.NothingChanged;

        var steps = await kind.WriteAsync(_db, rows, _clock.GetUtcNow(), cancel);
        var refused = await DecideAsync(import.Id, ImportStatus.Applied, by, steps, cancel);
        if (refused.Count > 0) return refused.ToArray();

        var done = new ReferenceDone(import.CountOf(RowStanding.New), import.CountOf(RowStanding.Changed));
        Done(kind, done.Added, done.Changed, by);
        return done;

        string? VersionOf(PlannedRow row) => row.Before is { } before ? new StoredRow("", before).Version : null;
    }

    /// <summary>Puts a compared workbook aside.</summary>
    public async Task<Result<Guid>> DiscardAsync(Guid import, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var refused = await DecideAsync(import, ImportStatus.Discarded, by, [], cancel);
        return refused.Count > 0 ? refused.ToArray() : import;
    }

    private Task<IReadOnlyList<Refusal>> DecideAsync(
        Guid import, ImportStatus status, Actor by, IReadOnlyList<FormattableString> steps, CancellationToken cancel) => _db.TrySaveAsync(
        ReferenceRefusal.ChangedMeanwhile, ByConstraint,
        [.. steps, $"update reference_imports set status = {status.ToString()}, decided_by = {by.UserId}, decided_at = {_clock.GetUtcNow()} where id = {import}"],
        cancel);

    private async Task<IReadOnlyList<PlannedRow>> ComparedAsync(
        ReferenceKind kind, IReadOnlyList<SheetRow> rows, IReadOnlyList<StoredRow> stored, CancellationToken cancel) =>
        await kind.ReviewAsync(_db, ImportPlan.Of(kind, rows, stored, await RegionsAsync(cancel)), _clock.GetUtcNow(), cancel);

    private async Task<UnitOfWork> BeginAsync(ReferenceKind kind, Actor by, CancellationToken cancel)
    {
        var work = await _db.BeginAsync(by, cancel);
        await kind.LockAsync(_db, cancel);
        return work;
    }

    private async Task<HashSet<string>> RegionsAsync(CancellationToken cancel) =>
        await _db.Regions.Where(region => region.Code.Length == 4).Select(region => region.Code).ToHashSetAsync(cancel);

    private static SheetRow RowOf(ReferenceKind kind, IReadOnlyDictionary<string, string?> typed, IReadOnlyList<SheetWords> words)
    {
        var values = new Dictionary<string, string?>();
        List<CellFault> faults = [];
        foreach (var column in kind.Typed)
        {
            var (value, fault) = CellText.Read(column, typed.GetValueOrDefault(column.Key), words);
            values[column.Key] = value;
            if (fault is not null) faults.Add(fault);
        }

        return new SheetRow(0, values, faults);
    }

    /// <summary>A name as shown, without the folders some browsers send.</summary>
    private static string NameOf(string fileName)
    {
        var name = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..].Trim();
        return name.Length <= LongestFileName ? name : name[..LongestFileName];
    }

    private void Done(ReferenceKind kind, int added, int changed, Actor by)
    {
        _source.Forget();
        _log.ReferenceChanged(kind.Id, added, changed, by.UserId);
    }
}
