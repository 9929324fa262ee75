using System.Diagnostics;
using BpjsBjb.Services.Data.PrivateDatabase;
using Npgsql;

namespace BpjsBjb.IntegrationTests.PrivateDatabase;

/// <summary>A data directory of its own, looked at from outside.</summary>
public sealed class ClusterUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public string Path { get; } = Directory.CreateTempSubdirectory("bpjsbjb-cluster-").FullName;

    internal ClusterFolder Folder => new(Path);

    /// <summary>Null when the server was stopped cleanly.</summary>
    internal PostmasterFile? Postmaster => PostmasterFile.Read(Folder.Cluster);

    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(since) > Patience) Assert.Fail($"Still waiting: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public static async Task<string> AskAsync(string connectionString, string query)
    {
        var once = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(once.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(query, connection);
        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public IReadOnlyList<int> Keepers() =>
        [.. Process.GetProcessesByName("dotnet").Where(IsKeeper).Select(process => process.Id)];

    public Task NoServerAsync() => UntilAsync(
        () => Keepers().Count == 0 && !File.Exists(PostmasterFile.PathIn(Folder.Cluster)), "no keeper and no server");

    public async ValueTask DisposeAsync()
    {
        await NoServerAsync();
        Directory.Delete(Path, recursive: true);
    }

    private bool IsKeeper(Process process)
    {
        try
        {
            var command = File.ReadAllText($"/proc/{process.Id}/cmdline");
            return command.Contains($"keep-postgres\0{Path}\0", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
