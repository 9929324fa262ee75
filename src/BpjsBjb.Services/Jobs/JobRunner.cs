using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.ExceptionServices;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BpjsBjb.Services.Jobs;

/// <summary>
/// Lets one server at a time do a job, and writes down what it did. The lock is the connection's: a server that is killed loses it with its
/// connection, and whoever takes it next marks the run that stands unfinished as cut off.
/// </summary>
public sealed class JobRunner
{
    /// <summary>First half of a job's lock; the second is the hash of its name.</summary>
    internal const int LockClass = 0x4A4F_4253;

    /// <summary>A round shorter than this is written down when it is over, and only if it did something.</summary>
    internal static readonly TimeSpan ShownAfter = TimeSpan.FromSeconds(2);

    /// <summary>How often at most a job says that there was nothing to do.</summary>
    private static readonly TimeSpan IdleEvery = TimeSpan.FromMinutes(1);

    private readonly WorkerDatabase _databases;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<JobName, DateTimeOffset> _saidIdle = new();

    internal JobRunner(WorkerDatabase databases, TimeProvider clock) => (_databases, _clock) = (databases, clock);

    private static string Server { get; } = Environment.MachineName is { Length: > 60 } name ? name[..60] : Environment.MachineName;

    /// <summary>One round, unless another server is at it. A failure is written down and thrown on.</summary>
    public async Task RunAsync(ScheduledJob job, IJob work, CancellationToken cancel)
    {
        await using var db = _databases.Create();
        await db.Database.OpenConnectionAsync(cancel); // the lock is this connection's, for the whole round
        if (!await OneAsync<bool>(db, $"select pg_try_advisory_lock({LockClass}, hashtext({job.Name.ToString()})) as \"Value\"", cancel)) return;

        try
        {
            await RoundAsync(db, job, work, cancel);
        }
        finally
        {
            await OneAsync<bool>(db, $"select pg_advisory_unlock({LockClass}, hashtext({job.Name.ToString()})) as \"Value\"", CancellationToken.None);
        }
    }

    private async Task RoundAsync(BpjsBjbDbContext db, ScheduledJob job, IJob work, CancellationToken cancel)
    {
        var began = await OneAsync<DateTimeOffset>(
            db,
            $"""
             with cut as (update job_runs set outcome = 'CutOff' where job = {job.Name.ToString()} and outcome = 'Running')
             select clock_timestamp() as "Value"
             """,
            cancel);
        var round = work.RunAsync(cancel);
        var run = await IsLongAsync(round, cancel) ? await ShowAsync(db, job, began) : null;
        try
        {
            var done = await round;
            if (run is not null || done > 0) await FinishAsync(db, job, run, began, done);
            else await IdleAsync(db, job);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            await FailAsync(db, job, run, began, CodeOf(failure));
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private async Task<bool> IsLongAsync(Task round, CancellationToken cancel)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var isLong = await Task.WhenAny(round, Task.Delay(ShownAfter, _clock, waiting.Token)) != round && !cancel.IsCancellationRequested;
        await waiting.CancelAsync();
        return isLong;
    }

    /// <summary>A round that takes its time stands there as running; null where that could not be written, and the round goes on unseen.</summary>
    private static async Task<long?> ShowAsync(BpjsBjbDbContext db, ScheduledJob job, DateTimeOffset began)
    {
        try
        {
            await KnowAsync(db, job);
            return await OneAsync<long>(
                db, $"insert into job_runs (job, server, started_at) values ({job.Name.ToString()}, {Server}, {began}) returning id as \"Value\"", CancellationToken.None);
        }
        catch (DbException)
        {
            return null;
        }
    }

    private static async Task FinishAsync(BpjsBjbDbContext db, ScheduledJob job, long? run, DateTimeOffset began, int done)
    {
        await KnowAsync(db, job);
        await db.Database.ExecuteSqlAsync(
            $"""
             with closed as (
                 update job_runs set outcome = 'Succeeded', finished_at = clock_timestamp(), done = {done} where id = {run}),
             opened as (
                 insert into job_runs (job, server, started_at, finished_at, done, outcome)
                 select {job.Name.ToString()}, {Server}, {began}, clock_timestamp(), {done}, 'Succeeded' where {run}::bigint is null)
             update jobs set succeeded_at = clock_timestamp() where name = {job.Name.ToString()}
             """,
            CancellationToken.None);
    }

    private async Task IdleAsync(BpjsBjbDbContext db, ScheduledJob job)
    {
        var now = _clock.GetUtcNow();
        if (_saidIdle.TryGetValue(job.Name, out var said) && now - said < IdleEvery) return;

        await KnowAsync(db, job);
        await db.Database.ExecuteSqlAsync(
            $"update jobs set succeeded_at = clock_timestamp(), idle_at = clock_timestamp() where name = {job.Name.ToString()}", CancellationToken.None);
        _saidIdle[job.Name] = now;
    }

    /// <summary>The same failure again is counted, not written anew: a job that fails every two seconds fills no table.</summary>
    private static async Task FailAsync(BpjsBjbDbContext db, ScheduledJob job, long? run, DateTimeOffset began, string error)
    {
        await KnowAsync(db, job);
        await db.Database.ExecuteSqlAsync(
            $"""
             with closed as (
                 update job_runs set outcome = 'Failed', finished_at = clock_timestamp(), error = {error} where id = {run}),
             again as (
                 update job_runs set finished_at = clock_timestamp(), times = times + 1
                  where {run}::bigint is null and outcome = 'Failed' and error = {error}
                    and id = (select max(id) from job_runs where job = {job.Name.ToString()}) returning id)
             insert into job_runs (job, server, started_at, finished_at, outcome, error)
             select {job.Name.ToString()}, {Server}, {began}, clock_timestamp(), 'Failed', {error}
              where {run}::bigint is null and not exists (select from again)
             """,
            CancellationToken.None);
    }

    /// <summary>The job has its row.</summary>
    private static Task<int> KnowAsync(BpjsBjbDbContext db, ScheduledJob job) => db.Database.ExecuteSqlAsync(
        $"""
         insert into jobs (name, every) values ({job.Name.ToString()}, {job.Every}) on conflict (name) do update set every = excluded.every
          where jobs.every <> excluded.every
         """,
        CancellationToken.None);

    /// <summary>What went wrong as a code: an exception's message may name a person.</summary>
    private static string CodeOf(Exception failure) => failure is PostgresException told ? told.SqlState : failure.GetType().Name;

    private static async Task<T> OneAsync<T>(BpjsBjbDbContext db, FormattableString sql, CancellationToken cancel) =>
        (await db.Database.SqlQuery<T>(sql).ToListAsync(cancel)).Single();
}
