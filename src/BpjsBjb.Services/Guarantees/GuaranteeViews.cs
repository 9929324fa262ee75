using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Domain.Stack;
using BpjsBjb.Services.Loans;

namespace BpjsBjb.Services.Guarantees;

/// <summary>A scheme of a guarantor as forms offer it.</summary>
public sealed record SchemeChoice(string Code, string Name, decimal? CoverPercent, bool IsConfirmed);

/// <summary>A source of funding as forms offer it.</summary>
public sealed record FundingChoice(string Code, string Name, Citation Citation);

/// <summary>Who lends the bank the money of a loan, as it was last said.</summary>
public sealed record FundingNow(string Code, string Name, string ByName, DateTimeOffset At);

/// <summary>A paper in the file of a guarantee; its content is opened apart.</summary>
/// <param name="IsErased">The paper went with the file of its debtor; that it was there stays.</param>
public sealed record GuaranteeDocument(Guid Id, GuaranteeDemand Kind, PaperFormat Format, bool IsErased, string ByName, DateTimeOffset At);

/// <summary>A layer of guarantee with its file.</summary>
/// <param name="Stacked">Null once it has ended.</param>
public sealed record GuaranteeDetails(
    Guid Id,
    int Layer,
    SchemeChoice Scheme,
    int Share,
    string CertificateNumber,
    Rupiah Premium,
    DateOnly ValidFrom,
    DateOnly ValidTo,
    string ByName,
    DateTimeOffset At,
    DateOnly? PremiumPaidOn,
    string? PremiumReference,
    GuaranteeEnd? Ended,
    DateOnly? EndedOn,
    string? EndedByName,
    StackedLayer? Stacked,
    GuaranteeClaimFile File,
    IReadOnlyList<GuaranteeDocument> Documents);

/// <summary>The guarantees of a loan, its stack, and what stands beside it.</summary>
/// <param name="Debtor">The person or the employer who borrows.</param>
/// <param name="BalanceOn">The day of the reported balance; null where what is owed is an estimate, or nothing is paid out yet.</param>
/// <param name="Benefit">What the family may expect; null where the debtor is an employer.</param>
public sealed record LoanGuarantees(
    Guid LoanId,
    string ApplicationNumber,
    string ProductCode,
    string Debtor,
    bool IsEmployer,
    Rupiah LoanAmount,
    LoanStatus Status,
    bool IsClosed,
    DateOnly Today,
    DateOnly? BalanceOn,
    LoanStack Stack,
    IReadOnlyList<GuaranteeDetails> Guarantees,
    ProductGuarantee? Demanded,
    FundingNow? Funding,
    IReadOnlyList<FundingChoice> Sources,
    IReadOnlyList<SchemeChoice> Schemes,
    FamilyBenefit? Benefit,
    Rupiah? WorkAccidentBenefit)
{
    public bool IsPaidOut => Status == LoanStatus.Disbursed;

    /// <summary>Who funds a loan is said before its first payout.</summary>
    public bool CanBeFunded => Status is LoanStatus.Applied or LoanStatus.Cleared;

    public bool TakesLayers => Status != LoanStatus.Cancelled && !IsClosed;
}

/// <summary>A paid-out loan in the stack of the reader's scope.</summary>
public sealed record StackListItem(
    Guid LoanId, string ApplicationNumber, string Debtor, string ProductCode, Rupiah Outstanding, DateOnly? BalanceOn, bool? IsCovered, int Layers,
    int Standing, Rupiah Guaranteed, Rupiah Residual);

/// <summary>The stack of a branch, or of all there is.</summary>
/// <param name="Fallen">Loans with a layer that does not stand today.</param>
public sealed record StackSum(Guid? OfficeId, int Loans, int Fallen, Rupiah Outstanding, Rupiah Guaranteed, Rupiah Residual);

/// <summary>The stack of the reader's scope: its sum, each branch, and the loans behind one of them.</summary>
public sealed record StackOverview(StackSum Whole, IReadOnlyList<StackSum> Branches);
