using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Jobs;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Jobs;

/// <summary>Work in the background is done by one server at a time, told of, and taken up again where a server was killed.</summary>
public sealed class JobTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly ScheduledJob Job = new(JobName.MergeOffices, TimeSpan.FromMinutes(1));

    private readonly Desk _desk = new(server);

    public ValueTask InitializeAsync() => _desk.InitializeAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task While_one_server_is_at_it_another_passes_by()
    {
        var held = new Round();
        var first = Runner().RunAsync(Job, held, Desk.Cancel);
        await held.Began;
        var other = new Round();
        await Runner().RunAsync(Job, other, Desk.Cancel);
        Assert.Equal(0, other.Rounds);

        held.End(2);
        await first;
        other.End(3);
        await Runner().RunAsync(Job, other, Desk.Cancel);

        Assert.Equal(1, other.Rounds);
        Assert.Equal(["Succeeded 2", "Succeeded 3"], await RunsAsync());
    }

    [Fact]
    public async Task Another_job_does_not_wait()
    {
        var held = new Round();
        var first = Runner().RunAsync(Job, held, Desk.Cancel);
        await held.Began;
        var other = new Round();
        other.End(1);

        await Runner().RunAsync(new ScheduledJob(JobName.TryRules, TimeSpan.FromSeconds(2)), other, Desk.Cancel);

        Assert.Equal(1, other.Rounds);
        held.End(0);
        await first;
    }

    [Fact]
    public async Task A_killed_servers_run_is_cut_off_and_the_next_server_goes_on()
    {
        var killed = new Round();
        var lost = Runner().RunAsync(Job, killed, Desk.Cancel);
        await killed.Began;
        while (await CountAsync() == 0) _desk.Clock.Advance(JobRunner.ShownAfter);
        Assert.Equal((JobOutcome.Running, true), Shown(await StandingAsync()));

        await KillHolderAsync();
        while ((await StandingAsync()).IsRunning) await Task.Yield();
        Assert.Equal((JobOutcome.CutOff, false), Shown(await StandingAsync()));

        var next = new Round();
        next.End(1);
        await Runner().RunAsync(Job, next, Desk.Cancel);

        Assert.Equal(["CutOff 0", "Succeeded 1"], await RunsAsync());
        killed.End(1);
        await Assert.ThrowsAnyAsync<Exception>(() => lost);
    }

    [Fact]
    public async Task A_round_with_nothing_to_do_leaves_no_line_and_says_so_once_a_minute()
    {
        var runner = Runner();
        var idle = new Round();
        idle.End(0);
        await runner.RunAsync(Job, idle, Desk.Cancel);
        var said = await _desk.Database.ReadAsync<string>("select xmin::text from jobs");
        await runner.RunAsync(Job, idle, Desk.Cancel);

        Assert.Equal(0, await CountAsync());
        Assert.Equal(said, await _desk.Database.ReadAsync<string>("select xmin::text from jobs"));
        _desk.Clock.Advance(TimeSpan.FromMinutes(1));
        await runner.RunAsync(Job, idle, Desk.Cancel);

        Assert.NotEqual(said, await _desk.Database.ReadAsync<string>("select xmin::text from jobs"));
        var standing = await StandingAsync();
        Assert.True(standing is { IsLate: false, SucceededAt: not null, Last: null, NextAt: not null }, standing.ToString());
    }

    [Fact]
    public async Task A_failure_is_told_by_its_code_and_counted_until_it_goes_well_again()
    {
        for (var round = 0; round < 3; round++)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => Runner().RunAsync(Job, new Failing(new TimeoutException("Budi 3273010101900001")), Desk.Cancel));
        }

        await Assert.ThrowsAsync<PostgresException>(() => Runner().RunAsync(
            Job, new Failing(new PostgresException("Budi", "ERROR", "ERROR", "BJ005")), Desk.Cancel));
        var well = new Round();
        well.End(1);
        await Runner().RunAsync(Job, well, Desk.Cancel);

        Assert.Equal(["Failed 3 TimeoutException", "Failed 1 BJ005", "Succeeded 1 "], await _desk.Database.ListAsync<string>(
            "select outcome || ' ' || times || ' ' || coalesce(error, '') from job_runs order by id"));
        Assert.Equal(0L, await _desk.Database.ReadAsync<long>("select count(*) from job_runs where job_runs::text ~ 'Budi'"));
    }

    [Fact]
    public async Task Without_a_success_for_twice_its_period_a_job_is_late()
    {
        Assert.True((await StandingAsync()).IsLate);
        var well = new Round();
        well.End(1);
        await Runner().RunAsync(Job, well, Desk.Cancel);
        Assert.False((await StandingAsync()).IsLate);

        await _desk.Database.AsOwnerAsync("update jobs set succeeded_at = succeeded_at - interval '8 minutes'");

        Assert.True((await StandingAsync()).IsLate);
    }

    [Fact]
    public async Task Old_rounds_are_removed_but_for_the_last_of_each_job()
    {
        await _desk.Database.AsOwnerAsync(
            """
            insert into jobs (name, every) values ('SealAudit', '1 minute'), ('TryRules', '2 seconds');
            insert into job_runs (job, server, started_at, finished_at, done, outcome)
            select job, 'server', now() - age, now() - age, 1, 'Succeeded'
              from (values ('SealAudit', interval '90 days'), ('SealAudit', '31 days'), ('SealAudit', '29 days'), ('TryRules', '60 days')) old (job, age)
            """);
        var keeper = _desk.Get<JobRunKeeper>();

        Assert.Equal(2, await keeper.RunAsync(Desk.Cancel));
        Assert.Equal(0, await keeper.RunAsync(Desk.Cancel));
        Assert.Equal(["SealAudit", "TryRules"], await _desk.Database.ListAsync<string>("select job::text from job_runs order by job"));
    }

    [Theory]
    [InlineData("insert into jobs (name, every) values ('SealAudit', '1 minute')")]
    [InlineData("update jobs set succeeded_at = now()")]
    [InlineData("delete from job_runs")]
    public async Task The_portals_login_writes_none_of_it(string sql) =>
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await _desk.Database.RefusalAsync(sql)).SqlState);

    private static (JobOutcome? Outcome, bool IsRunning) Shown(JobStanding standing) => (standing.Last?.Outcome, standing.IsRunning);

    private JobRunner Runner() => new(_desk.Get<WorkerDatabase>(), _desk.Clock);

    private async Task<JobStanding> StandingAsync() =>
        (await new JobSearch(_desk.Get<BpjsBjbDbContext>(), [Job]).ListAsync(SmallBank.Admin.Actor, Desk.Cancel)).Single();

    private Task<IReadOnlyList<string>> RunsAsync() => _desk.Database.ListAsync<string>("select outcome || ' ' || done from job_runs order by id");

    private Task<long> CountAsync() => _desk.Database.ReadAsync<long>("select count(*) from job_runs");

    /// <summary>What a power cut does: the connection that holds the lock is gone.</summary>
    private async Task KillHolderAsync()
    {
        await using var connection = new NpgsqlConnection(_desk.Database.WorkerConnectionString);
        await connection.OpenAsync(Desk.Cancel);
        await using var command = new NpgsqlCommand(
            """
            select pg_terminate_backend(l.pid, 5000) from pg_locks l
             where l.locktype = 'advisory' and l.classid::bigint = $1 and l.database = (select oid from pg_database where datname = current_database())
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter { Value = (long)JobRunner.LockClass });
        Assert.Equal(true, await command.ExecuteScalarAsync(Desk.Cancel));
    }

    /// <summary>A round that ends when it is told to.</summary>
    private sealed class Round : IJob
    {
        private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<int> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Rounds { get; private set; }

        public Task Began => _began.Task;

        public void End(int done) => _end.TrySetResult(done);

        public Task<int> RunAsync(CancellationToken cancel)
        {
            Rounds++;
            _began.TrySetResult();
            return _end.Task.WaitAsync(cancel);
        }
    }

    private sealed class Failing(Exception failure) : IJob
    {
        public Task<int> RunAsync(CancellationToken cancel) => Task.FromException<int>(failure);
    }
}
