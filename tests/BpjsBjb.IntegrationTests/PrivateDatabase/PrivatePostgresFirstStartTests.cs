namespace BpjsBjb.IntegrationTests.PrivateDatabase;

public sealed class PrivatePostgresFirstStartTests
{
    [Fact]
    public async Task Two_starters_share_one_cluster()
    {
        await using var cluster = new ClusterUnderTest();
        using var one = PortalStandIn.Start(cluster.Path);
        using var other = PortalStandIn.Start(cluster.Path);

        var answer = await one.AnswerAsync();
        Assert.Equal(answer, await other.AnswerAsync());
        Assert.StartsWith("Host=127.0.0.1;", answer, StringComparison.Ordinal);

        one.Kill();
        await ClusterUnderTest.UntilAsync(() => cluster.Keepers().Count == 1, "the killed portal's keeper leaves");
        Assert.Equal("UTF8", await ClusterUnderTest.AskAsync(answer, "SHOW server_encoding"));
    }

    [Fact]
    public async Task A_start_killed_in_initdb_leaves_nothing_that_looks_ready()
    {
        await using var cluster = new ClusterUnderTest();
        using (PortalStandIn.Start(cluster.Path))
        {
            await ClusterUnderTest.UntilAsync(InitDbWrites, "initdb writes");
        }

        Assert.False(cluster.Folder.IsMade);
        using var next = PortalStandIn.Start(cluster.Path);
        Assert.StartsWith("Host=127.0.0.1;", await next.AnswerAsync(), StringComparison.Ordinal);

        bool InitDbWrites() =>
            cluster.Folder.Stagings().Any(staging => Directory.Exists(Path.Combine(staging, "data", "base")));
    }

    [Fact]
    public async Task A_named_folder_without_postgres_is_refused_in_one_line()
    {
        await using var cluster = new ClusterUnderTest();
        using var portal = PortalStandIn.Start(cluster.Path, ("BPJSBJB_PG_BIN", cluster.Path));

        Assert.Equal(
            $"BPJSBJB_PG_BIN names {cluster.Path}, which does not hold PostgreSQL 15 or later.",
            await portal.AnswerAsync());
        Assert.False(cluster.Folder.IsMade);
    }
}
