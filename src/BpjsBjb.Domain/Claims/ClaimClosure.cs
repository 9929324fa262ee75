using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Claims;

public enum ClaimOutcome
{
    /// <summary>BPJS paid the family, or after an accident the participant.</summary>
    Paid,
    RefusedByBpjs,

    /// <summary>There was no such event, or not this one: reminders and bills go on as before.</summary>
    Withdrawn,
    RightsLapsed,
}

/// <summary>Why BPJS refused, or why the claim was withdrawn.</summary>
public enum ClaimReason
{
    NotCovered,
    NotWorkRelated,
    DocumentsIncomplete,
    NoEntitledHeir,
    RefusedOtherwise,
    WrongPerson,
    ReportUntrue,
    WrongKindOfEvent,
}

/// <summary>How a claim ended, by somebody who did not open it.</summary>
public sealed class ClaimClosure
{
    public static readonly Refusal OutcomeMissing = new("claim.outcome-missing");
    public static readonly Refusal ReasonMissing = new("claim.reason-missing");
    public static readonly Refusal AmountMissing = new("claim.amount-missing");
    public static readonly Refusal OwnClaim = new("claim.own-claim");
    public static readonly Refusal PaidInTheFuture = new("claim.paid-in-the-future");
    public static readonly Refusal PaidBeforeEvent = new("claim.paid-before-event");
    public static readonly Refusal RightsNotLapsed = new("claim.rights-not-lapsed");

    private ClaimClosure()
    {
    }

    public Guid Id { get; private init; }

    public Guid ClaimId { get; private init; }

    public Guid ParticipationId { get; private init; }

    /// <summary>Who opened it, repeated here so that the table itself can refuse the same person.</summary>
    public Guid OpenedBy { get; private init; }

    public ClaimOutcome Outcome { get; private init; }

    public ClaimReason? Reason { get; private init; }

    public DateOnly? PaidOn { get; private init; }

    public Rupiah? Amount { get; private init; }

    public Guid ClosedBy { get; private init; }

    public DateTimeOffset ClosedAt { get; private init; }

    /// <summary>The reasons that go with an outcome; none where it needs none.</summary>
    public static IReadOnlyList<ClaimReason> ReasonsOf(ClaimOutcome outcome) => outcome switch
    {
        ClaimOutcome.RefusedByBpjs =>
        [
            ClaimReason.NotCovered, ClaimReason.NotWorkRelated, ClaimReason.DocumentsIncomplete, ClaimReason.NoEntitledHeir, ClaimReason.RefusedOtherwise,
        ],
        ClaimOutcome.Withdrawn => [ClaimReason.WrongPerson, ClaimReason.ReportUntrue, ClaimReason.WrongKindOfEvent],
        _ => [],
    };

    public static Result<ClaimClosure> Of(
        Claim claim, ClaimOutcome outcome, ClaimReason? reason, (DateOnly On, Rupiah Amount)? paid, Actor by, DateTimeOffset at)
    {
        if (by.UserId == claim.OpenedBy) return OwnClaim;
        if (ReasonsOf(outcome) is { Count: > 0 } reasons && (reason is null || !reasons.Contains(reason.Value))) return ReasonMissing.On("Reason");
        if (outcome == ClaimOutcome.Paid && paid is not { Amount.Amount: > 0 }) return AmountMissing.On("Amount");

        return new ClaimClosure
        {
            Id = Guid.CreateVersion7(at),
            ClaimId = claim.Id,
            ParticipationId = claim.ParticipationId,
            OpenedBy = claim.OpenedBy,
            Outcome = outcome,
            Reason = ReasonsOf(outcome).Count > 0 ? reason : null,
            PaidOn = outcome == ClaimOutcome.Paid ? paid!.Value.On : null,
            Amount = outcome == ClaimOutcome.Paid ? paid!.Value.Amount : null,
            ClosedBy = by.UserId,
            ClosedAt = at,
        };
    }
}
