using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Claims;

namespace BpjsBjb.Services.Employers;

/// <summary>Of a wage earner.</summary>
public sealed record OpenWorkerClaim : TypedEvent
{
    /// <summary>Id of the worker's stretch at the employer.</summary>
    public string? Worker { get; init; }
}

/// <summary>A row of an employer's page.</summary>
public sealed record WorkerClaimItem(Guid Id, string FullName, ClaimKind Kind, DateOnly HappenedOn, ClaimStatus Status);

/// <summary>Somebody a claim may be opened for.</summary>
public sealed record ClaimableWorker(Guid Id, string FullName, DateOnly From, DateOnly? Until);

/// <summary>A step or a document of the claim's story.</summary>
public sealed record WorkerClaimLine(ClaimEventKind What, ClaimItem? Item, DateOnly On, ItemReason? Reason, string ByName, DateTimeOffset At);

/// <summary>The end of a claim.</summary>
public sealed record WorkerClaimEnd(ClaimOutcome Outcome, ClaimReason? Reason, DateOnly? PaidOn, Rupiah? Amount, string ByName, DateTimeOffset At);

/// <summary>One claim of a wage earner: what BPJS may be asked for by the wage, what is still missing, and its story.</summary>
/// <param name="Outlook">By the wage of the day it happened and the months the employer had paid before.</param>
public sealed record WorkerClaimDetails(
    Guid Id,
    Guid EmployerId,
    string EmployerName,
    string FullName,
    Nik Nik,
    ClaimKind Kind,
    DateOnly HappenedOn,
    string Place,
    ClaimTeller ToldBy,
    DateOnly ToldOn,
    Guid OpenedBy,
    string OpenedByName,
    DateTimeOffset OpenedAt,
    WorkerClaimEnd? End,
    DateTimeOffset Now,
    IReadOnlyList<ClaimDeadline> Deadlines,
    IReadOnlyList<ChecklistLine> Checklist,
    IReadOnlyList<WorkerClaimLine> Story,
    ClaimOutlook Outlook)
{
    public ClaimStatus Status => ClaimSearch.StatusOf(End?.Outcome);

    public bool IsOpen => End is null;

    public IReadOnlyList<ChecklistLine> Missing => [.. Checklist.Where(line => line.IsOpen)];
}
