using BpjsBjb.Domain.Access;
using BpjsBjb.Domain.Common;

namespace BpjsBjb.Services.Access;

/// <summary>Where a user stands, from grants and account together.</summary>
public enum UserStanding
{
    /// <summary>A first right waits for a second administrator.</summary>
    Proposed,

    /// <summary>The right is in force, the link has not been used.</summary>
    Invited,
    Active,
    Expired,
    Disabled,
}

/// <summary>What a reader of the user list looks for; nothing of it is about a person.</summary>
public sealed record UserFilter(Role? Role = null, Guid? OfficeId = null, UserStanding? Standing = null, bool OverdueOnly = false)
{
    public bool IsNarrowed => this != new UserFilter();
}

public sealed record UserListItem(
    Guid Id, string FullName, string Email, Role Role, string OfficeName, UserStanding Standing, bool IsLockedOut, bool IsDemo,
    DateOnly? ValidTo, bool HasProposal, int DaysOverdue)
{
    /// <summary>Whose funds somebody at a donor sees, or would see.</summary>
    public string? Donor { get; init; }
}

/// <summary>A grant with everybody's names, for the timeline and the list of what waits.</summary>
public sealed record GrantView(
    Guid Id, uint Version, GrantStatus Status, Role Role, string OfficeName, DateOnly? ValidTo, GrantOrigin Origin,
    Guid? ProposedById, string? ProposedBy, DateTimeOffset ProposedAt, string? ApprovedBy, DateTimeOffset? ApprovedAt,
    string? RefusedBy, DateTimeOffset? RefusedAt, string? EndedBy, DateTimeOffset? EndedAt, GrantEnd? EndedWhy,
    string? RecertifiedBy, DateTimeOffset? RecertifiedAt);

/// <summary>A link that is in somebody's hands and still opens.</summary>
/// <param name="MadeBy">Null for the console.</param>
public sealed record OpenLink(LinkPurpose Purpose, DateTimeOffset MadeAt, string? MadeBy, DateTimeOffset EndsAt);

public sealed record UserDetails(
    Guid Id, string FullName, string Email, Role Role, Guid OfficeId, string OfficeName, UserStanding Standing, DateTimeOffset? LockedUntil,
    bool IsDemo, bool HasPassword, OpenLink? Link, DateOnly? DueOn, int DaysOverdue, IReadOnlyList<GrantView> Grants)
{
    /// <summary>Whose funds somebody at a donor sees.</summary>
    public string? Donor { get; init; }

    /// <summary>Whose funds they would see by what waits.</summary>
    public string? ProposedDonor { get; init; }

    public GrantView? Current => Grants.FirstOrDefault(grant => grant.Status is GrantStatus.InForce or GrantStatus.Expired);

    public GrantView? Proposal => Grants.FirstOrDefault(grant => grant.Status == GrantStatus.Proposed);
}

/// <summary>A right that waits for a second administrator, beside what its user has now.</summary>
public sealed record ProposalItem(
    Guid Id, uint Version, Guid UserId, string FullName, string Email, Role Role, string OfficeName, DateOnly? ValidTo, bool IsNew,
    Role? CurrentRole, string? CurrentOfficeName, DateOnly? CurrentValidTo, Guid ProposedById, string ProposedBy, DateTimeOffset ProposedAt)
{
    /// <summary>Whose funds somebody at a donor would see.</summary>
    public string? Donor { get; init; }

    /// <summary>Never the one who proposed it, never the user concerned.</summary>
    public bool MayBeApprovedBy(Guid userId) => userId != ProposedById && userId != UserId;
}

/// <summary>What waits for an administrator on the home page.</summary>
public sealed record UserWork(int Proposals, int Overdue);
