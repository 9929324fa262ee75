using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Offices;

namespace BpjsBjb.Domain.Access;

/// <summary>Where a grant comes from: two administrators, the command at the server's console, or the time before grants were kept.</summary>
public enum GrantOrigin
{
    Admins,
    Console,
    Existing,
}

public enum GrantStatus
{
    Proposed,
    Refused,
    InForce,
    Expired,
    Ended,
}

/// <summary>Why a grant ended; the first two are nobody's choice on a form.</summary>
public enum GrantEnd
{
    /// <summary>Another grant of the same user came into force.</summary>
    Replaced,

    /// <summary>The head of the office did not confirm it.</summary>
    NotConfirmed,

    LeftInstitution,
    NoLongerNeeded,
    SuspectedMisuse,
}

/// <summary>One role at one office for one user: proposed by one administrator, in force once another approves. A change is a new grant.</summary>
public sealed class AccessGrant
{
    public static readonly Refusal OwnProposal = new("grant.own-proposal");
    public static readonly Refusal OwnRights = new("grant.own-rights");
    public static readonly Refusal NotProposed = new("grant.not-proposed");
    public static readonly Refusal NotInForce = new("grant.not-in-force");
    public static readonly Refusal AlreadyProposed = new("grant.already-proposed");
    public static readonly Refusal ChangedMeanwhile = new("grant.changed-meanwhile");
    public static readonly Refusal ValidityPast = new("grant.validity-past");

    /// <summary>Said by the database: no right is given at an office that has ended or not begun.</summary>
    public static readonly Refusal OfficeClosed = new("grant.office-closed");

    private AccessGrant()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public Role Role { get; private init; }

    public Guid OfficeId { get; private init; }

    /// <summary>The last day, in Jakarta, on which it lets its user sign in; null while no end is set.</summary>
    public DateOnly? ValidTo { get; private init; }

    public GrantOrigin Origin { get; private init; }

    public Guid? ProposedBy { get; private init; }

    public DateTimeOffset ProposedAt { get; private init; }

    public Guid? ApprovedBy { get; private set; }

    /// <summary>From this moment it is in force.</summary>
    public DateTimeOffset? ApprovedAt { get; private set; }

    public Guid? RefusedBy { get; private set; }

    public DateTimeOffset? RefusedAt { get; private set; }

    public Guid? EndedBy { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public GrantEnd? EndedWhy { get; private set; }

    public Guid? RecertifiedBy { get; private set; }

    public DateTimeOffset? RecertifiedAt { get; private set; }

    public uint Version { get; private init; }

    /// <summary>The day by which the head of the office confirms it.</summary>
    public static DateOnly DueOn(DateTimeOffset approvedAt, DateTimeOffset? recertifiedAt, int everyDays) =>
        JakartaTime.DateIn(recertifiedAt ?? approvedAt).AddDays(everyDays);

    /// <summary>Head offices keep the portal and read everything; branches work, regions look after their branches; partners are guests of a head office.</summary>
    public static bool Fits(Role role, Institution institution, OfficeKind kind) => role switch
    {
        Role.LoanOfficer or Role.BranchSupervisor => (institution, kind) is (Institution.Bjb, OfficeKind.Branch or OfficeKind.SubBranch),
        Role.RegionalAdmin => (institution, kind) is (Institution.Bjb, OfficeKind.Region or OfficeKind.HeadOffice),
        Role.BpjsReviewer or Role.BpjsSupervisor => (institution, kind) is (Institution.Bpjs, OfficeKind.Branch or OfficeKind.SubBranch),
        _ => kind == OfficeKind.HeadOffice,
    };

    public static Result<AccessGrant> Propose(
        Guid userId, Role role, Guid officeId, DateOnly? validTo, Actor by, DateTimeOffset at) =>
        validTo < JakartaTime.DateIn(at)
            ? ValidityPast
            : New(userId, role, officeId, validTo, GrantOrigin.Admins, at, proposedBy: by.UserId, approvedAt: null);

    /// <summary>In force without two people: by the console while there are not two administrators yet.</summary>
    public static AccessGrant ByConsole(Guid userId, Guid officeId, DateTimeOffset at) =>
        New(userId, Role.SystemAdmin, officeId, null, GrantOrigin.Console, at, proposedBy: null, approvedAt: at);

    /// <summary>A right that was there before grants were kept, or that a demonstration begins with.</summary>
    public static AccessGrant Existing(Guid userId, Role role, Guid officeId, DateTimeOffset at) =>
        New(userId, role, officeId, null, GrantOrigin.Existing, at, proposedBy: null, approvedAt: at);

    public GrantStatus StatusOn(DateOnly today) => this switch
    {
        { RefusedAt: not null } => GrantStatus.Refused,
        { EndedAt: not null } => GrantStatus.Ended,
        { ApprovedAt: null } => GrantStatus.Proposed,
        _ => ValidTo < today ? GrantStatus.Expired : GrantStatus.InForce,
    };

    public Result<AccessGrant> Approve(Actor by, DateTimeOffset at)
    {
        if (ApprovedAt is not null || RefusedAt is not null) return NotProposed;
        if (by.UserId == ProposedBy) return OwnProposal;
        if (by.UserId == UserId) return OwnRights;
        if (ValidTo < JakartaTime.DateIn(at)) return ValidityPast;

        (ApprovedBy, ApprovedAt) = (by.UserId, at);
        return this;
    }

    /// <summary>Also by the one who proposed it, who thereby takes it back.</summary>
    public Result<AccessGrant> Refuse(Actor by, DateTimeOffset at)
    {
        if (ApprovedAt is not null || RefusedAt is not null) return NotProposed;

        (RefusedBy, RefusedAt) = (by.UserId, at);
        return this;
    }

    /// <summary>Taking away needs one person only, but not oneself: nobody locks himself out by mistake.</summary>
    public Result<AccessGrant> End(GrantEnd why, Actor by, DateTimeOffset at)
    {
        if (ApprovedAt is null || EndedAt is not null) return NotInForce;
        if (by.UserId == UserId && why != GrantEnd.Replaced) return OwnRights;

        (EndedBy, EndedAt, EndedWhy) = (by.UserId, at < ApprovedAt ? ApprovedAt : at, why);
        return this;
    }

    public Result<AccessGrant> Confirm(Actor by, DateTimeOffset at)
    {
        if (StatusOn(JakartaTime.DateIn(at)) != GrantStatus.InForce) return NotInForce;
        if (by.UserId == UserId) return OwnRights;

        (RecertifiedBy, RecertifiedAt) = (by.UserId, at);
        return this;
    }

    private static AccessGrant New(
        Guid userId, Role role, Guid officeId, DateOnly? validTo, GrantOrigin origin, DateTimeOffset at, Guid? proposedBy,
        DateTimeOffset? approvedAt) => new()
        {
            Id = Guid.CreateVersion7(at),
            UserId = userId,
            Role = role,
            OfficeId = officeId,
            ValidTo = validTo,
            Origin = origin,
            ProposedBy = proposedBy,
            ProposedAt = at,
            ApprovedAt = approvedAt,
        };
}
