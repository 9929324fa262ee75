using Microsoft.VisualBasic.FileIO;

namespace BpjsBjb.UnitTests.Security;

/// <summary>One line of the ledger: what is asked, how the portal stands, and what shows it.</summary>
internal sealed record AsvsRow(string Id, string Chapter, string Level, string Subject, string Status, string Evidence, string Reason)
{
    public IReadOnlyList<string> Evidences => Evidence.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Reads a ledger and says everything that is wrong with it.</summary>
/// <param name="root">Top of the repository, which evidence in files is named from.</param>
/// <param name="tests">What the tests' sources hold.</param>
/// <param name="expected">Id → level of every requirement that must have its line.</param>
internal sealed class AsvsLedger(string root, TestTree tests, IReadOnlyDictionary<string, string> expected)
{
    private const string Header = "id,chapter,level,subject,status,evidence,reason";
    private const int MostWords = 10;
    private const int ShortestReason = 20;

    private static readonly string[] Statuses = ["met", "partly", "not-applicable", "open"];

    public static IReadOnlyList<AsvsRow> Read(string csv)
    {
        using var parser = new TextFieldParser(new StringReader(csv)) { TextFieldType = FieldType.Delimited, Delimiters = [","], TrimWhiteSpace = false };
        var header = string.Join(',', parser.ReadFields() ?? []);
        if (header != Header) throw new FormatException($"The ledger begins with {header}.");

        List<AsvsRow> rows = [];
        while (parser.ReadFields() is { } cells)
        {
            rows.Add(cells is [var id, var chapter, var level, var subject, var status, var evidence, var reason]
                ? new AsvsRow(id, chapter, level, subject, status, evidence, reason)
                : throw new FormatException($"{cells[0]} has {cells.Length} cells."));
        }

        return rows;
    }

    /// <summary>One sentence a fault, beginning with the id it is about.</summary>
    public IReadOnlyList<string> Faults(IReadOnlyList<AsvsRow> rows) =>
    [
        .. expected.Keys.Except(rows.Select(row => row.Id)).Select(id => $"{id} has no line"),
        .. rows.GroupBy(row => row.Id).Where(same => same.Count() > 1).Select(same => $"{same.Key} has {same.Count()} lines"),
        .. rows.Zip(rows.Skip(1)).Where(pair => Place(pair.First.Id) >= Place(pair.Second.Id)).Select(pair => $"{pair.Second.Id} is out of order"),
        .. rows.SelectMany(FaultsOf),
    ];

    private IEnumerable<string> FaultsOf(AsvsRow row)
    {
        if (!expected.TryGetValue(row.Id, out var level)) yield return $"{row.Id} is no requirement of level 1 or 2";
        else if (row.Level != level) yield return $"{row.Id} is of level {level}";

        if (string.IsNullOrWhiteSpace(row.Chapter)) yield return $"{row.Id} names no chapter";
        if (row.Subject.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: 0 or > MostWords }) yield return $"{row.Id} wants a subject of at most {MostWords} words";
        if (!Statuses.Contains(row.Status)) yield return $"{row.Id} has the unknown status {row.Status}";
        if (row.Status == "met" && row.Evidences.Count == 0) yield return $"{row.Id} is met by nothing";

        var isShown = row.Status == "met" && row.Evidences.Any(IsTest);
        if (!isShown && row.Reason.Trim().Length < ShortestReason) yield return $"{row.Id} wants a reason";
        foreach (var evidence in row.Evidences.Where(evidence => !IsThere(evidence))) yield return $"{row.Id} rests on {evidence}, which is not there";
    }

    private bool IsThere(string evidence) => IsTest(evidence) ? tests.Has(evidence) : IsFile(evidence);

    private bool IsFile(string evidence) => !evidence.Contains("..", StringComparison.Ordinal) && File.Exists(Path.Combine(root, evidence));

    /// <summary><c>SomeTests</c> or <c>SomeTests.A_sentence</c>.</summary>
    private static bool IsTest(string evidence) => evidence.Split('.')[0].EndsWith("Tests", StringComparison.Ordinal);

    /// <summary>v5.0.0-6.2.10 comes after v5.0.0-6.2.9.</summary>
    private static int Place(string id) => id.Split('-')[^1].Split('.')
        .Aggregate(0, (place, part) => (place * 100) + (int.TryParse(part, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0));
}
