using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Sheets;

namespace BpjsBjb.Services.Reference;

/// <summary>The trees as a file would leave them: what is wrong in it, and the steps that lead there.</summary>
internal sealed class OfficeTreePlan
{
    private readonly Dictionary<Guid, Line> _lines;
    private readonly Dictionary<SheetRow, Line> _byRow = new(ReferenceEqualityComparer.Instance);
    private readonly DateOnly _today;

    private OfficeTreePlan(IEnumerable<Line> stored, DateOnly today)
    {
        _lines = stored.ToDictionary(line => line.Id);
        _today = today;
    }

    public IEnumerable<Line> Lines => _lines.Values;

    public static OfficeTreePlan Of(IReadOnlyList<Office> offices, IEnumerable<SheetRow> rows, DateTimeOffset now)
    {
        var plan = new OfficeTreePlan(offices.Select(Line.Of), JakartaTime.DateIn(now));
        foreach (var row in rows.Where(Line.IsReadable))
        {
            var present = Guid.TryParse(row["id"], out var id) ? plan._lines.GetValueOrDefault(id)?.Present : null;
            var line = Line.Of(row, present, present?.Id ?? Guid.CreateVersion7(now));
            plan._lines[line.Id] = line;
            plan._byRow[row] = line;
        }

        // Codes of the office above are those of the file first: it states the trees as they are to be.
        foreach (var line in plan._byRow.Values.ToList())
        {
            var above = line.Present?.ParentId is { } stored ? offices.First(office => office.Id == stored) : null;
            var isKept = line.Present is not null && line.Above == (above?.Code ?? above?.Name);
            plan.Put(line with { Parent = isKept ? above?.Id : plan.Named(line)?.Id });
        }

        return plan;
    }

    /// <param name="work">Of offices that are to close.</param>
    /// <param name="merging">Offices with a merger that waits.</param>
    public IEnumerable<CellFault> FaultsOf(PlannedRow planned, Dictionary<Guid, OfficeWork> work, IReadOnlyList<Guid> merging)
    {
        if (!_byRow.TryGetValue(planned.Row, out var seen)) return [];

        var line = _lines[seen.Id];
        return line.Present is { ValidTo: not null } ? [At("valid_to", OfficeChange.HasEnded)]
            : [.. FixedFaults(line), .. PlaceFaults(line), .. ClosingFaults(line, work.GetValueOrDefault(line.Id), merging.Contains(line.Id))];

        CellFault At(string column, Refusal refusal) => new(column, refusal.On(column), planned.Row[column]);

        IEnumerable<CellFault> FixedFaults(Line line)
        {
            if (line.Code is { } code && Lines.Any(other => other.Id != line.Id && other.Institution == line.Institution && other.Code == code && other.Meets(line)))
            {
                yield return At("code", OfficeChange.CodeTaken);
            }

            if (line.Present is not { } present) yield break;
            if (present.Institution != line.Institution) yield return At("institution", OfficeChange.PlaceIsFixed);
            if (present.Kind != line.Kind) yield return At("kind", OfficeChange.PlaceIsFixed);
            if (present.ValidFrom != line.From) yield return At("valid_from", OfficeChange.StartIsFixed);
        }

        IEnumerable<CellFault> PlaceFaults(Line line)
        {
            if (line.Above is null)
            {
                if (line.Present is not { ParentId: null }) yield return At("parent_code", OfficeChange.ParentMissing);
                yield break;
            }

            if (line.Parent is not { } id) yield return At("parent_code", OfficeChange.ParentUnknown);
            else if (_lines[id] is var parent && (IsClosedTo(line, parent) || parent.From > Later(line.From, line.Present is null ? line.From : _today)))
            {
                yield return At("parent_code", OfficeChange.ParentClosed);
            }
            else if (line.Kind <= parent.Kind) yield return At("parent_code", OfficeChange.KindNotBelow);
            else if (AboveOf(line).Any(above => above.Id == line.Id)) yield return At("parent_code", OfficeChange.BelowItself);
        }

        IEnumerable<CellFault> ClosingFaults(Line line, OfficeWork? open, bool isMerging)
        {
            if (!line.IsClosing) yield break;

            var below = Lines.Count(other => other.Parent == line.Id && other.To is null);
            if (line.Present is { ParentId: null }) yield return At("valid_to", OfficeChange.HeadStays);
            else if (line.To < _today.AddDays(-1) || line.To < line.From) yield return At("valid_to", OfficeChange.EndPast);
            else if (below > 0) yield return At("valid_to", OfficeChange.HasOpenOffices.With(below));
            else if (open is not null && open.Cases + open.Loans + open.Bills + open.Requests > 0)
            {
                yield return At("valid_to", OfficeChange.HasOpenWork.With(open.Cases, open.Loans, open.Bills, open.Requests));
            }
            else if (isMerging) yield return At("valid_to", OfficeMerger.AlreadyPlanned);
        }
    }

    /// <summary>
    /// Codes others want are given up first; then offices are added and moved from the top down and closed from the bottom up, and codes of offices
    /// that close are given at the end. PostgreSQL has the last word on each.
    /// </summary>
    public IReadOnlyList<FormattableString> Steps()
    {
        Line[] lines = [.. _byRow.Values.Select(line => _lines[line.Id]).OrderBy(line => AboveOf(line).Count)];
        var wanted = lines.Where(line => line.Code is not null && line.Code != line.Present?.Code).ToLookup(line => (line.Institution, line.Code), line => line.Id);
        var closing = lines.Where(line => line.IsClosing && line.Present?.Code is not null).Select(line => (line.Institution, line.Present!.Code)).ToHashSet();
        List<FormattableString> steps = [];
        foreach (var line in lines.Where(line => line.Present is { Code: { } code } present && line.Code != code && wanted.Contains((line.Institution, code))))
        {
            steps.Add(Changed(line with { Code = null, Name = line.Present!.Name, Regency = line.Present.RegencyCode, IsSample = line.Present.IsSample }, line.Present.ParentId));
        }

        foreach (var line in lines.Where(line => line.Present is null))
        {
            steps.Add($"""
                select add_office({line.Id}, {line.Parent}, {line.Kind.ToString()}, {(Waits(line) ? null : line.Code)}::text, {line.Name},
                                  {line.Regency}::text, {line.From}, {line.IsSample})
                """);
        }

        foreach (var line in lines.Where(line => line.IsChanged)) steps.Add(Changed(Waits(line) ? line with { Code = null } : line, line.Parent));
        foreach (var line in lines.Where(line => line.IsClosing).Reverse())
        {
            steps.Add($"select close_office(id, xmin::text::bigint, {line.To!.Value.AddDays(1)}) from offices where id = {line.Id}");
        }

        foreach (var line in lines.Where(Waits)) steps.Add(Changed(line, line.Parent));
        return steps;

        bool Waits(Line line) => line.Code != line.Present?.Code && closing.Contains((line.Institution, line.Code));
    }

    private static FormattableString Changed(Line line, Guid? parent) =>
        $"""
         select change_office(id, xmin::text::bigint, {parent}::uuid, {line.Code}::text, {line.Name}, {line.Regency}::text, {line.IsSample})
           from offices where id = {line.Id}
         """;

    /// <summary>An office that closes by the same file as the one below it is still open until then.</summary>
    private static bool IsClosedTo(Line line, Line parent) => parent.To is not null && (line.To is null || parent.Present is { ValidTo: not null });

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private void Put(Line line) => _lines[line.Id] = line;

    /// <summary>The one office a code names, or a name where no office has that code; open ones before those that have ended.</summary>
    private Line? Named(Line line)
    {
        if (line.Above is not { } named) return null;

        var same = Lines.Where(other => other.Institution == line.Institution && other.Id != line.Id).ToList();
        List<Line> found = [.. same.Where(other => string.Equals(other.Code, named, StringComparison.OrdinalIgnoreCase))];
        if (found.Count == 0) found = [.. same.Where(other => string.Equals(other.Name, named, StringComparison.OrdinalIgnoreCase))];
        if (found.Count > 1) found = [.. found.Where(other => other.To is null)];
        return found is [var one] ? one : null;
    }

    /// <summary>The offices above, up to the head office or to where the chain closes on itself.</summary>
    private HashSet<Line> AboveOf(Line line)
    {
        HashSet<Line> above = [];
        for (var parent = line.Parent; parent is { } id && above.Add(_lines[id]);) parent = _lines[id].Parent;
        return above;
    }

    /// <param name="Above">As typed: code or name of the office above.</param>
    /// <param name="Present">As it is stored; null for one that is new.</param>
    internal sealed record Line(
        Guid Id, Institution Institution, OfficeKind Kind, string? Code, string Name, string? Regency, string? Above, Guid? Parent, DateOnly From, DateOnly? To,
        bool IsSample, Office? Present)
    {
        public bool IsClosing => To is not null && Present?.ValidTo is null;

        public bool IsChanged => Present is { } present
            && (Code, Name, Regency, Parent, IsSample) != (present.Code, present.Name, present.RegencyCode, present.ParentId, present.IsSample);

        public static Line Of(Office office) => new(
            office.Id, office.Institution, office.Kind, office.Code, office.Name, office.RegencyCode, null, office.ParentId, office.ValidFrom, office.ValidTo,
            office.IsSample, office);

        public static Line Of(SheetRow row, Office? present, Guid id) => new(
            id, Enum.Parse<Institution>(row["institution"]!), Enum.Parse<OfficeKind>(row["kind"]!), row["code"], row["name"] ?? "", row["regency_code"],
            row["parent_code"], null, CellText.DayOf(row["valid_from"]!), row["valid_to"] is { } to ? CellText.DayOf(to) : null, row["is_sample"] == "true",
            present);

        /// <summary>What cannot be placed for a cell that is wrong is not judged further.</summary>
        public static bool IsReadable(SheetRow row) => row["institution"] is not null && row["kind"] is not null && row["valid_from"] is not null;

        /// <summary>Both exist on one day.</summary>
        public bool Meets(Line other) => From <= (other.To ?? DateOnly.MaxValue) && other.From <= (To ?? DateOnly.MaxValue);
    }
}
