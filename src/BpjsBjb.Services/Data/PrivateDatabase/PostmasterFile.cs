using System.Diagnostics;
using System.Globalization;

namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>postmaster.pid, which a running server keeps in its cluster and a killed one leaves there.</summary>
internal sealed record PostmasterFile(int Pid, string Cluster, DateTimeOffset StartedAt, int Port)
{
    private const string Name = "postmaster.pid";

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    /// <summary>Null where there is none, or none that is written to the end of its fixed lines.</summary>
    public static PostmasterFile? Read(string cluster)
    {
        if (TextOf(PathIn(cluster)) is not { } text) return null;

        // Lines: pid, cluster, start in Unix seconds, port, socket folder, address, shared memory, status.
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        return lines.Length > 3
            && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var pid)
            && long.TryParse(lines[2], CultureInfo.InvariantCulture, out var startedAt)
            && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port)
            ? new PostmasterFile(pid, lines[1], DateTimeOffset.FromUnixTimeSeconds(startedAt), port)
            : null;
    }

    public static string PathIn(string cluster) => Path.Combine(cluster, Name);

    /// <summary>False for a dead process, and for a stranger that was given the same number.</summary>
    public bool IsOfLivingServer() =>
        OperatingSystem.IsLinux()
            // Readable without a capability that containers lack; empty for a zombie.
            ? TextOf($"/proc/{Pid}/cmdline")?.Contains($"\0-D\0{Cluster}\0", StringComparison.Ordinal) == true
            : IsPostgresOfThatTime();

    private bool IsPostgresOfThatTime()
    {
        try
        {
            using var process = Process.GetProcessById(Pid);
            var difference = process.StartTime.ToUniversalTime() - StartedAt.UtcDateTime;
            return process.ProcessName == "postgres" && difference.Duration() < ClockTolerance;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string? TextOf(string path)
    {
        try
        {
            using var reader = new StreamReader(
                new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return reader.ReadToEnd();
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
