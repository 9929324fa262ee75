using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Rules;

/// <summary>Kinds of rule that people keep in the portal. Notices and terms of storage come with a release: their texts are reviewed with it.</summary>
public enum ProposalKind
{
    JpWageCeiling,
    Discount,
    FlatContribution,
    Duty,
    Limit,
    Bracket,
    ProgramDuty,
    PrepaymentTerm,
    EnterpriseClass,
    Benefit,
    WageRate,
    WageProgramDuty,
    JkpShare,

    /// <summary>Evidence of cover a product demands before it is paid out.</summary>
    Evidence,

    /// <summary>Share of guarantee a product demands before it is paid out.</summary>
    ProductGuarantee,
}

/// <summary>What is done with the difference where a rule makes months cheaper that are already paid.</summary>
public enum CreditHandling
{
    /// <summary>Paid back.</summary>
    Refund,

    /// <summary>Counts towards later months.</summary>
    CarryForward,
}

public enum ProposalStatus
{
    Proposed,
    Approved,
    Refused,

    /// <summary>Taken back by whoever proposed it.</summary>
    Withdrawn,
}

public enum TrialStatus
{
    Waiting,
    Running,
    Finished,
    Failed,
}

public enum TrialFailure
{
    /// <summary>The proposal leaves a fraction of a rupiah or a month without a rule.</summary>
    CannotBePriced,

    /// <summary>The work was cut off again and again.</summary>
    Interrupted,
}

/// <summary>Why a rule is not proposed, tried or approved; the database has the last word (rule_proposals.v1.sql).</summary>
public static class RuleProposal
{
    public static readonly Refusal NotAnAdministrator = new("rule-proposal.not-an-administrator");
    public static readonly Refusal OwnProposal = new("rule-proposal.own-proposal");
    public static readonly Refusal NotOwnProposal = new("rule-proposal.not-own-proposal");
    public static readonly Refusal Decided = new("rule-proposal.decided");
    public static readonly Refusal NotTried = new("rule-proposal.not-tried");
    public static readonly Refusal TrialOutdated = new("rule-proposal.trial-outdated");
    public static readonly Refusal TrialRunning = new("rule-proposal.trial-running");
    public static readonly Refusal Overlaps = new("rule-proposal.overlaps");
    public static readonly Refusal DutyNotAhead = new("rule-proposal.duty-not-ahead");
    public static readonly Refusal StartMissing = new("rule-proposal.start-missing");
    public static readonly Refusal EndsBeforeStart = new("rule-proposal.ends-before-start");
    public static readonly Refusal CitationMissing = new("rule-proposal.citation-missing");
    public static readonly Refusal LetterMissing = new("rule-proposal.letter-missing");
    public static readonly Refusal ReasonMissing = new("rule-proposal.reason-missing");
    public static readonly Refusal ChoiceMissing = new("rule-proposal.choice-missing");
    public static readonly Refusal OutOfRange = new("rule-proposal.out-of-range");
    public static readonly Refusal RangeEmpty = new("rule-proposal.range-empty");
    public static readonly Refusal CreditMissing = new("rule-proposal.credit-missing");

    public static readonly Refusal TableMissing = new("rule-proposal.table-missing");

    /// <summary>Of lines of a table, filled in with the line's number.</summary>
    public static readonly Refusal TableLine = new("rule-proposal.table-line");
    public static readonly Refusal TableOrder = new("rule-proposal.table-order");
    public static readonly Refusal TableBase = new("rule-proposal.table-base");

    /// <summary>Whether a rule of the kind makes months cheaper or dearer, so that something must be done with those already paid.</summary>
    public static bool Prices(ProposalKind kind) => kind is ProposalKind.Bracket or ProposalKind.FlatContribution or ProposalKind.Discount
        or ProposalKind.WageRate or ProposalKind.WageProgramDuty or ProposalKind.JpWageCeiling;

    /// <summary>Whether a rule of the kind says what the gate demands, and prices nothing.</summary>
    public static bool IsOfGate(ProposalKind kind) => kind is ProposalKind.Evidence or ProposalKind.ProductGuarantee;
}
