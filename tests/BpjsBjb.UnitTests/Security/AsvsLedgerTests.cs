using System.Runtime.CompilerServices;

namespace BpjsBjb.UnitTests.Security;

/// <summary>The ledger of OWASP ASVS 5.0.0 names every requirement of levels 1 and 2, and nothing it rests on has gone.</summary>
public sealed class AsvsLedgerTests
{
    /// <summary>Section → the level of each of its requirements, in order. Those of level 3 stand at the end of their sections and are left out.</summary>
    private static readonly Dictionary<string, string> Sections = new()
    {
        ["1.1"] = "22", ["1.2"] = "111112222", ["1.3"] = "11222222222", ["1.4"] = "222", ["1.5"] = "12",
        ["2.1"] = "122", ["2.2"] = "112", ["2.3"] = "1222", ["2.4"] = "2",
        ["3.2"] = "11", ["3.3"] = "1222", ["3.4"] = "112222", ["3.5"] = "11122", ["3.7"] = "22",
        ["4.1"] = "122", ["4.2"] = "2", ["4.3"] = "22", ["4.4"] = "1222",
        ["5.1"] = "2", ["5.2"] = "112", ["5.3"] = "11", ["5.4"] = "222",
        ["6.1"] = "122", ["6.2"] = "111111112222", ["6.3"] = "1122", ["6.4"] = "1122", ["6.5"] = "22222", ["6.6"] = "222", ["6.8"] = "2222",
        ["7.1"] = "222", ["7.2"] = "1111", ["7.3"] = "22", ["7.4"] = "11222", ["7.5"] = "22", ["7.6"] = "22",
        ["8.1"] = "12", ["8.2"] = "112", ["8.3"] = "1", ["8.4"] = "2",
        ["9.1"] = "111", ["9.2"] = "1222",
        ["10.1"] = "22", ["10.2"] = "22", ["10.3"] = "2222", ["10.4"] = "11111222222", ["10.5"] = "22222", ["10.6"] = "22", ["10.7"] = "222",
        ["11.1"] = "22", ["11.2"] = "222", ["11.3"] = "112", ["11.4"] = "1222", ["11.5"] = "2", ["11.6"] = "2",
        ["12.1"] = "122", ["12.2"] = "11", ["12.3"] = "2222",
        ["13.1"] = "2", ["13.2"] = "22222", ["13.3"] = "22", ["13.4"] = "12222",
        ["14.1"] = "22", ["14.2"] = "1222", ["14.3"] = "122",
        ["15.1"] = "122", ["15.2"] = "122", ["15.3"] = "1222222",
        ["16.1"] = "2", ["16.2"] = "22222", ["16.3"] = "2222", ["16.4"] = "222", ["16.5"] = "222",
        ["17.1"] = "2", ["17.2"] = "2222", ["17.3"] = "22",
    };

    private static readonly Dictionary<string, string> Expected = Sections
        .SelectMany(section => section.Value.Select((level, place) => ($"v5.0.0-{section.Key}.{place + 1}", $"{level}"))).ToDictionary();

    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", ".."));
    private static readonly string Csv = File.ReadAllText(Path.Combine(Root, ".github", "asvs.csv"));
    private static readonly AsvsLedger Ledger = new(Root, TestTree.Below(Path.Combine(Root, "tests")), Expected);

    [Fact]
    public void The_standard_asks_70_things_of_level_1_and_183_of_level_2() =>
        Assert.Equal((70, 183), (Expected.Values.Count(level => level == "1"), Expected.Values.Count(level => level == "2")));

    [Fact]
    public void Every_requirement_has_one_line_and_everything_it_rests_on_is_there() => Assert.Empty(Ledger.Faults(AsvsLedger.Read(Csv)));

    [Theory]
    [InlineData("v5.0.0-1.2.4,", "", "v5.0.0-1.2.4 has no line")]
    [InlineData("v5.0.0-1.2.4,", "v5.0.0-1.2.3,", "v5.0.0-1.2.3 has 2 lines")]
    [InlineData("v5.0.0-8.2.2,", "v5.0.0-8.2.9,", "v5.0.0-8.2.9 is no requirement of level 1 or 2")]
    public void A_line_that_is_dropped_doubled_or_invented_is_named(string id, string instead, string fault)
    {
        var lines = Csv.Split('\n').Select(line => line.StartsWith(id, StringComparison.Ordinal) ? instead.Length == 0 ? "" : instead + line[id.Length..] : line);

        Assert.Contains(fault, Ledger.Faults(AsvsLedger.Read(string.Join('\n', lines.Where(line => line.Length > 0)))));
    }

    [Theory]
    [InlineData("met", "", "A reason that is long enough", "is met by nothing")]
    [InlineData("met", "ScopeTests.No_such_sentence", "", "rests on ScopeTests.No_such_sentence, which is not there")]
    [InlineData("met", "ScopeTest", "A reason that is long enough", "rests on ScopeTest, which is not there")]
    [InlineData("met", "AsvsLedgerTests.Here", "", "rests on AsvsLedgerTests.Here, which is not there")]
    [InlineData("met", "README.md", "", "wants a reason")]
    [InlineData("met", "../secrets", "A reason that is long enough", "rests on ../secrets, which is not there")]
    [InlineData("met", "AsvsLedgerTests; src/gone.cs", "", "rests on src/gone.cs, which is not there")]
    [InlineData("partly", "AsvsLedgerTests", "", "wants a reason")]
    [InlineData("not-applicable", "", "", "wants a reason")]
    [InlineData("not-applicable", "", "no", "wants a reason")]
    [InlineData("open", "", " ", "wants a reason")]
    [InlineData("done", "AsvsLedgerTests", "A reason that is long enough", "has the unknown status done")]
    public void A_planted_hole_is_found(string status, string evidence, string reason, string fault)
    {
        var rows = AsvsLedger.Read(Csv).Select(row => row.Id == "v5.0.0-8.2.2" ? row with { Status = status, Evidence = evidence, Reason = reason } : row);

        Assert.Equal([$"v5.0.0-8.2.2 {fault}"], Ledger.Faults([.. rows]));
    }

    [Fact]
    public void A_wrong_level_a_long_subject_and_a_wrong_order_are_found()
    {
        var rows = AsvsLedger.Read(Csv).ToList();
        var row = rows[0];

        Assert.Contains($"{row.Id} is of level 2", Ledger.Faults([row with { Level = "1" }, .. rows.Skip(1)]));
        Assert.Contains($"{row.Id} wants a subject of at most 10 words", Ledger.Faults([row with { Subject = "a b c d e f g h i j k" }, .. rows.Skip(1)]));
        Assert.Contains($"{row.Id} is out of order", Ledger.Faults([rows[1], row, .. rows.Skip(2)]));
        Assert.Throws<FormatException>(() => AsvsLedger.Read(Csv.Replace("id,chapter", "id,part", StringComparison.Ordinal)));
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
