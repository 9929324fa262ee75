using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>The server of a cluster that has been made: adopted if it runs, else started.</summary>
internal sealed class ClusterServer(ClusterFolder folder)
{
    private const int Attempts = 5;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Connection string of the running server; null if none runs.</summary>
    public async Task<string?> AdoptAsync(CancellationToken cancel)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (PostmasterFile.Read(folder.Cluster) is { } postmaster && postmaster.IsOfLivingServer())
        {
            var connectionString = await ConnectionStringAsync(postmaster.Port, cancel);
            if (await AnswersAsync(connectionString, cancel)) return connectionString;
            if (TimeProvider.System.GetElapsedTime(since) > Patience)
            {
                throw new InvalidOperationException($"The running server does not answer: see {folder.Log}");
            }

            // It recovers from a crash, or it is being stopped.
            await Task.Delay(BetweenLooks, TimeProvider.System, cancel);
        }

        return null;
    }

    public async Task<string> StartAsync(PostgresBinaries binaries, bool durable, CancellationToken cancel)
    {
        var user = await ServiceUser.OwnerOfAsync(folder.Cluster, cancel);
        if (File.Exists(folder.Log)) File.Move(folder.Log, folder.PreviousLog, overwrite: true);

        for (var attempt = 1; ; attempt++)
        {
            RemoveRemnant(attempt);
            var port = FreePort();
            var start = PostgresBinaries.Command(
                binaries.Folder, "pg_ctl", user,
                "start", "-w", "-t", $"{Patience.TotalSeconds}", "-s", "-D", folder.Cluster, "-l", folder.Log,
                "-o", ClusterSettings.ForServer(port, durable));
            var started = await (start with { LeavesServer = true }).RunAsync(cancel);
            if (started.Succeeded) return await ConnectionStringAsync(port, cancel);

            if (attempt == Attempts) throw new InvalidOperationException($"PostgreSQL did not start: {LastLogLine()}");

            // Another program took the port, or workers of a killed server still hold its memory.
            await Task.Delay(BetweenLooks * attempt * attempt, TimeProvider.System, cancel);

            // A start whose portal was killed may have come first.
            if (await AdoptAsync(cancel) is { } running) return running;
        }
    }

    private static async Task<bool> AnswersAsync(string connectionString, CancellationToken cancel)
    {
        var once = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 5 };
        try
        {
            await using var connection = new NpgsqlConnection(once.ConnectionString);
            await connection.OpenAsync(cancel);
            return true;
        }
        catch (NpgsqlException refused) when (refused.SqlState != PostgresErrorCodes.InvalidPassword)
        {
            return false;
        }
    }

    /// <summary>A dead server's number may be a stranger's, whom PostgreSQL would take for the server.</summary>
    private void RemoveRemnant(int attempt)
    {
        // An unreadable file may be one that is just being written, unless it stays so.
        if (PostmasterFile.Read(folder.Cluster) is null && attempt < 3) return;

        File.Delete(PostmasterFile.PathIn(folder.Cluster));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<string> ConnectionStringAsync(int port, CancellationToken cancel) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Database = "postgres",
            Username = "postgres",
            Password = (await File.ReadAllTextAsync(folder.Password, cancel)).Trim(),
            SslMode = SslMode.Disable,
            // Npgsql would say on the console that a library is missing.
            GssEncryptionMode = GssEncryptionMode.Disable,
            IncludeErrorDetail = false,
        }.ConnectionString;

    private string LastLogLine() => File.Exists(folder.Log)
        ? $"{File.ReadLines(folder.Log).LastOrDefault()} ({folder.Log})"
        : $"it wrote no {folder.Log}";
}
