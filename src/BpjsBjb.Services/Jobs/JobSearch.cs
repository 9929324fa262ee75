using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Jobs;

/// <summary>What the work in the background did and when it is due. Times are the database's, so servers whose clocks differ are told alike.</summary>
public sealed class JobSearch
{
    private const int Longest = 100;

    /// <summary>A job is late after two periods and this: a restart and a slow round are no alarm.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly BpjsBjbDbContext _db;
    private readonly IReadOnlyList<ScheduledJob> _jobs;

    internal JobSearch(BpjsBjbDbContext db, IEnumerable<ScheduledJob> jobs) => (_db, _jobs) = (db, [.. jobs]);

    /// <summary>Every job, in the order of <see cref="JobName"/>.</summary>
    public async Task<IReadOnlyList<JobStanding>> ListAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var rows = await _db.Database.SqlQuery<JobRow>(
            $"""
             select j.name, j.succeeded_at, clock_timestamp() as now, exists (
                        select from pg_locks l where l.locktype = 'advisory' and l.granted and l.classid::bigint = {JobRunner.LockClass}
                           and l.objid = (hashtext(j.name)::bigint & 4294967295)
                           and l.database = (select oid from pg_database where datname = current_database())) as is_running
               from jobs j
             """).ToListAsync(cancel);
        var last = await _db.Database.SqlQuery<RunRow>(
            $"""
             select r.* from jobs j cross join lateral (
                 select id, job, server, started_at, finished_at, done, outcome, times, error from job_runs where job = j.name order by id desc limit 1) r
             """).ToListAsync(cancel);
        return [.. _jobs.OrderBy(job => job.Name).Select(job => Standing(
            job, rows.SingleOrDefault(row => row.Name == job.Name.ToString()), last.SingleOrDefault(row => row.Job == job.Name.ToString())))];
    }

    /// <summary>One job with its last rounds, the newest first; null where no such job is scheduled.</summary>
    public async Task<JobHistory?> HistoryAsync(JobName job, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        if ((await ListAsync(actor, cancel)).SingleOrDefault(one => one.Job.Name == job) is not { } standing) return null;

        var rows = await _db.Database.SqlQuery<RunRow>(
            $"""
             select id, job, server, started_at, finished_at, done, outcome, times, error
               from job_runs where job = {job.ToString()} order by id desc limit {Longest}
             """).ToListAsync(cancel);
        return new JobHistory(standing, [.. rows.Select(row => row.Run(standing.IsRunning))]);
    }

    private static JobStanding Standing(ScheduledJob job, JobRow? row, RunRow? last)
    {
        if (row is null) return new JobStanding(job, null, null, null, IsRunning: false, IsLate: true);

        var ended = last?.FinishedAt is { } finished && (row.SucceededAt is null || finished > row.SucceededAt) ? finished : row.SucceededAt;
        return new JobStanding(
            job, row.SucceededAt, last?.Run(row.IsRunning), row.IsRunning ? null : (ended ?? row.Now) + job.Every, row.IsRunning,
            IsLate: !row.IsRunning && (row.SucceededAt is not { } succeeded || row.Now - succeeded > (2 * job.Every) + Patience));
    }

    private sealed record JobRow(string Name, DateTimeOffset? SucceededAt, DateTimeOffset Now, bool IsRunning);

    private sealed record RunRow(
        long Id, string Job, string Server, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, int Done, string Outcome, int Times, string? Error)
    {
        /// <param name="isRunning">Whether anybody holds the lock; nobody does over a run that was cut off.</param>
        public JobRun Run(bool isRunning)
        {
            var outcome = Enum.Parse<JobOutcome>(Outcome);
            return new JobRun(
                Id, Server, StartedAt, FinishedAt, Done, outcome == JobOutcome.Running && !isRunning ? JobOutcome.CutOff : outcome, Times, Error);
        }
    }
}
