using System.Collections;
using System.Text.RegularExpressions;

namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>A folder with the programs of one PostgreSQL version.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    public const int OldestMajor = 15;

    public static async Task<PostgresBinaries?> InAsync(string folder, CancellationToken cancel)
    {
        if (!IsThere(folder, "initdb") || !IsThere(folder, "postgres") || !IsThere(folder, "pg_ctl")) return null;

        var answer = await new Command(Program(folder, "pg_ctl"), "--version").RunAsync(cancel);
        var version = MajorVersion().Match(answer.Output);

        return answer.Succeeded && version.Success
            ? new PostgresBinaries(folder, int.Parse(version.Groups["major"].ValueSpan, provider: null))
            : null;
    }

    /// <summary>The programs that a cluster was last started with, whatever is installed now.</summary>
    public static string? FolderLastUsedBy(string cluster)
    {
        var options = Path.Combine(cluster, "postmaster.opts");
        if (!File.Exists(options)) return null;

        var line = File.ReadAllText(options);
        var end = line.IndexOf(" \"-", StringComparison.Ordinal);
        return end < 0 ? null : Path.GetDirectoryName(line[..end]);
    }

    public static Command Command(string folder, string program, string? user, params string[] arguments) =>
        new(Program(folder, program), arguments) { User = user, Variables = Variables() };

    public bool Serves(int? major) => major is null ? Major >= OldestMajor : Major == major;

    /// <summary>A link that an uninstalled package left behind is no program.</summary>
    private static bool IsThere(string folder, string name)
    {
        var program = new FileInfo(Program(folder, name));
        return program.Exists && (program.LinkTarget is null || program.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true });
    }

    private static string Program(string folder, string name) =>
        Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name);

    // A developer's own PGPORT or PGDATA is about another server.
    private static Dictionary<string, string?> Variables()
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(variable => (string)variable.Key)
            .Where(name => name.StartsWith("PG", StringComparison.Ordinal))
            .ToDictionary(name => name, _ => (string?)null);

        variables["LC_ALL"] = "C";
        return variables;
    }

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)")]
    private static partial Regex MajorVersion();
}
