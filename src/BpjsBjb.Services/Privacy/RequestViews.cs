using BpjsBjb.Domain.Privacy;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Services.Privacy;

public sealed record RequestListItem(
    Guid Id, string Number, DataRequestKind Kind, DataRequestStatus Status, string FullName, string CaseReference, DateTimeOffset ReceivedAt,
    DateTimeOffset DueAt, DateTimeOffset? DoneAt, bool IsOverdue);

/// <summary>Requests of the reader's offices, the most urgent first.</summary>
/// <param name="IsCut">There are more than are shown.</param>
public sealed record RequestList(IReadOnlyList<RequestListItem> Items, int Overdue, bool IsCut);

/// <summary>Why the person's data may not be erased yet.</summary>
/// <param name="Code">Of <see cref="ErasureHold"/>.</param>
/// <param name="Until">Last day; null while what it rests on is open.</param>
/// <param name="Source">The row of the law; null where the open work itself is the reason.</param>
public sealed record Hold(string Code, DateOnly? Until, Citation? Source);

/// <param name="Holds">Asked for an erasure that is not decided yet.</param>
/// <param name="Clock">By which row the answer is due.</param>
public sealed record RequestDetails(
    Guid Id, string Number, uint Version, DataRequestKind Kind, DataRequestStatus Status, Guid EnrollmentId, string CaseReference, string FullName,
    RequestChannel Channel, DateTimeOffset ReceivedAt, DateTimeOffset DueAt, bool IsOverdue, string? Wanted, Guid RecordedBy, string RecordedByName,
    IdentityCheck? VerifiedHow, string? VerifiedByName, DateTimeOffset? VerifiedAt, string? DecidedByName, DateTimeOffset? DecidedAt,
    RequestRefusal? RefusedWhy, string? Answer, DateTimeOffset? DoneAt, bool IsRestricting, DateTimeOffset? LiftedAt, string? LiftedByName,
    IReadOnlyList<Hold> Holds, Citation Clock);

/// <summary>What a case says about consent and restriction, beside its form.</summary>
public sealed record CasePrivacy(
    string? NoticeVersion, LegalBasis? Basis, ConsentManner? Manner, DateTimeOffset? RecordedAt, DateTimeOffset? WithdrawnAt, bool IsRestricted,
    DateTimeOffset? ErasedAt);
