using System.Text.RegularExpressions;

namespace BpjsBjb.UnitTests.Security;

/// <summary>Classes and tests by name, as the sources of all test projects spell them: a renamed test is missed at once.</summary>
internal sealed partial class TestTree
{
    private readonly HashSet<string> _names = [];

    /// <summary>Reads every source file below a folder.</summary>
    public static TestTree Below(string folder)
    {
        var tree = new TestTree();
        var built = new[] { $"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}" };
        foreach (var file in Directory.EnumerateFiles(folder, "*Tests.cs", SearchOption.AllDirectories))
        {
            if (!built.Any(part => file.Contains(part, StringComparison.Ordinal))) tree.Add(File.ReadLines(file));
        }

        return tree;
    }

    public bool Has(string name) => _names.Contains(name);

    private void Add(IEnumerable<string> lines)
    {
        string? name = null;
        var isTest = false;
        foreach (var line in lines)
        {
            if (TestClass().Match(line) is { Success: true } found)
            {
                name = found.Groups[1].Value;
                continue;
            }

            isTest |= TestMark().IsMatch(line);
            if (!isTest || name is null || Method().Match(line) is not { Success: true } method) continue;

            _names.Add(name);
            _names.Add($"{name}.{method.Groups[1].Value}");
            isTest = false;
        }
    }

    [GeneratedRegex(@"^public sealed (?:partial )?class (\w+Tests)\b", RegexOptions.NonBacktracking)]
    private static partial Regex TestClass();

    [GeneratedRegex(@"^ +\[(?:Fact|Theory)[\](,]", RegexOptions.NonBacktracking)]
    private static partial Regex TestMark();

    [GeneratedRegex(@"^ +public (?:async )?(?:Task|void) (\w+)\(", RegexOptions.NonBacktracking)]
    private static partial Regex Method();
}
