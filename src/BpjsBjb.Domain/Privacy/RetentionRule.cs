using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Domain.Privacy;

/// <summary>What data were kept for; each has its own term.</summary>
public enum RetentionPurpose
{
    /// <summary>From the last time anybody typed in a draft.</summary>
    AbandonedDraft,

    /// <summary>From the rejection.</summary>
    RejectedCase,

    /// <summary>From the withdrawal.</summary>
    WithdrawnCase,

    /// <summary>From the end of the loan's term, counted from its last payout.</summary>
    CreditFile,

    /// <summary>From the last covered month.</summary>
    Membership,

    /// <summary>Somebody on a donor's list whom no fund has bound a month for: from the fund's last month, or later from what ended the last proposal.</summary>
    CsrUnpaid,

    /// <summary>Somebody a donor's fund paid for: from the last of their months.</summary>
    CsrPaid,

    /// <summary>From the day somebody was told; of a mail, from the day it was made.</summary>
    Notice,
}

/// <summary>Months that personal data of one purpose are kept; afterwards the night's work erases them.</summary>
public sealed class RetentionRule : DatedRule
{
    public RetentionPurpose Purpose { get; init; }

    public int Months { get; init; }
}

/// <summary>Why data may not be erased yet: the database answers with these codes (<c>erasure_holds</c>, <c>csr_holds</c>).</summary>
public static class ErasureHold
{
    public static readonly Refusal CaseOpen = new("hold.case-open");
    public static readonly Refusal RequestOpen = new("hold.request-open");
    public static readonly Refusal LoanOpen = new("hold.loan-open");
    public static readonly Refusal LoanRuns = new("hold.loan-runs");
    public static readonly Refusal CreditFile = new("hold.credit-file");
    public static readonly Refusal Membership = new("hold.membership");
    public static readonly Refusal ClaimOpen = new("hold.claim-open");

    public static readonly Refusal CsrMonthsOpen = new("hold.csr-months-open");
    public static readonly Refusal CsrCoverRuns = new("hold.csr-cover-runs");
    public static readonly Refusal CsrPaid = new("hold.csr-paid");

    public static readonly IReadOnlyList<Refusal> All = [CaseOpen, RequestOpen, LoanOpen, LoanRuns, CreditFile, Membership, ClaimOpen];
}
