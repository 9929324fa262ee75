using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Cover;

namespace BpjsBjb.Services.Claims;

public enum ClaimTab
{
    /// <summary>A term is over and nothing was done.</summary>
    Overdue,
    Open,
    Closed,
}

/// <summary>In which order a list of claims stands; the most pressing first.</summary>
public enum ClaimOrder
{
    /// <summary>By the term that ends next.</summary>
    Deadline,

    /// <summary>By the days since it happened.</summary>
    Elapsed,
}

public enum ClaimStatus
{
    Open,
    Paid,
    RefusedByBpjs,
    Withdrawn,
    RightsLapsed,
}

/// <summary>A row of the list.</summary>
/// <param name="Next">The term that ends next and is not kept; null where none is left.</param>
public sealed record ClaimListItem(
    Guid Id, string FullName, Guid OfficeId, ClaimKind Kind, DateOnly HappenedOn, int ElapsedDays, ClaimStatus Status, ClaimDeadline? Next, int Missing);

public sealed record ClaimCount(ClaimTab Tab, int Claims);

/// <summary>A debtor a claim may be opened for, found by a number.</summary>
public sealed record ClaimDebtor(Guid LoanId, string ApplicationNumber, string FullName, Guid OfficeId);

/// <summary>The claim a page of a loan or a cover points to.</summary>
public sealed record ClaimLink(Guid Id, ClaimKind Kind, DateOnly HappenedOn, int ElapsedDays, ClaimStatus Status);

/// <summary>One loan of the debtor and what is owed on it; null where nothing was paid out.</summary>
public sealed record ClaimLoan(
    Guid Id, string ApplicationNumber, string ProductCode, Guid OfficeId, LoanStatus Status, OwedNow? Owed, bool IsClosed, bool IsDeclined);

/// <summary>Somebody entitled. Who they are is told in the file alone.</summary>
/// <param name="AddedAt">When the bank learned of them; null where the debtor named them.</param>
public sealed record ClaimHeirLine(Guid Id, HeirRelation Relation, DateTimeOffset? AddedAt);

/// <summary>A line of the claim's story: opened, a step, a document, the end.</summary>
/// <param name="What">Name of a <c>ClaimEventKind</c>, <c>Opened</c>, <c>HeirAdded</c> or <c>Closed</c>.</param>
public sealed record ClaimLine(string What, ClaimItem? Item, DateOnly? On, ItemReason? Reason, string ByName, DateTimeOffset At);

/// <summary>A bill that nobody asks for any more.</summary>
public sealed record UnaskedBill(Guid Id, string Number, Rupiah Total, DateOnly DueOn, bool IsForAfterwards);

/// <summary>A kept paper; its content is opened apart.</summary>
/// <param name="Item">What it proves.</param>
public sealed record ClaimPaperLine(Guid Id, ClaimItem Item, string ByName, DateTimeOffset At);

public sealed record ClaimDetails(
    Guid Id,
    Guid PersonId,
    string FullName,
    Nik Nik,
    DateOnly BirthDate,
    string? Kpj,
    bool WithJht,
    ClaimKind Kind,
    DateOnly HappenedOn,
    TimeOnly? HappenedTime,
    string? Place,
    ClaimTeller ToldBy,
    DateOnly ToldOn,
    Guid OpenedBy,
    string OpenedByName,
    DateTimeOffset OpenedAt,
    ClaimClosure? Closure,
    string? ClosedByName,
    DateTimeOffset Now,
    int NoticeDays,
    IReadOnlyList<ClaimDeadline> Deadlines,
    IReadOnlyList<ChecklistLine> Checklist,
    IReadOnlyList<ClaimLine> Story,
    IReadOnlyList<ClaimHeirLine> Heirs,
    IReadOnlyList<ClaimLoan> Loans,
    IReadOnlyList<UnaskedBill> Bills,
    ClaimOutlook Outlook,
    bool IsWageEarnerToo,
    bool AreRemindersOn)
{
    /// <summary>Kept papers, the oldest first.</summary>
    public IReadOnlyList<ClaimPaperLine> Papers { get; init; } = [];

    public ClaimStatus Status => ClaimSearch.StatusOf(Closure?.Outcome);

    public bool IsOpen => Closure is null;

    public int ElapsedDays => JakartaTime.DateIn(Now).DayNumber - HappenedOn.DayNumber;

    public IReadOnlyList<ChecklistLine> Missing => [.. Checklist.Where(line => line.IsOpen)];

    /// <summary>Whether the file can go to BPJS: nothing required is missing, and after a death somebody entitled is known.</summary>
    public bool IsReady => Missing.Count == 0 && (!Kind.IsDeath() || Heirs.Count > 0);
}

/// <summary>Somebody entitled, in full.</summary>
public sealed record FiledHeir(string Name, HeirRelation Relation, string? Phone);

/// <summary>A proof the portal issued of this participation.</summary>
public sealed record FiledProof(string DocumentNumber, DateOnly From, DateOnly Through, DateTimeOffset IssuedAt);

/// <summary>Everything the file prints, in full.</summary>
/// <param name="CaseId">The case whose look this is.</param>
public sealed record ClaimFile(
    ClaimDetails Claim,
    Guid CaseId,
    string Phone,
    string Address,
    string DistrictCode,
    Sex Sex,
    string BirthPlace,
    Business? Business,
    Guid BpjsOfficeId,
    IReadOnlyList<FiledHeir> Heirs,
    IReadOnlyList<FiledProof> Proofs);
