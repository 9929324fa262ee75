using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Sheets;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Reference;

/// <summary>
/// Offices of both institutions. A file states the trees as they are to stand; they are changed by the functions of the tree alone (offices.v1.sql),
/// in an order in which each step is allowed.
/// </summary>
internal sealed class OfficeRowKind : ReferenceKind
{
    public override ReferenceName Id => ReferenceName.Offices;

    public override string Table => "offices";

    public override bool HasOwnPages => true;

    public override IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("institution", CellKind.Choice) { IsRequired = true, Choices = Enum.GetNames<Institution>(), Width = 22 },
        new("kind", CellKind.Choice) { IsRequired = true, Choices = Enum.GetNames<OfficeKind>(), Width = 18 },
        new("code", CellKind.Text) { Longest = 10, Width = 12 },
        new("name", CellKind.Text) { IsRequired = true, Width = 40 },
        new("regency_code", CellKind.Text) { Longest = 4, Width = 14 },
        new("parent_code", CellKind.Text) { Width = 24 },
        new("valid_from", CellKind.Day) { IsRequired = true },
        new("valid_to", CellKind.Day),
        new("is_sample", CellKind.YesNo) { Width = 12 },
        new("id", CellKind.Text) { Longest = 36, IsDetail = true, Width = 38 },
    ];

    public override IReadOnlyList<string> KeyColumns => ["id"];

    internal override IReadOnlyList<string> HiddenInHistory => ["id", "position", "position_end"];

    /// <summary>An office that is new has no mark yet.</summary>
    public override string KeyOf(SheetRow row) => row["id"] ?? $"{row["institution"]} {row["code"] ?? row["name"]}";

    internal override Task<int> CountAsync(BpjsBjbDbContext db, CancellationToken cancel) => db.Offices.CountAsync(cancel);

    internal override async Task<IReadOnlyList<StoredRow>> ReadAsync(BpjsBjbDbContext db, CancellationToken cancel)
    {
        var offices = await OfficesAsync(db, cancel);
        var byId = offices.ToDictionary(office => office.Id);
        return [.. offices.Select(office => new StoredRow(office.Id.ToString(), ValuesOf(office, office.ParentId is { } parent ? byId[parent] : null)))];
    }

    internal override async Task<IReadOnlyDictionary<string, string>> NamesAsync(BpjsBjbDbContext db, CancellationToken cancel) =>
        await db.Offices.ToDictionaryAsync(office => office.Id.ToString(), office => office.Name, cancel);

    /// <summary>The tree as well: it stands still from the comparison to the commit.</summary>
    internal override async Task LockAsync(BpjsBjbDbContext db, CancellationToken cancel)
    {
        await base.LockAsync(db, cancel);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(office_tree())", cancel);
    }

    /// <summary>A row without its mark is the office of its code and first day, or of its name at its place where it has no code.</summary>
    internal override SheetRow Recognise(SheetRow row, IReadOnlyList<StoredRow> stored)
    {
        var values = new Dictionary<string, string?>(row.Values)
        {
            ["id"] = row["id"]?.ToLowerInvariant(),
            ["code"] = row["code"]?.ToUpperInvariant(),
        };
        values["id"] ??= stored.FirstOrDefault(one => one.Values["institution"] == row["institution"] && one.Values["valid_from"] == row["valid_from"]
            && one.Values["code"] == values["code"]
            && (values["code"] is not null || (one.Values["name"], one.Values["parent_code"]) == (row["name"], row["parent_code"])))?.Key;
        return row with { Values = values };
    }

    internal override IEnumerable<CellFault> Check(SheetRow row, IReadOnlySet<string> keys, IReadOnlySet<string> codes, bool isNew)
    {
        if (row["code"] is { } code && BranchCode.Parse(code) is { IsRefused: true } refused) yield return At("code", refused.Refusals[0], row);
        if (row["regency_code"] is { } regency && !codes.Contains(regency)) yield return At("regency_code", OfficeChange.RegencyUnknown, row);
        if (isNew && row["id"] is not null) yield return At("id", OfficeChange.MarkUnknown, row);
    }

    internal override async Task<IReadOnlyList<PlannedRow>> ReviewAsync(
        BpjsBjbDbContext db, IReadOnlyList<PlannedRow> rows, DateTimeOffset now, CancellationToken cancel)
    {
        var tree = OfficeTreePlan.Of(await OfficesAsync(db, cancel), rows.Select(row => row.Row), now);
        var closing = tree.Lines.Where(line => line.IsClosing && line.Present is not null).Select(line => line.Id).ToList();
        var work = new Dictionary<Guid, OfficeWork>();
        foreach (var office in closing) work[office] = (await db.WorkOfAsync(office, cancel))!;
        var merging = await db.Database.SqlQuery<Guid>(
            $"""
             select o as "Value" from office_mergers m, unnest(array[m.from_office_id, m.into_office_id]) o
              where m.status in ('Proposed', 'Approved') and o = any({closing})
             """).ToListAsync(cancel);
        return [.. rows.Select(row => row.With(row.Standing is RowStanding.New or RowStanding.Changed ? tree.FaultsOf(row, work, merging) : []))];
    }

    internal override async Task<IReadOnlyList<FormattableString>> WriteAsync(
        BpjsBjbDbContext db, IReadOnlyList<SheetRow> rows, DateTimeOffset now, CancellationToken cancel) =>
        OfficeTreePlan.Of(await OfficesAsync(db, cancel), rows, now).Steps();

    private static async Task<List<Office>> OfficesAsync(BpjsBjbDbContext db, CancellationToken cancel) =>
        await db.Offices.AsNoTracking().OrderBy(office => office.Institution).ThenBy(office => office.Position).ToListAsync(cancel);

    private static Dictionary<string, string?> ValuesOf(Office office, Office? parent) => new()
    {
        ["institution"] = office.Institution.ToString(),
        ["kind"] = office.Kind.ToString(),
        ["code"] = office.Code,
        ["name"] = office.Name,
        ["regency_code"] = office.RegencyCode,
        ["parent_code"] = parent?.Code ?? parent?.Name,
        ["valid_from"] = Written(office.ValidFrom),
        ["valid_to"] = Written(office.ValidTo),
        ["is_sample"] = Written(office.IsSample),
        ["id"] = office.Id.ToString(),
    };
}
