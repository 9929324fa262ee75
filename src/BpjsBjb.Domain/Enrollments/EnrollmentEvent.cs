namespace BpjsBjb.Domain.Enrollments;

public enum EnrollmentEventKind
{
    Started,
    Submitted,
    Returned,
    Resubmitted,
    Accepted,
    Rejected,
    Withdrawn,
    Declined,
    Paid,
    BillReissued,
    Cleared,
    Disbursed,
    ProofIssued,

    /// <summary>Went on with the branch that its own was merged into; the detail names both.</summary>
    Moved,

    /// <summary>The portal itself billed the months after cover ends; the detail is the bill's number.</summary>
    RenewalBilled,

    /// <summary>A bill for the months missed since cover ended, while they may still be paid.</summary>
    ArrearsBilled,
    LoanClosed,

    /// <summary>Money came that paid no bill and waits; the detail is its account.</summary>
    MoneyHeld,
    MoneyRefunded,
    PaymentReversed,

    /// <summary>The bank no longer follows the debtor's cover; the detail is the reason.</summary>
    CoverLeft,

    /// <summary>Waited longer than the service limit and became the supervisor's.</summary>
    Escalated,

    /// <summary>Sent on to another branch of BPJS; the detail is the reason and both names.</summary>
    Redirected,

    /// <summary>What the supervisor's clearance rested on changed, and the clearance fell; the detail says what.</summary>
    ClearanceLifted,

    /// <summary>The debtor had two records; since then they have one.</summary>
    RecordsMerged,

    /// <summary>The two records of the debtor stand apart again; the detail is the reason.</summary>
    MergeUndone,
}

/// <summary>One thing that happened to a case: what, who, when, and the coded reason. Rows are only ever added.</summary>
public sealed class EnrollmentEvent
{
    private EnrollmentEvent()
    {
    }

    public Guid Id { get; private init; }

    public Guid EnrollmentId { get; private init; }

    public EnrollmentEventKind Kind { get; private init; }

    public Guid By { get; private init; }

    public DateTimeOffset At { get; private init; }

    /// <summary>A code (reason, outcome, field name), never free text about a person.</summary>
    public string? Detail { get; private init; }

    /// <summary>A message to the bank officer, sealed because people write names into it.</summary>
    public byte[]? MessageSealed { get; private init; }

    public static EnrollmentEvent Of(
        Guid enrollmentId, EnrollmentEventKind kind, Guid by, DateTimeOffset at, string? detail = null, byte[]? messageSealed = null) => new()
        {
            Id = Guid.CreateVersion7(at),
            EnrollmentId = enrollmentId,
            Kind = kind,
            By = by,
            At = at,
            Detail = detail,
            MessageSealed = messageSealed,
        };
}

/// <summary>A field the reviewer sent back, with the coded reason; kept until the case is sent again.</summary>
public sealed class ReturnedField
{
    private ReturnedField()
    {
    }

    public Guid EnrollmentId { get; private init; }

    /// <summary>Section and field of the form, such as <c>Debtor.MotherName</c>.</summary>
    public string Field { get; private init; } = "";

    public ReturnReason Reason { get; private init; }

    public static ReturnedField Of(Guid enrollmentId, string field, ReturnReason reason) =>
        new() { EnrollmentId = enrollmentId, Field = field, Reason = reason };
}
