using System.Globalization;
using System.Text.Json;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Sheets;

namespace BpjsBjb.Services.Reference;

/// <summary>Compares the rows of a file with those that are stored, and keeps the outcome until somebody decides.</summary>
internal static class ImportPlan
{
    public static IReadOnlyList<PlannedRow> Of(
        ReferenceKind kind, IReadOnlyList<SheetRow> rows, IReadOnlyList<StoredRow> stored, IReadOnlySet<string> regions)
    {
        var present = stored.ToDictionary(row => row.Key);
        var keys = present.Keys.Concat(rows.Where(row => row.Faults.Count == 0).Select(kind.KeyOf)).ToHashSet(StringComparer.Ordinal);
        var first = rows.GroupBy(kind.KeyOf).ToDictionary(same => same.Key, same => same.First().Number);
        return [.. rows.Select(Planned)];

        PlannedRow Planned(SheetRow row)
        {
            var key = kind.KeyOf(row);
            var before = present.GetValueOrDefault(key);
            List<CellFault> faults = [.. row.Faults, .. kind.Check(row, keys, regions, before is null)];
            if (kind.KeyColumns.All(column => row[column] is not null) && first[key] != row.Number) faults.Add(new CellFault(null, ReferenceRefusal.RowTwice.With(first[key])));

            var planned = new PlannedRow(row with { Faults = faults }, RowStanding.New, before?.Values);
            return planned with { Standing = StandingOf(planned) };
        }
    }

    public static string Write(IEnumerable<PlannedRow> rows) => JsonSerializer.Serialize(rows.Select(row => new KeptRow(
        row.Row.Number, row.Standing.ToString(), row.Row.Values, row.Before,
        [.. row.Row.Faults.Select(fault => new KeptFault(
            fault.Column, fault.Refusal.Code, [.. (fault.Refusal.Values ?? []).Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")],
            fault.Typed))])));

    public static IReadOnlyList<PlannedRow> Read(string json) => [.. JsonSerializer.Deserialize<KeptRow[]>(json)!.Select(row => new PlannedRow(
        new SheetRow(row.Number, row.Values, [.. row.Faults.Select(fault => new CellFault(
            fault.Column, new Refusal(fault.Code, fault.Column, fault.Values.Length == 0 ? null : fault.Values), fault.Typed))]),
        Enum.Parse<RowStanding>(row.Standing), row.Before))];

    internal static RowStanding StandingOf(PlannedRow row) => row switch
    {
        { Row.Faults.Count: > 0 } => RowStanding.Wrong,
        { Before: null } => RowStanding.New,
        _ => row.ChangedColumns.Any() ? RowStanding.Changed : RowStanding.Unchanged,
    };

    private sealed record KeptRow(
        int Number, string Standing, IReadOnlyDictionary<string, string?> Values, IReadOnlyDictionary<string, string?>? Before, KeptFault[] Faults);

    private sealed record KeptFault(string? Column, string Code, string[] Values, string? Typed);
}
