using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Cover;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Loans;

namespace BpjsBjb.Services.Cover;

/// <summary>Where the cover behind a paid-out loan stands.</summary>
public enum CoverTab
{
    /// <summary>Paid for now, ends soon.</summary>
    Ending,

    /// <summary>A month is missed, arrears may still be paid.</summary>
    Grace,

    /// <summary>Arrears are no longer taken.</summary>
    Ended,

    /// <summary>Closed at the bank, and nobody has said what becomes of the cover.</summary>
    Closed,

    /// <summary>Paid for longer.</summary>
    Covered,

    /// <summary>The debtor has died: nobody is reminded or billed, and nothing is at risk that paying would keep.</summary>
    Claim,
}

/// <summary>A row of the work list.</summary>
/// <param name="Risk">Rupiah-months at risk: what is still owed times the months to maturity that nobody has paid.</param>
/// <param name="ClaimId">The claim of a death, or of an accident that is open.</param>
/// <param name="BalanceOn">Day of the balance the bank reported; null where it is estimated.</param>
/// <param name="Workers">Where an employer borrows, for how many of its workers the month is paid that decides; null for a person.</param>
public sealed record CoverListItem(
    Guid LoanId, string ApplicationNumber, string FullName, string ProductCode, Guid OfficeId, CoverTab Tab, DateOnly? CoveredThrough,
    DateOnly? ArrearsUntil, int Uncovered, Rupiah Outstanding, DateOnly? BalanceOn, Rupiah Risk, DateTimeOffset? ContactedAt,
    ContactOutcome? ContactOutcome, DateOnly? AgainOn, Guid? ClaimId, WorkersPaid? Workers = null);

/// <summary>For how many of those who work in a month an employer has paid.</summary>
public sealed record WorkersPaid(Month Month, int Paid, int All);

/// <summary>How many loans stand under a tab, and their rupiah-months at risk.</summary>
public sealed record CoverCount(CoverTab Tab, int Loans, Rupiah Risk);

/// <summary>The radar of one branch.</summary>
public sealed record BranchRisk(Guid OfficeId, int Loans, int Uncovered, Rupiah Outstanding, Rupiah Risk);

/// <summary>The tabs with their counts, and the radar of branches.</summary>
public sealed record CoverBoard(IReadOnlyList<CoverCount> Counts, IReadOnlyList<BranchRisk> Radar);

/// <summary>What is owed on a loan: as the bank reported it, or estimated.</summary>
public sealed record OwedNow(Rupiah Amount, DateOnly? ReportedOn);

public sealed record ContactLine(ContactMeans Means, ContactOutcome Outcome, DateOnly? AgainOn, string ByName, DateTimeOffset At);

/// <summary>What the cover became on the first of a month, as the portal wrote it down when the month turned.</summary>
/// <param name="Became">Name of a <c>ParticipationStatus</c>.</param>
public sealed record CoverTurn(DateOnly Month, string Became, DateTimeOffset At);

/// <summary>What paying would cost and bring.</summary>
/// <param name="Months">The months it pays for.</param>
public sealed record CoverChoice(IReadOnlyList<Month> Months, Rupiah Total, Month FullBenefitFrom, ContributionQuote Quote);

/// <summary>One loan with its debtor's cover, the ways on, and what the bank did about it.</summary>
public sealed record CoverDetails(
    LoanDetails Loan,
    CoverOutlook Outlook,
    CoverRules Rules,
    OwedNow Owed,
    int Uncovered,
    CoverChoice? Arrears,
    CoverChoice Anew,
    Rupiah Instalment,
    Citation GraceCitation,
    Citation WaitingCitation,
    IReadOnlyList<ContactLine> Contacts,
    IReadOnlyList<CoverTurn> Turns,
    LoanClosure? Closure,
    CoverExit? Exit,
    Guid? OpenBillId)
{
    /// <summary>When the old-age savings (JHT) were claimed; null where they were not.</summary>
    public DateOnly? JhtClaimedOn { get; init; }

    /// <summary>Rupiah-months at risk.</summary>
    public Rupiah Risk => Owed.Amount * Uncovered;

    public bool CanBillArrears => Arrears is not null && Exit is null && OpenBillId is null;

    public bool IsFollowed => Exit is null && Loan.DeclineReason is null;
}
