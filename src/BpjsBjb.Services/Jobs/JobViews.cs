namespace BpjsBjb.Services.Jobs;

public enum JobOutcome
{
    Running,
    Succeeded,
    Failed,

    /// <summary>Its server was stopped or killed before it ended; the next round goes on.</summary>
    CutOff,
}

/// <summary>One round that did something, failed, or took long enough to be seen.</summary>
/// <param name="Done">How many things it did.</param>
/// <param name="Times">How often in a row it failed the same way; each time but the first is in the same line.</param>
/// <param name="Error">A code of the database or the kind of failure, never its message.</param>
public sealed record JobRun(
    long Id, string Server, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, int Done, JobOutcome Outcome, int Times, string? Error);

/// <summary>A job as it stands.</summary>
/// <param name="SucceededAt">End of the last round that did not fail, whether or not there was anything to do; null before the first.</param>
/// <param name="Last">The last round on record.</param>
/// <param name="NextAt">When the next round is due; null while one is running.</param>
/// <param name="IsRunning">Some server holds its lock at this moment.</param>
/// <param name="IsLate">No round has succeeded for more than twice its period and five minutes.</param>
public sealed record JobStanding(
    ScheduledJob Job, DateTimeOffset? SucceededAt, JobRun? Last, DateTimeOffset? NextAt, bool IsRunning, bool IsLate);

public sealed record JobHistory(JobStanding Standing, IReadOnlyList<JobRun> Runs);
