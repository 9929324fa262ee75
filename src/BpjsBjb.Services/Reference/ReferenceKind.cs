using System.Security.Cryptography;
using System.Text;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Sheets;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Reference;

public enum ReferenceName
{
    Regions,
    BusinessTypes,
    LoanProducts,
    Guarantors,
    Targets,
    Offices,
    Occupations,
}

/// <summary>A row as it is stored, in plain written form.</summary>
public sealed record StoredRow(string Key, IReadOnlyDictionary<string, string?> Values)
{
    /// <summary>Differs as soon as a value does: what a form or a plan was made from.</summary>
    public string Version => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\u001f', Values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")))))[..16];
}

/// <summary>One kind of reference data: its columns, once, for the form, the template, the file that goes out and the one that comes in.</summary>
public abstract class ReferenceKind
{
    public abstract ReferenceName Id { get; }

    /// <summary>In addresses and texts.</summary>
    public string Name => Id.ToString();

    /// <summary>Where its history is found.</summary>
    public abstract string Table { get; }

    /// <summary>Named as the table's columns are, so that the history speaks the same words.</summary>
    public abstract IReadOnlyList<SheetColumn> Columns { get; }

    /// <summary>Columns that say which row it is; they never change.</summary>
    public abstract IReadOnlyList<string> KeyColumns { get; }

    /// <summary>The column that takes a row out of use, where rows are taken out of use.</summary>
    public virtual string? RetiredColumn => null;

    /// <summary>What somebody fills in.</summary>
    public IEnumerable<SheetColumn> Typed => Columns.Where(column => !column.IsShownOnly);

    /// <summary>Lists and forms of its own show it; the common pages only take its workbooks and tell its history.</summary>
    public virtual bool HasOwnPages => false;

    /// <summary>Columns of the trail that say nothing to a reader.</summary>
    internal virtual IReadOnlyList<string> HiddenInHistory => [];

    /// <summary>Parts never hold a point: it divides them in an address.</summary>
    public virtual string KeyOf(SheetRow row) => string.Join('.', KeyColumns.Select(column => row[column]));

    /// <summary>The same in the trail of changes.</summary>
    internal static string TrailKey(string key) => key.Replace('.', '/');

    internal abstract Task<int> CountAsync(BpjsBjbDbContext db, CancellationToken cancel);

    internal abstract Task<IReadOnlyList<StoredRow>> ReadAsync(BpjsBjbDbContext db, CancellationToken cancel);

    /// <summary>What is wrong with a row beyond its cells.</summary>
    /// <param name="keys">All keys there will be, those of the same file included.</param>
    /// <param name="codes">Regions there are: what rows of other kinds name.</param>
    /// <param name="isNew">Nothing stands in its place yet.</param>
    internal abstract IEnumerable<CellFault> Check(SheetRow row, IReadOnlySet<string> keys, IReadOnlySet<string> codes, bool isNew);

    /// <summary>What people call the rows whose keys say nothing, by key.</summary>
    internal virtual Task<IReadOnlyDictionary<string, string>> NamesAsync(BpjsBjbDbContext db, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    /// <summary>One change of a kind at a time: whoever comes second compares with what the first has stored.</summary>
    internal virtual Task LockAsync(BpjsBjbDbContext db, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({"reference " + Name}, 0))", cancel);

    /// <summary>Finds which stored row a row of a file means, where its key is the portal's own mark.</summary>
    internal virtual SheetRow Recognise(SheetRow row, IReadOnlyList<StoredRow> stored) => row;

    /// <summary>What is wrong with rows in view of all the others and of what stands behind them.</summary>
    internal virtual Task<IReadOnlyList<PlannedRow>> ReviewAsync(
        BpjsBjbDbContext db, IReadOnlyList<PlannedRow> rows, DateTimeOffset now, CancellationToken cancel) => Task.FromResult(rows);

    /// <summary>Puts rows that passed into the context; saving is the caller's.</summary>
    /// <returns>Statements the caller runs when it saves, in their order.</returns>
    internal abstract Task<IReadOnlyList<FormattableString>> WriteAsync(
        BpjsBjbDbContext db, IReadOnlyList<SheetRow> rows, DateTimeOffset now, CancellationToken cancel);

    protected static string Written(bool yes) => yes ? "true" : "false";

    protected static string? Written(DateOnly? day) => day is { } known ? CellText.Written(known) : null;

    protected static CellFault At(string column, Refusal refusal, SheetRow row) => new(column, refusal.On(column), row[column]);
}

/// <typeparam name="TRow">The entity.</typeparam>
internal abstract class ReferenceKind<TRow> : ReferenceKind
    where TRow : class
{
    internal override Task<int> CountAsync(BpjsBjbDbContext db, CancellationToken cancel) => db.Set<TRow>().CountAsync(cancel);

    internal override async Task<IReadOnlyList<StoredRow>> ReadAsync(BpjsBjbDbContext db, CancellationToken cancel) =>
        [.. (await db.Set<TRow>().AsNoTracking().ToListAsync(cancel)).Select(Stored).OrderBy(row => row.Key, StringComparer.Ordinal)];

    internal override async Task<IReadOnlyList<FormattableString>> WriteAsync(
        BpjsBjbDbContext db, IReadOnlyList<SheetRow> rows, DateTimeOffset now, CancellationToken cancel)
    {
        var stored = (await db.Set<TRow>().ToListAsync(cancel)).ToDictionary(row => Stored(row).Key);
        foreach (var row in rows)
        {
            if (stored.TryGetValue(KeyOf(row), out var present)) db.Entry(present).CurrentValues.SetValues(RowOf(row, present));
            else db.Add(RowOf(row, null));
        }

        return [];
    }

    /// <summary>In the order of <see cref="ReferenceKind.Columns"/>.</summary>
    protected abstract IReadOnlyList<string?> ValuesOf(TRow row);

    /// <param name="present">What stands in its place; null for a new row.</param>
    protected abstract TRow RowOf(SheetRow row, TRow? present);

    protected static string? Written(decimal? percent) => percent is { } known ? CellText.Written(known) : null;

    protected static DateOnly? DayOf(string? written) => written is null ? null : CellText.DayOf(written);

    protected static bool IsCode(string? code) =>
        code is { Length: > 0 } && code.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c) || c == '-');

    private StoredRow Stored(TRow row)
    {
        var values = Columns.Zip(ValuesOf(row)).ToDictionary(pair => pair.First.Key, pair => pair.Second);
        return new StoredRow(KeyOf(new SheetRow(0, values, [])), values);
    }
}
