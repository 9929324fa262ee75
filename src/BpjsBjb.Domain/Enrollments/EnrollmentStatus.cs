namespace BpjsBjb.Domain.Enrollments;

public enum EnrollmentStatus
{
    Draft,
    Submitted,
    Returned,
    Accepted,
    Rejected,
    Withdrawn,
}

/// <summary>How BPJS accepted: a new card, a card besides a wage earner's, or the card the debtor already holds.</summary>
public enum AcceptanceOutcome
{
    NewMembership,
    AdditionalToWageEarner,
    LinkedToExisting,

    /// <summary>The portal itself knew an active BPU membership: no second registration was needed.</summary>
    LinkedByPortal,

    /// <summary>The product only offers participation and the debtor declined with a reason.</summary>
    Declined,
}

/// <summary>Why one field goes back to the bank.</summary>
public enum ReturnReason
{
    DiffersFromIdentityCard,
    DiffersFromDocument,
    DiffersFromRegister,
    Unreadable,
    Incomplete,
}

public enum RejectionReason
{
    AgeLimitReached,
    TwoJobsAlready,
    NikBelongsToSomeoneElse,
    NotWorking,
    Deceased,
}
