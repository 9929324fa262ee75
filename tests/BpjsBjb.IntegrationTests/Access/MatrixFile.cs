using System.Text.RegularExpressions;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.IntegrationTests.Access;

/// <summary>One line of the hand-written file: what each kind of person is answered at one handler.</summary>
/// <param name="Thing">The kind of record in the address; null where there is none.</param>
/// <param name="Verdicts">
/// By person: one letter for every record alike, or one for each <see cref="Relation"/>. O open (shown, led on, or refused for what was typed), U refused with the same words as a record that never was,
/// N not there, F forbidden, S sign in, - not asked.
/// </param>
public sealed record MatrixRow(string Page, string Handler, string Address, string Body, string? Thing, IReadOnlyDictionary<string, string> Verdicts)
{
    public string Key => $"{Page} {Handler}";

    /// <summary>The fields a post carries beside its token.</summary>
    public IEnumerable<(string Name, string Value)> Fields =>
        from pair in Body.Split('&', StringSplitOptions.RemoveEmptyEntries)
        let parts = pair.Split('=', 2)
        select (parts[0], parts[1]);

    public char Expected(string person, Relation relation) =>
        Verdicts[person] is { Length: 1 } all ? all[0] : Verdicts[person][(int)relation];

    /// <summary>Whoever may not open the page at all is turned away before any record is looked for: two of them tell as much as five.</summary>
    public IEnumerable<Relation> RelationsFor(string person) =>
        Thing is null ? [Relation.Own]
        : Verdicts[person] is "F" or "S" ? [Relation.Own, Relation.Missing]
        : Enum.GetValues<Relation>();
}

public static partial class MatrixFile
{
    /// <summary>Null is a stranger.</summary>
    public static readonly IReadOnlyDictionary<string, TestUser?> People = new Dictionary<string, TestUser?>
    {
        ["officer"] = SmallBank.Officer,
        ["supervisor"] = SmallBank.Supervisor,
        ["reviewer"] = SmallBank.Reviewer,
        ["bpjs-supervisor"] = SmallBank.BpjsSupervisor,
        ["regional"] = SmallBank.Regional,
        ["admin"] = SmallBank.Admin,
        ["auditor"] = SmallBank.Auditor,
        ["kadin"] = SmallBank.Kadin,
        ["lpdb"] = SmallBank.Lpdb,
        ["donor"] = SmallBank.Donor,
        ["stranger"] = null,
    };

    /// <summary>Whose words a person may read, wherever they stand.</summary>
    public static readonly IReadOnlyDictionary<string, Relation[]> Readable = new Dictionary<string, Relation[]>
    {
        ["officer"] = [Relation.Own, Relation.Office],
        ["supervisor"] = [Relation.Own, Relation.Office],
        ["reviewer"] = [Relation.Own, Relation.Sibling],
        ["bpjs-supervisor"] = [Relation.Own, Relation.Sibling],
        ["regional"] = [Relation.Own, Relation.Sibling, Relation.Office],
        ["admin"] = [],
        ["auditor"] = [Relation.Own, Relation.Sibling, Relation.Region, Relation.Office],
        ["kadin"] = [],
        ["lpdb"] = [],
        ["donor"] = [],
        ["stranger"] = [],
    };

    public static IReadOnlyList<MatrixRow> Read()
    {
        using var stream = typeof(MatrixFile).Assembly.GetManifestResourceStream("authorization-matrix.csv")!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var people = lines[0].Split(',')[4..];
        Assert.Equal(People.Keys.Order(StringComparer.Ordinal), people.Order(StringComparer.Ordinal));
        return [.. lines[1..].Select(line => Row(line.Split(','), people))];
    }

    private static MatrixRow Row(string[] cells, string[] people)
    {
        Assert.Equal(people.Length + 4, cells.Length);
        Assert.All(cells[4..], cell => Assert.Matches("^([OUNFS-]|[OUN]{5})$", cell));
        var thing = Thing().Match(cells[2] + cells[3]) is { Success: true } match ? match.Groups[1].Value : null;
        return new MatrixRow(cells[0], cells[1], cells[2], cells[3], thing, people.Zip(cells[4..]).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Thing();
}
