using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Reference;

/// <summary>Reference data as administrators see them: counts, lists, files that wait, and every change. Nothing here is a debtor's.</summary>
public sealed class ReferenceSearch
{
    public const int PageSize = 25;

    private readonly BpjsBjbDbContext _db;

    internal ReferenceSearch(BpjsBjbDbContext db) => _db = db;

    public async Task<IReadOnlyList<ReferenceCount>> CountsAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        List<ReferenceCount> counts = [];
        foreach (var kind in ReferenceKinds.All)
        {
            var last = await _db.Database.SqlQuery<LastChange>($"select at, by_name from reference_history({kind.Table}, null, 1, 0)").SingleOrDefaultAsync(cancel);
            counts.Add(new ReferenceCount(kind, await kind.CountAsync(_db, cancel), last?.At, last?.ByName));
        }

        return counts;
    }

    public async Task<Page<StoredRow>> ListAsync(ReferenceKind kind, ReferenceFilter filter, int number, Actor actor, CancellationToken cancel)
    {
        var rows = await AllAsync(kind, actor, cancel);
        if (filter.RetiredOnly && kind.RetiredColumn is { } retired) rows = [.. rows.Where(row => row.Values[retired] == "true")];
        foreach (var word in (filter.Words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            rows = [.. rows.Where(row => row.Values.Values.Any(value => value?.Contains(word, StringComparison.OrdinalIgnoreCase) == true))];
        }

        var page = new Page<StoredRow>([], Math.Max(1, number), PageSize, rows.Count);
        return page with { Number = Math.Min(page.Number, page.Last), Items = [.. rows.Skip((Math.Min(page.Number, page.Last) - 1) * PageSize).Take(PageSize)] };
    }

    /// <summary>Every row, in the order of its key.</summary>
    public async Task<IReadOnlyList<StoredRow>> AllAsync(ReferenceKind kind, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return await kind.ReadAsync(_db, cancel);
    }

    public async Task<StoredRow?> RowAsync(ReferenceKind kind, string key, Actor actor, CancellationToken cancel) =>
        (await AllAsync(kind, actor, cancel)).FirstOrDefault(row => row.Key == key);

    /// <summary>Names of regions by their codes, for rows that hold a code.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RegionNamesAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return await _db.Regions.Where(region => region.Code.Length <= 4).ToDictionaryAsync(region => region.Code, region => region.Name, cancel);
    }

    public async Task<ImportDetails?> ImportAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var found = await _db.Database.SqlQuery<ImportRow>(
            $"""
             select i.kind, i.file_name, i.status, u.full_name as uploaded_by_name, i.uploaded_at, d.full_name as decided_by_name, i.decided_at,
                    i.rows::text as rows
               from reference_imports i join users u on u.id = i.uploaded_by left join users d on d.id = i.decided_by
              where i.id = {id}
             """).ToListAsync(cancel);
        return found is [var row] && ReferenceKinds.Named(row.Kind) is { } kind
            ? new ImportDetails(
                id, kind, row.FileName, Enum.Parse<ImportStatus>(row.Status), row.UploadedByName, row.UploadedAt, row.DecidedByName, row.DecidedAt,
                ImportPlan.Read(row.Rows))
            : null;
    }

    /// <param name="key">One row's; null for the whole kind.</param>
    public async Task<Page<ReferenceChange>> HistoryAsync(ReferenceKind kind, string? key, int number, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var trailKey = key is null ? null : ReferenceKind.TrailKey(key);
        var page = Math.Max(1, number);
        var rows = await _db.Database.SqlQuery<ChangeRow>(
            $"""
             select id, at, by_name, row_key, operation, before, after, total
               from reference_history({kind.Table}, {trailKey}::text, {PageSize}, {(page - 1) * PageSize})
             """).ToListAsync(cancel);
        var names = await kind.NamesAsync(_db, cancel);
        return new Page<ReferenceChange>(
            [.. rows.Select(row => new ReferenceChange(
                row.Id, row.At, row.ByName, names.GetValueOrDefault(row.RowKey, row.RowKey), row.Operation == "INSERT",
                [.. AuditSearch.FieldsOf(row.Before, row.After).Where(field => !kind.HiddenInHistory.Contains(field.Column))
                    .Select(field => field with { Before = NameOf(field.Before), After = NameOf(field.After) })]))],
            page, PageSize, (int)(rows.FirstOrDefault()?.Total ?? 0));

        string? NameOf(string? value) => value is null ? null : names.GetValueOrDefault(value, value);
    }

    private sealed record LastChange(DateTimeOffset At, string? ByName);

    private sealed record ImportRow(
        string Kind, string FileName, string Status, string UploadedByName, DateTimeOffset UploadedAt, string? DecidedByName, DateTimeOffset? DecidedAt,
        string Rows);

    private sealed record ChangeRow(
        long Id, DateTimeOffset At, string? ByName, string RowKey, string Operation, string? Before, string? After, long Total);
}
