using System.Collections.Concurrent;

namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>A PostgreSQL that the portal starts and owns, and that ends with the last portal using it.</summary>
public sealed class PrivatePostgres
{
    // A collected process object would close the pipe, and the keeper would take the portal for dead.
    private static readonly ConcurrentBag<KeeperProcess> Keepers = [];

    private PrivatePostgres(string adminConnectionString) => AdminConnectionString = adminConnectionString;

    /// <summary>The superuser, over loopback, in the database "postgres".</summary>
    public string AdminConnectionString { get; }

    public static async Task<PrivatePostgres> StartAsync(PrivatePostgresOptions options, CancellationToken cancel)
    {
        var folder = new ClusterFolder(Path.GetFullPath(options.DataDirectory));
        DataDirectory.Prepare(folder.Root);

        using var starting = await FileLock.TakeAsync(folder.StartLock, shared: false, cancel);
        var keeper = KeeperProcess.Run(options.KeeperCommand, folder.Root);
        var isKept = false;
        try
        {
            var connectionString = await ServeAsync(folder, options, keeper, cancel);
            Keepers.Add(keeper);
            isKept = true;
            return new PrivatePostgres(connectionString);
        }
        finally
        {
            if (!isKept) keeper.Dispose();
        }
    }

    private static async Task<string> ServeAsync(
        ClusterFolder folder, PrivatePostgresOptions options, KeeperProcess keeper, CancellationToken cancel)
    {
        var locator = new BinaryLocator(options);
        var maker = new ClusterMaker(folder);
        maker.SweepStagings();

        PostgresBinaries? binaries = null;
        if (!folder.IsMade)
        {
            binaries = await locator.FindAsync(major: null, cancel);
            options.Say?.Invoke($"Setting up a private PostgreSQL {binaries.Major} in {folder.Root} …");
            await maker.MakeAsync(binaries, options.Durable, cancel);
        }

        // Only now is it certain that no other keeper stops the server under our hands.
        await keeper.HoldsAsync(cancel);
        var server = new ClusterServer(folder);
        if (await server.AdoptAsync(cancel) is { } running) return running;

        binaries ??= await locator.FindAsync(folder.Major, cancel);
        await keeper.TellAsync(KeeperProcess.Starting, cancel);
        var connectionString = await server.StartAsync(binaries, options.Durable, cancel);
        await keeper.TellAsync(KeeperProcess.Started, cancel);
        return connectionString;
    }
}
