using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Cover;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
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
    bool GateIsOpen, DeclineReason? DeclineReason, ParticipationStatus Participation, DateOnly? CoveredThrough);

/// <summary>How many facilities stand under each tab.</summary>
public sealed record LoanCounts(int Blocked, int Ready, int Disbursed, int All)
{
    public int Of(LoanTab tab) => tab switch
    {
        LoanTab.Blocked => Blocked,
        LoanTab.Ready => Ready,
        LoanTab.Disbursed => Disbursed,
        _ => All,
    };
}

/// <summary>A condition of the gate with the database's verdict.</summary>
/// <param name="WaivedUntil">Last day on which it does not block although it is not met; null where nothing is waived.</param>
public sealed record GateCondition(string Code, bool IsMet, bool Blocks, DateOnly? CoveredThrough, DateOnly? WaivedUntil);

/// <summary>A proof issued for the loan.</summary>
public sealed record IssuedProof(Guid Id, string DocumentNumber, DateOnly CoveredFrom, DateOnly CoveredThrough, DateTimeOffset IssuedAt, string ByName);

public sealed record PaidOut(Rupiah Amount, DateOnly ValueDate, string Reference, string ByName, DateTimeOffset At);

/// <summary>What the family would receive today after a death that is not work's, and once the waiting months are paid.</summary>
/// <param name="Today">Zero without cover.</param>
public sealed record FamilyBenefit(Rupiah Today, Rupiah Full, Citation TodayCitation, Citation FullCitation, int WaitingMonths)
{
    public bool IsFull => Today == Full;
}

/// <summary>A credit facility with its gate, its cover and its history.</summary>
public sealed record LoanDetails(
    Guid Id,
    Guid EnrollmentId,
    string EnrollmentReference,
    EnrollmentStatus EnrollmentStatus,
    AcceptanceOutcome? Outcome,
    string FullName,
    Nik Nik,
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
    CoveragePeriod? Cover,
    DateOnly Today,
    IReadOnlyList<GateCondition> Gate,
    DateOnly GateOn,
    IReadOnlyList<HorizonMonth> Horizon,
    IReadOnlyList<BillListItem> Bills,
    IReadOnlyList<PaidOut> Disbursements,
    IReadOnlyList<IssuedProof> Proofs,
    IReadOnlyList<TimelineItem> Timeline,
    FamilyBenefit Benefit,
    DeclineReason? DeclineReason,
    bool IsOwnRegistration,
    uint Version)
{
    /// <summary>What the pages offer; the service and the database still have the last word.</summary>
    public bool CanBeCleared => Status == LoanStatus.Applied && GateIsOpen && !IsOwnRegistration;

    public bool CanBePaidOut => Status is LoanStatus.Cleared or LoanStatus.Disbursed && GateIsOpen && Remaining > Rupiah.Zero;

    public bool CanBeProven => Cover is not null;

    public int? DaysLeft => Cover is { } cover ? cover.LastDay.DayNumber - Today.DayNumber : null;

    public int MetCount => Gate.Count(condition => condition.Blocks && condition.IsMet);

    public int BlockingCount => Gate.Count(condition => condition.Blocks);

    public int MonthsIn(HorizonState state) => Horizon.Count(month => month.State == state);

    public bool GateIsOpen => Gate.Where(condition => condition.Blocks).All(condition => condition.IsMet);

    public Rupiah PaidOutTotal => Disbursements.Select(row => row.Amount).Sum();

    public Rupiah Remaining => LoanAmount - PaidOutTotal;
}
