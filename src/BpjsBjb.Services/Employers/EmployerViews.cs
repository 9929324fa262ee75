using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Employers;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Loans;

namespace BpjsBjb.Services.Employers;

/// <summary>What the list of employers is narrowed to.</summary>
/// <param name="WithoutNpp">Only those BPJS has given no number yet.</param>
public sealed record EmployerFilter(LegalForm? Form, EnterpriseClass? Class, string? RegencyCode, bool WithoutNpp, int Page)
{
    public bool IsNarrowed => Form is not null || Class is not null || RegencyCode is not null || WithoutNpp;
}

/// <summary>A row of the list of employers.</summary>
public sealed record EmployerListItem(
    Guid Id, string Name, LegalForm LegalForm, EnterpriseClass Class, string? Npp, string RegencyCode, string BusinessTypeId, int RiskGroup,
    int Workers, int OpenLoans);

/// <summary>A programme an employer of this size must take, and where that stands.</summary>
public sealed record EmployerProgram(InsuranceProgram Program, bool IsMandatory, Citation Citation);

/// <summary>Somebody on the payroll in the month in view.</summary>
/// <param name="Quote">Null where the month cannot be priced.</param>
public sealed record PricedWorker(
    Guid Id, string FullName, Nik Nik, WorkerRole Role, Rupiah Wage, DateOnly ValidFrom, DateOnly? ValidTo, bool IsCovered, WageQuote? Quote,
    uint Version)
{
    public Rupiah Of(InsuranceProgram program, WagePayer payer) =>
        (Quote?.Lines ?? []).Where(line => line.Program == program && line.Payer == payer).Select(line => line.Amount).Sum();
}

/// <summary>What an employer owes for a month, worker by worker.</summary>
/// <param name="Refusals">Why the month cannot be priced; then no worker has a price.</param>
/// <param name="Notes">What a reader must know of the price besides.</param>
public sealed record EmployerMonth(
    Month Month, IReadOnlyList<InsuranceProgram> Programs, IReadOnlyList<PricedWorker> Workers, IReadOnlyList<Refusal> Refusals,
    IReadOnlyList<Refusal> Notes)
{
    public Rupiah Total => Workers.Select(worker => worker.Quote?.Total ?? Rupiah.Zero).Sum();

    public IReadOnlyList<PricedWorker> Unpaid => [.. Workers.Where(worker => !worker.IsCovered)];

    public Rupiah Due => Unpaid.Select(worker => worker.Quote?.Total ?? Rupiah.Zero).Sum();

    public Rupiah TotalOf(WagePayer payer) => Workers.Select(worker => worker.Quote?.TotalOf(payer) ?? Rupiah.Zero).Sum();

    public Rupiah TotalOf(InsuranceProgram program, WagePayer payer) => Workers.Select(worker => worker.Of(program, payer)).Sum();

    /// <summary>The rows of the law behind the price, those nobody has confirmed first.</summary>
    public IReadOnlyList<(string Name, Citation Citation)> Rules =>
    [
        .. Workers.SelectMany(worker => worker.Quote?.Lines ?? []).SelectMany(line => line.Ceiling is { } ceiling ? [line.Rate, ceiling] : new DatedRule[] { line.Rate })
            .DistinctBy(rule => (rule.GetType(), rule.Id)).Select(rule => (Quotes.RuleNames.Of(rule), rule.Citation)).OrderBy(rule => rule.Citation.IsConfirmed),
    ];
}

/// <summary>A payment already recorded.</summary>
public sealed record EmployerPaid(Month Month, int Workers, Rupiah Amount, DateOnly PaidOn, string Reference, string ByName);

/// <summary>A loan of the employer, in a line.</summary>
public sealed record EmployerLoanItem(Guid Id, string ApplicationNumber, string ProductCode, Rupiah LoanAmount, LoanStatus Status, bool GateIsOpen);

/// <summary>An employer with its workers, what a month costs and what was paid.</summary>
public sealed record EmployerDetails(
    Guid Id,
    LegalForm LegalForm,
    string Name,
    Npwp Npwp,
    Nitku? Nitku,
    string? Nib,
    string? CooperativeNumber,
    string? Npp,
    string BusinessTypeId,
    int RiskGroup,
    Rupiah Capital,
    Rupiah? AnnualSales,
    EnterpriseClass Class,
    Citation? ClassCitation,
    string RegencyCode,
    Guid OfficeId,
    Guid BpjsOfficeId,
    DateOnly Today,
    IReadOnlyList<EmployerProgram> Programs,
    EmployerMonth Month,
    IReadOnlyList<EmployerPaid> Payments,
    IReadOnlyList<EmployerLoanItem> Loans,
    bool IsOwnRegistration,
    uint Version)
{
    /// <summary>Last day whose knowledge of the law priced the month; null for everything the portal knows now.</summary>
    public DateOnly? KnownOn { get; init; }

    /// <summary>Why the day that was typed is none.</summary>
    public IReadOnlyList<Refusal> KnownOnRefusals { get; init; } = [];

    public bool IsCooperative => LegalForm == LegalForm.Cooperative;

    /// <summary>What the pages offer; the service and the database still have the last word.</summary>
    public bool NeedsNpp => Npp is null && !IsOwnRegistration;

    public bool CanBePaid => KnownOn is null && Npp is not null && !IsOwnRegistration && Month.Unpaid.Count > 0 && Month.Refusals.Count == 0;

    public StateEmployer AsTyped => new()
    {
        LegalForm = LegalForm.ToString(),
        Name = Name,
        Npwp = Npwp.Digits,
        Nitku = Nitku?.Digits,
        Nib = Nib,
        CooperativeNumber = CooperativeNumber,
        BusinessTypeId = BusinessTypeId,
        Capital = Capital.ToString(),
        AnnualSales = AnnualSales?.ToString(),
        RegencyCode = RegencyCode,
        BpjsOfficeId = BpjsOfficeId.ToString(),
    };
}

/// <summary>One worker as the form for a change shows them.</summary>
public sealed record WorkerDetails(
    Guid Id, string FullName, Nik Nik, DateOnly BirthDate, WorkerRole Role, Rupiah Wage, DateOnly ValidFrom, DateOnly? ValidTo, uint Version);

/// <summary>Where a member on the list stands with the cover they need.</summary>
public enum MemberStanding
{
    Exempt,
    Covered,

    /// <summary>Registered; the month is not paid.</summary>
    Unpaid,

    /// <summary>A case is on its way.</summary>
    InProgress,

    /// <summary>Nobody has begun to register them.</summary>
    NotRegistered,
}

/// <summary>A member on the list of a cooperative's loan.</summary>
/// <param name="CaseId">Their case at the reader's office, if there is one.</param>
public sealed record MemberItem(
    Guid Id, string FullName, Nik Nik, MemberExemption? Exemption, MemberStanding Standing, DateOnly? CoveredThrough, Guid? CaseId);

/// <summary>A worker whom a loan requires to be covered.</summary>
public sealed record WorkerItem(Guid Id, string FullName, WorkerRole Role, bool IsCovered);

/// <summary>A loan of an employer with its gate and everybody it requires covered.</summary>
public sealed record EmployerLoanDetails(
    Guid Id,
    Guid EmployerId,
    string EmployerName,
    LegalForm LegalForm,
    string? Npp,
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
    IReadOnlyList<GateCondition> Gate,
    DateOnly GateOn,
    IReadOnlyList<MemberItem> Members,
    IReadOnlyList<WorkerItem> Workers,
    IReadOnlyList<PaidOut> Disbursements,
    DateOnly Today,
    bool IsOwnRegistration,
    uint Version)
{
    /// <summary>Clearances that fell because what they rested on changed, newest first.</summary>
    public IReadOnlyList<LiftedClearance> Lifted { get; init; } = [];

    public bool IsCooperative => LegalForm == LegalForm.Cooperative;

    public IReadOnlyList<MemberItem> Required => [.. Members.Where(member => member.Exemption is null)];

    public int MembersCovered => Required.Count(member => member.Standing == MemberStanding.Covered);

    public int WorkersCovered => Workers.Count(worker => worker.IsCovered);

    public bool GateIsOpen => Gate.Where(condition => condition.Blocks).All(condition => condition.IsMet);

    /// <summary>What the pages offer; the service and the database still have the last word.</summary>
    public bool CanBeCleared => Status == LoanStatus.Applied && GateIsOpen && !IsOwnRegistration;

    public bool CanBePaidOut => Status is LoanStatus.Cleared or LoanStatus.Disbursed && GateIsOpen && Remaining > Rupiah.Zero;

    public bool HasOpenList => IsCooperative && Status == LoanStatus.Applied;

    public Rupiah PaidOutTotal => Disbursements.Select(row => row.Amount).Sum();

    public Rupiah Remaining => LoanAmount - PaidOutTotal;
}

/// <param name="ByName">Whose change it was.</param>
/// <param name="Causes">What changed, in codes parted by spaces.</param>
public sealed record LiftedClearance(string ByName, DateTimeOffset At, string Causes);
