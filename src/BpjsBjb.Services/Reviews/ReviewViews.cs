using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Services.Enrollments;

namespace BpjsBjb.Services.Reviews;

/// <summary>A row of the review queue, oldest first.</summary>
public sealed record ReviewQueueItem(
    Guid Id, string Reference, string FullName, string MaskedNik, string? ProductCode, Rupiah? LoanAmount, string? ApplicationNumber,
    Guid OfficeId, DateTimeOffset SubmittedAt, bool WasReturned, string ProductName, string OfficeName);

/// <summary>A stated value beside the recorded one; recorded is null when nothing is on record.</summary>
/// <param name="Field">Form field, such as <c>Debtor.FullName</c>.</param>
public sealed record ComparisonRow(string Field, string Stated, string? Recorded)
{
    public bool Differs => Recorded is not null && !string.Equals(Stated, Recorded, StringComparison.OrdinalIgnoreCase);
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
    ApplicantAge? ApplicantAge)
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
