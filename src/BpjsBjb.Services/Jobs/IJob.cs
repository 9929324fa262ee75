namespace BpjsBjb.Services.Jobs;

/// <summary>Work that comes round. It must bear being run twice, on two servers, and being killed.</summary>
public interface IJob
{
    /// <summary>One round.</summary>
    /// <returns>How many things it did; none leaves no run on record.</returns>
    Task<int> RunAsync(CancellationToken cancel);
}

/// <summary>Every job of the portal. Its words are the shared resource <c>Enum.JobName.{name}</c> and <c>Does.{name}</c> of the page Jobs.</summary>
public enum JobName
{
    SealAudit,
    EndSessions,
    KeepRetention,
    TryRules,
    MergeOffices,
    TrimJobRuns,
    EscalateReviews,
    FindDuplicates,
    TurnMonths,
    BillRenewals,
    CarryDiscounts,
    TellOfBills,
    TellOfCover,
    TellOfClaims,
    SendMail,
    ReopenWaivers,
    ProvePayouts,
    RotateSigningKeys,
    KeepCsr,
    LookAtLists,
    BindCsrMonths,
}

/// <param name="Every">Time from the end of one round to the start of the next.</param>
public sealed record ScheduledJob(JobName Name, TimeSpan Every);
