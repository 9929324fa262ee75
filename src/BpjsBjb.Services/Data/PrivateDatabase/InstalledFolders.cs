namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>Where operating systems and people put an installed PostgreSQL.</summary>
internal static class InstalledFolders
{
    public static IReadOnlyList<string> All() =>
        [.. Under("/usr/lib/postgresql", "*"),
         .. Under("/usr", "pgsql-*"),
         "/usr/local/pgsql/bin",
         .. Under("/Applications/Postgres.app/Contents/Versions", "*"),
         .. Under("/opt/homebrew/opt", "postgresql*"),
         .. Under("/usr/local/opt", "postgresql*"),
         .. ProgramFiles(),
         .. Path()];

    /// <summary>The full name of a program on the PATH.</summary>
    public static string? OnPath(string program)
    {
        string[] names = OperatingSystem.IsWindows() ? [$"{program}.exe", $"{program}.cmd"] : [program];

        return Path()
            .SelectMany(folder => names.Select(name => System.IO.Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }

    private static IEnumerable<string> ProgramFiles() =>
        OperatingSystem.IsWindows()
            ? Under(
                System.IO.Path.Combine(
                    Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"),
                "*")
            : [];

    private static IEnumerable<string> Path() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(System.IO.Path.IsPathFullyQualified);

    private static IEnumerable<string> Under(string folder, string pattern) =>
        Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder, pattern).Select(found => System.IO.Path.Combine(found, "bin"))
            : [];
}
