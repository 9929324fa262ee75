using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Csr;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Services.Csr;

/// <summary>From the commitment to the last month, rupiah; each from its own rows.</summary>
/// <param name="Bound">What allocations say they cost: proposed, approved or paid.</param>
/// <param name="Items">The same, person by person.</param>
/// <param name="Months">The same, month by month.</param>
/// <param name="Covered">The months of what was paid to BPJS.</param>
public sealed record CsrLedger(
    Rupiah Commitment, Rupiah Donated, Rupiah Returned, Rupiah Bound, Rupiah Items, Rupiah Months, Rupiah Proposed, Rupiah Approved, Rupiah Billed,
    Rupiah Paid, Rupiah Covered, int PersonMonths, Rupiah Unspent)
{
    /// <summary>What is missing or too much between two steps; all zero, always.</summary>
    public IReadOnlyList<(string Step, Rupiah Difference)> Differences =>
    [
        ("People", Items - Bound),
        ("Months", Months - Bound),
        ("Steps", Proposed + Approved + Billed + Paid - Bound),
        ("Covered", Covered - Paid),
        ("Unspent", Donated - Returned - Bound - Unspent),
    ];

    public bool AddsUp => Differences.All(step => step.Difference == Rupiah.Zero);
}

public sealed record CsrFundListItem(
    Guid Id, string Number, string Name, string Donor, MembershipCode Code, Month FirstMonth, int Months, Rupiah Commitment, Rupiah Donated, Rupiah Unspent,
    int Workers, int PersonMonths, int WithoutNextPayer)
{
    public DateOnly EndsOn => FirstMonth.Plus(Months - 1).LastDay;
}

public sealed record CsrDonorChoice(Guid Id, string Name, DonorKind Kind);

/// <param name="Share">Basis points of the budget.</param>
/// <param name="Workers">With months bound by an allocation that stands.</param>
public sealed record CsrFundRegion(string Code, int Share, int Candidates, int Workers, int PersonMonths, Rupiah Spent);

public sealed record CsrDonation(Guid Id, string Number, DonationDirection Direction, Rupiah Amount, DateOnly PaidOn, string Reference, string ByName, DateTimeOffset At);

/// <param name="IsLooked">Every row was looked at; before that nothing is counted.</param>
public sealed record CsrListItem(
    Guid Id, string FileName, int Rows, int Accepted, int Warned, int Refused, string Status, string ByName, DateTimeOffset At, bool HasFile, bool IsLooked)
{
    public bool IsPlanned => Status == "Planned";
}

public sealed record CsrAllocationItem(
    Guid Id, string Number, AllocationStatus Status, Month FirstMonth, int Months, Rupiah Budget, int Workers, int PersonMonths, Rupiah Total,
    bool IsHandedOver, bool IsBilled, bool IsPaid, DateTimeOffset At);

/// <param name="IsGone">A scanned list of names was let go of with the last name of its fund.</param>
public sealed record CsrDocument(Guid Id, CsrDocumentKind Kind, PaperFormat Format, string ByName, DateTimeOffset At, bool IsGone);

/// <summary>What today's unspent money would buy, by sector.</summary>
public sealed record CsrConversion(ContributionSector Sector, Rupiah PerWorker, int Workers, Rupiah Remainder, bool IsConfirmed);

public sealed record CsrFundDetails(
    Guid Id, string Number, string Name, Guid DonorId, string Donor, DonorKind DonorKind, MembershipCode Code, string AgreementNumber, DateOnly AgreementOn,
    Month FirstMonth, int Months, CsrRemainder Remainder, Guid OfficeId, Guid BpjsOfficeId, string ByName, DateTimeOffset RegisteredAt, CsrLedger Ledger,
    int Workers, int WithoutNextPayer, IReadOnlyList<CsrFundRegion> Regions, IReadOnlyList<CsrDonation> Donations, IReadOnlyList<CsrListItem> Lists,
    IReadOnlyList<CsrAllocationItem> Allocations, IReadOnlyList<CsrDocument> Documents, IReadOnlyList<CsrConversion> Conversions, int TargetMonths,
    int NextPayerDays)
{
    public DateOnly EndsOn => FirstMonth.Plus(Months - 1).LastDay;

    /// <summary>Too few months to count for the BPJS branch's own target: of money that is no government's.</summary>
    public bool IsBelowTarget => Months < TargetMonths && CsrFund.PayerOf(Code) == ContributionPayer.Csr;
}

/// <summary>What one month costs in a sector, and by which rows.</summary>
public sealed record CsrPriceRow(Month Month, ContributionSector Sector, InsuranceProgram Program, Rupiah Gross, int DiscountPercent, Rupiah Amount, bool IsConfirmed);

public sealed record CsrSkipped(OtherPayer Payer, int People, int Months, bool AfterProposal);

public sealed record CsrApproval(string Institution, string ByName, DateTimeOffset At);

public sealed record CsrBill(Guid Id, string Number, int PersonMonths, Rupiah Total, DateOnly DueOn, string ByName, DateTimeOffset At, DateOnly? PaidOn, string? Reference);

public sealed record CsrException(LateReason Reason, string ByName, DateTimeOffset At, ExceptionVerdict? Verdict, string? DecidedByName);

public sealed record CsrNextPayerCount(NextPayer? Payer, int People);

/// <param name="Chosen">People the money reaches; <paramref name="Workers"/> of them have their months so far.</param>
/// <param name="IsFilled">False while months of a large allocation are still being bound.</param>
public sealed record CsrAllocationDetails(
    Guid Id, string Number, Guid FundId, string FundNumber, string FundName, string Donor, MembershipCode Code, AllocationStatus Status, Month FirstMonth,
    int Months, Rupiah Budget, int Workers, int PersonMonths, Rupiah Total, int Chosen, bool IsFilled, int CoveredElsewhere, int Waiting, Guid ProposedBy, string ByName,
    DateTimeOffset ProposedAt, AllocationEnd? Ended, string? EndedByName, IReadOnlyList<CsrPriceRow> Prices, IReadOnlyList<CsrSkipped> Skipped,
    IReadOnlyList<CsrApproval> Approvals, IReadOnlyList<CsrFundRegion> Regions, string? HandoverNumber, DateOnly? HandedOverOn, CsrBill? Bill,
    CsrException? Exception, IReadOnlyList<CsrNextPayerCount> NextPayers, DateOnly Today, int TargetMonths, int NextPayerDays)
{
    public bool IsFilling => !IsFilled && Status == AllocationStatus.Proposed;

    public DateOnly EndsOn => FirstMonth.Plus(Months - 1).LastDay;

    public bool IsPaid => Bill?.PaidOn is not null;

    public bool IsLate => Bill is { PaidOn: null } bill && Today > bill.DueOn;

    public bool IsBelowTarget => Months < TargetMonths && CsrFund.PayerOf(Code) == ContributionPayer.Csr;

    /// <summary>From this day each person has a next payer on record.</summary>
    public DateOnly NextPayersFrom => EndsOn.AddDays(-NextPayerDays);

    public Rupiah Remainder => Budget - Total;
}

/// <param name="Nik">Masked, but in the list that is handed over.</param>
public sealed record CsrPerson(
    Guid CandidateId, string Nik, string FullName, string OccupationCode, string RegionCode, int Months, Rupiah Amount, NextPayer? NextPayer, int Benefits)
{
    /// <summary>In the list that is handed over alone: with it a donor finds the person's months in its signed list.</summary>
    public string? Code { get; init; }
}

/// <summary>Which people of an allocation are shown.</summary>
public sealed record CsrPeopleFilter(bool OnlyWithoutNextPayer = false, string? RegionCode = null, int Page = 1);

public sealed record CsrListDetails(CsrListItem Item, Guid FundId, string FundNumber, string FundName);
