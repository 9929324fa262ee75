using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Sheets;

namespace BpjsBjb.Services.Reference;

/// <param name="ChangedAt">Null where nothing was changed since the release.</param>
public sealed record ReferenceCount(ReferenceKind Kind, int Rows, DateTimeOffset? ChangedAt, string? ChangedBy);

/// <param name="Words">Stands in a code, a name or another text of the row.</param>
/// <param name="RetiredOnly">Only rows out of use.</param>
public sealed record ReferenceFilter(string? Words = null, bool RetiredOnly = false);

public enum RowStanding
{
    New,
    Changed,
    Unchanged,
    Wrong,
}

public enum ImportStatus
{
    Planned,
    Applied,
    Discarded,
}

/// <summary>A row of a file beside what stands in its place.</summary>
/// <param name="Before">Null for a row that is new.</param>
public sealed record PlannedRow(SheetRow Row, RowStanding Standing, IReadOnlyDictionary<string, string?>? Before)
{
    public IEnumerable<string> ChangedColumns =>
        Before is null ? [] : Row.Values.Keys.Where(column => Row[column] != Before.GetValueOrDefault(column));

    /// <summary>The same row with more that is wrong in it.</summary>
    internal PlannedRow With(IEnumerable<CellFault> faults)
    {
        var row = this with { Row = Row with { Faults = [.. Row.Faults, .. faults] } };
        return row with { Standing = ImportPlan.StandingOf(row) };
    }
}

/// <summary>A workbook that was read and compared; nothing of it is stored as reference data until somebody confirms.</summary>
public sealed record ImportDetails(
    Guid Id, ReferenceKind Kind, string FileName, ImportStatus Status, string UploadedByName, DateTimeOffset UploadedAt, string? DecidedByName,
    DateTimeOffset? DecidedAt, IReadOnlyList<PlannedRow> Rows)
{
    public int CountOf(RowStanding standing) => Rows.Count(row => row.Standing == standing);

    public bool MayConfirm =>
        Status == ImportStatus.Planned && Rows.All(row => row.Standing != RowStanding.Wrong) && Rows.Any(row => row.Standing != RowStanding.Unchanged);
}

/// <summary>One change of one row.</summary>
/// <param name="ByName">Null for the release or somebody at the database.</param>
/// <param name="IsNew">The row began with it.</param>
public sealed record ReferenceChange(long Id, DateTimeOffset At, string? ByName, string Key, bool IsNew, IReadOnlyList<FieldChange> Fields);

/// <summary>What came of a step, for the line that tells it.</summary>
public sealed record ReferenceDone(int Added, int Changed);
