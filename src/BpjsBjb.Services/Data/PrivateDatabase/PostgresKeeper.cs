using System.Runtime.InteropServices;

namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>The body of the keeper process: outlives its portal by as long as it takes to stop the server.</summary>
public static class PostgresKeeper
{
    private static readonly TimeSpan StartingTakes = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    // A terminal sends these to the portal's whole process group.
    private static readonly PosixSignal[] Ignored =
        [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT, PosixSignal.SIGHUP];

    public static int Run(string dataDirectory)
    {
        var ignored = Ignored.Select(signal => PosixSignalRegistration.Create(signal, it => it.Cancel = true)).ToList();
        var exitCode = RunAsync(new ClusterFolder(dataDirectory)).GetAwaiter().GetResult();

        ignored.ForEach(registration => registration.Dispose());
        return exitCode;
    }

    private static async Task<int> RunAsync(ClusterFolder folder)
    {
        bool wasStarting;
        using (await FileLock.TakeAsync(folder.KeepersLock, shared: true, CancellationToken.None))
        {
            await Console.Out.WriteLineAsync(KeeperProcess.Holding);
            wasStarting = await LastLineAsync() == KeeperProcess.Starting;
        }

        using var alone = FileLock.Try(folder.KeepersLock, shared: false);
        if (alone is null) return 0;

        if (wasStarting) await PostmasterAppearsAsync(folder.Cluster);
        return await StopAsync(folder.Cluster);
    }

    /// <summary>The end comes when the portal has ended.</summary>
    private static async Task<string?> LastLineAsync()
    {
        string? last = null;
        while (await Console.In.ReadLineAsync() is { } line) last = line;

        return last;
    }

    /// <summary>The portal was killed between asking for a server and having one.</summary>
    private static async Task PostmasterAppearsAsync(string cluster)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (PostmasterFile.Read(cluster) is null && TimeProvider.System.GetElapsedTime(since) < StartingTakes)
        {
            await Task.Delay(BetweenLooks, TimeProvider.System);
        }
    }

    private static async Task<int> StopAsync(string cluster)
    {
        if (PostmasterFile.Read(cluster)?.IsOfLivingServer() != true) return 0;
        if (PostgresBinaries.FolderLastUsedBy(cluster) is not { } binaries) return 1;

        var user = await ServiceUser.OwnerOfAsync(cluster, CancellationToken.None);
        var stop = PostgresBinaries.Command(binaries, "pg_ctl", user, "stop", "-m", "fast", "-w", "-s", "-D", cluster);
        return (await stop.RunAsync(CancellationToken.None)).ExitCode;
    }
}
