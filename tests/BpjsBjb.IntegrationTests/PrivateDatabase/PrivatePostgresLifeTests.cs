using System.Diagnostics;
using Npgsql;

namespace BpjsBjb.IntegrationTests.PrivateDatabase;

/// <summary>One cluster; each test starts portals on it and leaves it without a server.</summary>
public sealed class PrivatePostgresLifeTests(ClusterUnderTest cluster) : IClassFixture<ClusterUnderTest>
{
    [Fact]
    public async Task A_killed_portal_leaves_no_server()
    {
        using var portal = PortalStandIn.Start(cluster.Path);
        var answer = await portal.AnswerAsync();

        portal.Kill();

        await cluster.NoServerAsync();
        await Assert.ThrowsAsync<NpgsqlException>(() => ClusterUnderTest.AskAsync(answer, "SHOW port"));
    }

    [Fact]
    public async Task A_portal_that_ends_leaves_no_server()
    {
        using var portal = PortalStandIn.Start(cluster.Path);
        await portal.AnswerAsync();

        portal.End();

        await cluster.NoServerAsync();
    }

    [Fact]
    public async Task A_signal_to_the_whole_terminal_does_not_end_the_keeper()
    {
        using var portal = PortalStandIn.Start(cluster.Path);
        var answer = await portal.AnswerAsync();
        var keeper = Assert.Single(cluster.Keepers());

        foreach (var signal in new[] { "INT", "TERM", "HUP", "QUIT" }) await SignalAsync(signal, keeper);

        Assert.Equal("UTF8", await ClusterUnderTest.AskAsync(answer, "SHOW server_encoding"));
        Assert.Equal(keeper, Assert.Single(cluster.Keepers()));
        portal.Kill();
        await cluster.NoServerAsync();
    }

    [Fact]
    public async Task An_orphaned_server_is_adopted()
    {
        using var first = PortalStandIn.Start(cluster.Path);
        var answer = await first.AnswerAsync();
        await SignalAsync("KILL", Assert.Single(cluster.Keepers()));
        first.Kill();
        await ClusterUnderTest.UntilAsync(() => cluster.Keepers().Count == 0, "the keeper is gone");

        using var second = PortalStandIn.Start(cluster.Path);
        Assert.Equal(answer, await second.AnswerAsync());

        second.Kill();
        await cluster.NoServerAsync();
    }

    [Fact]
    public async Task A_pid_file_whose_number_is_a_strangers_by_now_is_not_in_the_way()
    {
        using var first = PortalStandIn.Start(cluster.Path);
        await first.AnswerAsync();
        await SignalAsync("KILL", Assert.Single(cluster.Keepers()));
        first.Kill();
        var postmaster = cluster.Postmaster!;
        await SignalAsync("KILL", postmaster.Pid);
        await ClusterUnderTest.UntilAsync(() => !postmaster.IsOfLivingServer(), "the server is gone");
        await WriteStrangerIntoPidFileAsync();

        using var second = PortalStandIn.Start(cluster.Path);
        Assert.StartsWith("Host=127.0.0.1;", await second.AnswerAsync(), StringComparison.Ordinal);

        second.Kill();
        await cluster.NoServerAsync();
    }

    [Fact]
    public async Task Only_the_password_opens_the_server_and_only_its_owner_reads_it()
    {
        using var portal = PortalStandIn.Start(cluster.Path);
        var answer = await portal.AnswerAsync();

        var guess = new NpgsqlConnectionStringBuilder(answer) { Password = "guess" }.ConnectionString;
        var refused = await Assert.ThrowsAsync<PostgresException>(() => ClusterUnderTest.AskAsync(guess, "SHOW port"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
        var mode = new FileInfo(cluster.Folder.Password).UnixFileMode;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);

        portal.Kill();
        await cluster.NoServerAsync();
    }

    [Fact]
    public async Task The_server_of_a_test_listens_on_loopback_only_and_does_not_wait_for_the_disk()
    {
        (string Setting, string Value)[] expected =
        [
            ("listen_addresses", "127.0.0.1"), ("unix_socket_directories", ""),
            ("password_encryption", "scram-sha-256"), ("data_checksums", "on"), ("server_encoding", "UTF8"),
            ("TimeZone", "UTC"), ("lc_messages", "C"), ("jit", "off"), ("fsync", "off"),
        ];
        using var portal = PortalStandIn.Start(cluster.Path);
        var answer = await portal.AnswerAsync();

        foreach (var (setting, value) in expected)
        {
            Assert.Equal((setting, value), (setting, await ClusterUnderTest.AskAsync(answer, $"SHOW {setting}")));
        }

        portal.Kill();
        await cluster.NoServerAsync();
    }

    private static async Task SignalAsync(string signal, int processId)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{processId}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }

    private async Task WriteStrangerIntoPidFileAsync()
    {
        var path = Path.Combine(cluster.Folder.Cluster, "postmaster.pid");
        var lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        lines[0] = $"{Environment.ProcessId}";
        await File.WriteAllLinesAsync(path, lines, TestContext.Current.CancellationToken);
    }
}
