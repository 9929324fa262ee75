using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Enrollments;

namespace BpjsBjb.Services.Reviews;

/// <summary>A row of the review queue.</summary>
/// <param name="Claim">Who has taken it; null while it is free.</param>
/// <param name="EscalatedAt">When it became the supervisor's; null within the limit.</param>
public sealed record ReviewQueueItem(
    Guid Id, string Reference, string FullName, string MaskedNik, Rupiah LoanAmount, string? ApplicationNumber,
    DateTimeOffset SubmittedAt, int TimesReturned, string ProductName, string OfficeName, CaseClaim? Claim, DateTimeOffset? EscalatedAt);

/// <summary>Who has a case, and until when nobody else decides it.</summary>
public sealed record CaseClaim(Guid By, string ByName, DateTimeOffset Until);

/// <summary>A page of the queue. Counts stop at <see cref="ReviewQueue.CountedMost"/>: beyond, they are shown as "more than".</summary>
/// <param name="Total">Cases under the filter.</param>
/// <param name="Limit">The service limit and its source.</param>
public sealed record ReviewQueuePage(
    IReadOnlyList<ReviewQueueItem> Items, int Total, ReviewCounts Counts, bool HasBefore, bool HasAfter, ReviewLimit Limit,
    IReadOnlyList<ReviewColleague> Colleagues);

/// <summary>What waits in the reader's scope, whatever the list is narrowed to; counted up to <see cref="ReviewQueue.CountedMost"/>.</summary>
public sealed record ReviewCounts(int All, int Mine, int Nobody, int Overdue, int Escalated);

/// <summary>Hours BPJS promises to decide in, by the row of the day, with the row's source.</summary>
public sealed record ReviewLimit(int Hours, Citation Source);

/// <summary>Somebody a supervisor can give cases to, with how many they have.</summary>
public sealed record ReviewColleague(Guid Id, string FullName, string OfficeName, int Claimed);

/// <summary>What became of cases that were to be taken together.</summary>
/// <param name="Held">How many somebody else has, or are decided already.</param>
public sealed record ClaimedCases(int Claimed, int Held);

/// <summary>A stated value beside the recorded one; recorded is null when nothing is on record.</summary>
/// <param name="Field">Form field, such as <c>Debtor.FullName</c>.</param>
public sealed record ComparisonRow(string Field, string Stated, string? Recorded)
{
    public bool Differs => Recorded is not null && !string.Equals(Stated, Recorded, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A field of a case that came back: as it was sent, and as it is now.</summary>
/// <param name="WasReturned">False is loud: it changed without having been sent back.</param>
public sealed record CorrectionRow(string Field, string Before, string After, bool WasReturned)
{
    public bool HasChanged => Before != After;
}

/// <summary>What BPJS's register holds for the NIK.</summary>
public sealed record RegisteredMembership(Segment Segment, string Kpj, string FullName, string? EmployerName, DateOnly? PaidThrough, DateTimeOffset ReadAt);

/// <summary>Names a case shows instead of codes and ids.</summary>
/// <param name="OfficeServesDistrict">Whether the BPJS branch stands in the regency the debtor lives in; null where that is not known.</param>
public sealed record ReviewNames(string Product, string BankOffice, string BpjsOffice, string District, bool? OfficeServesDistrict);

/// <summary>Completed years and the months beyond them.</summary>
public sealed record ApplicantAge(int Years, int Months);

/// <summary>A case as the reviewer sees it.</summary>
public sealed record ReviewCase(
    EnrollmentDetails Case,
    IReadOnlyList<ComparisonRow> Comparison,
    IReadOnlyList<Refusal> Findings,
    IReadOnlyList<RegisteredMembership> Memberships,
    string? HeldKpj,
    ContributionPanel? Contribution,
    IReadOnlyList<SimilarCase> Similar,
    AcceptanceOutcome SuggestedOutcome,
    int Position,
    int QueueLength,
    Guid? Previous,
    Guid? Next,
    bool IsOwn,
    ReviewNames Names,
    DateTimeOffset? OldestSubmittedAt,
    ApplicantAge? ApplicantAge,
    CaseClaim? Claim,
    ReviewLimit Limit,
    IReadOnlyList<CorrectionRow> Corrections)
{
    public bool IsWaiting => Case.Status == EnrollmentStatus.Submitted;

    /// <summary>The last decision in the history, or null while none was taken since the case was last sent.</summary>
    public TimelineItem? Decision => IsWaiting
        ? null
        : Case.Timeline.FirstOrDefault(item => item.Kind is EnrollmentEventKind.Accepted or EnrollmentEventKind.Returned
            or EnrollmentEventKind.Rejected or EnrollmentEventKind.Declined or EnrollmentEventKind.Withdrawn);

    public TimelineItem? Sent => Case.Timeline.FirstOrDefault(item => item.Kind is EnrollmentEventKind.Submitted or EnrollmentEventKind.Resubmitted);

    /// <summary>The card to link: the one the portal holds, else the one BPJS's register names.</summary>
    public string? KnownBpuKpj => HeldKpj ?? RegisteredBpu?.Kpj;

    public RegisteredMembership? RegisteredBpu => Memberships.FirstOrDefault(member => member.Segment == Segment.Bpu);
}
