using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Gate;
using BpjsBjb.Services.Loans;

namespace BpjsBjb.Services.Gate;

public enum WaiverTab
{
    /// <summary>Waits for its second person.</summary>
    Waiting,

    InForce,

    /// <summary>Ran out, and its condition is still not met: the loan's case is open again.</summary>
    Reopened,

    /// <summary>Refused, taken back, or run out with its condition met.</summary>
    Over,
}

/// <param name="Condition">Code of the gate's condition.</param>
/// <param name="Verdict">Null while it waits.</param>
/// <param name="ValidUntil">Last day.</param>
public sealed record WaiverListItem(
    Guid Id, Guid LoanId, string ApplicationNumber, bool IsEmployers, Guid OfficeId, string Condition, WaiverReason Reason, int Days, WaiverTab Tab,
    string ProposedBy, Guid ProposedById, DateTimeOffset ProposedAt, WaiverVerdict? Verdict, string? DecidedBy, DateTimeOffset? DecidedAt,
    DateOnly? ValidUntil);

/// <summary>What the gate said on one day for a value date.</summary>
/// <param name="AmountCap">Most that may be paid out on it; zero while closed.</param>
/// <param name="Reasons">Codes of what closed it.</param>
/// <param name="AskedBy">The system that asked; null where a person did.</param>
public sealed record GateDecision(
    Guid Id, DateOnly OnDate, bool IsOpen, Rupiah AmountCap, IReadOnlyList<string> Reasons, string? AskedBy, string? ByName,
    DateTimeOffset DecidedAt, DateTimeOffset ExpiresAt);

/// <param name="Refused">Why it was refused; null where it was paid out.</param>
public sealed record DisbursementAttempt(
    Guid LoanId, string ApplicationNumber, bool IsEmployers, Rupiah Amount, DateOnly ValueDate, Refusal? Refused, string? ByName, DateTimeOffset At);

/// <summary>The gate of one loan: what it asks today, what it said, who tried.</summary>
public sealed record LoanGate(
    Guid LoanId, string ApplicationNumber, bool IsEmployers, string? DebtorName, DateOnly Today, IReadOnlyList<GateCondition> Conditions,
    IReadOnlyList<string> Waivable, IReadOnlyList<GateDecision> Decisions, IReadOnlyList<DisbursementAttempt> Attempts,
    IReadOnlyList<WaiverListItem> Waivers, int MostDays);

/// <summary>A payout that the ledger or the trail does not bear out.</summary>
public sealed record GateDifference(Guid DisbursementId, Guid LoanId, string Code, DateTimeOffset FoundAt, DateTimeOffset? GoneAt);

/// <summary>When every payout was proved again, and what differed.</summary>
public sealed record GateProof(DateTimeOffset At, int Disbursements, int Differences);
