using System.IO.Compression;
using System.Text.Json;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Sheets;

namespace BpjsBjb.Services.Csr;

public enum LookStatus
{
    Waiting,
    Running,
    Finished,

    /// <summary>Begun several times and never finished.</summary>
    Failed,
}

/// <summary>How far a list was looked at, and what was found.</summary>
/// <param name="Done">Rows looked at so far.</param>
/// <param name="Found">Rows that are refused or warned about, without what was typed; empty until all were looked at.</param>
public sealed record CsrLook(LookStatus Status, int Rows, int Done, IReadOnlyList<CheckedCandidate> Found)
{
    public bool IsOpen => Status is LookStatus.Waiting or LookStatus.Running;
}

/// <summary>Rows as they are kept between the upload and the confirmation, packed before they are sealed.</summary>
internal static class LookedRows
{
    /// <summary>Everything that was typed, to be looked at.</summary>
    public static string Typed(IEnumerable<SheetRow> rows) => Pack(rows.Select(row => new Line(
        row.Number, row.Values.ToDictionary(), [.. row.Faults.Select(fault => new Finding(fault.Column, fault.Refusal.Code, fault.Refusal.Values, fault.Typed))], [])));

    /// <summary>What was found, of the rows of which anything is to be said.</summary>
    public static string Found(IEnumerable<CheckedCandidate> rows) => Pack(rows.Where(row => row.IsRefused || row.Warnings.Count > 0).Select(row => new Line(
        row.Row.Number, [], [.. row.Row.Faults.Select(fault => new Finding(fault.Column, fault.Refusal.Code, fault.Refusal.Values, null))],
        [.. row.Warnings.Select(warning => new Finding(warning.Field, warning.Code, warning.Values, null))])));

    public static IReadOnlyList<SheetRow> OpenTyped(string packed) => [.. Open(packed).Select(RowOf)];

    public static IReadOnlyList<CheckedCandidate> OpenFound(string packed) =>
        [.. Open(packed).Select(line => new CheckedCandidate(RowOf(line), [.. line.Warnings.Select(warning => RefusalOf(warning).AsWarning())]))];

    private static SheetRow RowOf(Line line) =>
        new(line.Number, line.Values, [.. line.Faults.Select(fault => new CellFault(fault.Column, RefusalOf(fault), fault.Typed))]);

    private static Refusal RefusalOf(Finding found) => new(found.Code, found.Column, found.Values is { } values ? [.. values.Select(ValueOf)] : null);

    /// <summary>Sentences are filled in with counts and words alone.</summary>
    private static object ValueOf(object value) => value is JsonElement { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : value.ToString()!;

    private static string Pack(IEnumerable<Line> lines)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest)) JsonSerializer.Serialize(stream, lines);
        return Convert.ToBase64String(packed.ToArray());
    }

    private static IReadOnlyList<Line> Open(string packed)
    {
        using var stream = new GZipStream(new MemoryStream(Convert.FromBase64String(packed)), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<IReadOnlyList<Line>>(stream)!;
    }

    private sealed record Finding(string? Column, string Code, IReadOnlyList<object>? Values, string? Typed);

    private sealed record Line(int Number, Dictionary<string, string?> Values, IReadOnlyList<Finding> Faults, IReadOnlyList<Finding> Warnings);
}
