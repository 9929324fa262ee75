using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Gate;

/// <summary>Why a condition of the gate is waived for some days.</summary>
public enum WaiverReason
{
    /// <summary>The debtor paid; BPJS has not confirmed it yet.</summary>
    PaymentNotConfirmed,

    /// <summary>BPJS’s system or branch cannot be reached.</summary>
    PartnerUnreachable,

    Disaster,

    /// <summary>A certificate or receipt was issued and is on its way.</summary>
    DocumentOnItsWay,
}

public enum WaiverVerdict
{
    Approved,
    Refused,

    /// <summary>Taken back by whoever proposed it.</summary>
    Withdrawn,
}

/// <summary>What can be amiss with a waiver. Who may decide, and what may be waived at all, is the database's to say.</summary>
public static class Waiver
{
    public static readonly Refusal ConditionMissing = new("waiver.condition-missing");
    public static readonly Refusal ReasonMissing = new("waiver.reason-missing");
    public static readonly Refusal DaysMissing = new("waiver.days-missing");
    public static readonly Refusal ConfirmationMissing = new("waiver.confirmation-missing");
    public static readonly Refusal TooLong = new("waiver.too-long");
    public static readonly Refusal NotYours = new("waiver.not-yours");
}
