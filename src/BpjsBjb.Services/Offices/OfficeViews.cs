using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Offices;

namespace BpjsBjb.Services.Offices;

/// <summary>An office as it stood on a day.</summary>
/// <param name="Depth">Steps below the head office.</param>
/// <param name="ValidTo">Its last day; null while it is open.</param>
public sealed record OfficeLine(
    Guid Id, OfficeKind Kind, string? Code, string Name, string? RegencyCode, Guid? ParentId, int Depth, DateOnly ValidFrom, DateOnly? ValidTo, bool IsSample);

/// <summary>What keeps an office open; counts only.</summary>
/// <param name="Loans">Facilities with something still to be done about them.</param>
/// <param name="Bills">Open bills of its cases.</param>
/// <param name="Requests">Open requests of debtors about their data.</param>
/// <param name="Staff">People whose right in force is at it.</param>
public sealed record OfficeWork(long Cases, long Loans, long Bills, long Requests, long Participations, long Staff, long OfficesBelow)
{
    public bool IsDone => Cases + Loans + Bills + Requests + OfficesBelow == 0;
}

/// <summary>Somebody whose right is at an office.</summary>
/// <param name="HasProposal">A change of their right waits for the second administrator.</param>
public sealed record OfficePerson(Guid UserId, string FullName, Role Role, bool HasProposal);

/// <summary>One change of an office.</summary>
/// <param name="By">Null for the portal itself and for whoever works at the database.</param>
/// <param name="Changes">Column, before and after, as stored.</param>
public sealed record OfficeChangeItem(DateTimeOffset At, string? By, bool IsNew, IReadOnlyList<(string Column, string? Before, string? After)> Changes);

/// <param name="Version">Travels in the forms: a stale page changes nothing.</param>
/// <param name="Below">Open offices right below it.</param>
public sealed record OfficeDetails(
    Guid Id, long Version, Institution Institution, OfficeKind Kind, string? Code, string Name, string? RegencyCode, Guid? ParentId, DateOnly ValidFrom,
    DateOnly? ValidTo, bool IsSample, OfficeWork Work, IReadOnlyList<OfficeLine> Below, IReadOnlyList<OfficePerson> Staff,
    IReadOnlyList<MergerListItem> Mergers, IReadOnlyList<OfficeChangeItem> History)
{
    public bool HasOpenMerger => Mergers.Any(merger => merger.IsOpen);
}

public sealed record MergerListItem(
    Guid Id, string FromName, string IntoName, DateOnly EffectiveOn, MergerStatus Status, string ProposedByName, DateTimeOffset ProposedAt)
{
    public bool IsOpen => Status is MergerStatus.Proposed or MergerStatus.Approved;
}

/// <param name="Work">What would move now; null once it is over.</param>
/// <param name="Moved">Cases, facilities and participations that moved; null before.</param>
/// <param name="Staff">People who must be given a right at the branch that goes on.</param>
/// <param name="IsOwn">Whether the reader proposed it, and so cannot decide it.</param>
public sealed record MergerDetails(
    Guid Id, Institution Institution, Guid FromId, string FromName, Guid IntoId, string IntoName, DateOnly EffectiveOn, string Reason, MergerStatus Status,
    string ProposedByName, DateTimeOffset ProposedAt, string? DecidedByName, DateTimeOffset? DecidedAt, string? CancelledByName, DateTimeOffset? CancelledAt,
    DateTimeOffset? DoneAt, (int Cases, int Loans, int Participations)? Moved, OfficeWork? Work, IReadOnlyList<OfficePerson> Staff,
    IReadOnlyList<string> OfficesBelow, bool IsOwn);
