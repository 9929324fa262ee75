using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Services.Enrollments;

namespace BpjsBjb.Services.Reviews;

/// <summary>A row of the review queue, oldest first.</summary>
public sealed record ReviewQueueItem(
    Guid Id, string Reference, string FullName, string MaskedNik, string? ProductCode, Rupiah? LoanAmount, string? ApplicationNumber,
    Guid OfficeId, DateTimeOffset SubmittedAt, bool WasReturned);

/// <summary>A stated value beside the recorded one; recorded is null when nothing is on record.</summary>
/// <param name="Field">Form field, such as <c>Debtor.FullName</c>.</param>
public sealed record ComparisonRow(string Field, string Stated, string? Recorded)
{
    public bool Differs => Recorded is not null && !string.Equals(Stated, Recorded, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What BPJS's register holds for the NIK.</summary>
public sealed record RegisteredMembership(Segment Segment, string Kpj, string FullName, string? EmployerName, DateOnly? PaidThrough, DateTimeOffset ReadAt);

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
    bool IsOwn);
