using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Contributions;
using BpjsBjb.Services.Enrollments;

namespace BpjsBjb.Services.Loans;

public enum LoanTab
{
    Blocked,
    Ready,
    Disbursed,
    All,
}

/// <summary>A row of the loan list.</summary>
public sealed record LoanListItem(
    Guid Id, string ApplicationNumber, string FullName, string ProductCode, Rupiah LoanAmount, string RegencyCode, LoanStatus Status,
    bool GateIsOpen, ParticipationStatus Participation, DateOnly? CoveredThrough);

/// <summary>A condition of the gate with the database's verdict.</summary>
public sealed record GateCondition(string Code, bool IsMet, bool Blocks, DateOnly? CoveredThrough);

public enum HorizonState
{
    Covered,
    Grace,
    Gap,
    NotPaidYet,
}

/// <summary>One month of the loan's life and whether it is covered.</summary>
public sealed record HorizonMonth(Month Month, HorizonState State, bool IsCurrent);

public sealed record PaidOut(Rupiah Amount, DateOnly ValueDate, string Reference, string ByName, DateTimeOffset At);

/// <summary>A credit facility with its gate, its cover and its history.</summary>
public sealed record LoanDetails(
    Guid Id,
    Guid EnrollmentId,
    string EnrollmentReference,
    EnrollmentStatus EnrollmentStatus,
    AcceptanceOutcome? Outcome,
    string FullName,
    string MaskedNik,
    string ApplicationNumber,
    string ProductCode,
    Rupiah LoanAmount,
    int TermMonths,
    string Purpose,
    DateOnly AppliedOn,
    Guid OfficeId,
    Guid BpjsOfficeId,
    LoanStatus Status,
    Duty Duty,
    Citation DutyCitation,
    Business Business,
    Rupiah ContributionBase,
    ParticipationStatus Participation,
    string? Kpj,
    DateOnly? CoveredThrough,
    IReadOnlyList<GateCondition> Gate,
    IReadOnlyList<HorizonMonth> Horizon,
    IReadOnlyList<BillListItem> Bills,
    IReadOnlyList<PaidOut> Disbursements,
    IReadOnlyList<TimelineItem> Timeline,
    Rupiah? DeathBenefit,
    DeclineReason? DeclineReason,
    bool IsOwnRegistration,
    uint Version)
{
    public bool GateIsOpen => Gate.Where(condition => condition.Blocks).All(condition => condition.IsMet);

    public Rupiah PaidOutTotal => Disbursements.Select(row => row.Amount).Sum();

    public Rupiah Remaining => LoanAmount - PaidOutTotal;
}
