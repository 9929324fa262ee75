using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Domain.Csr;

public enum AllocationStatus
{
    Proposed,
    Approved,
    Refused,
    Cancelled,
}

public enum AllocationEnd
{
    WrongPeople,
    WrongMonths,
    WrongBudget,
    DonorPaysLate,
    DonorWithdrew,
}

/// <summary>Who pays a month that a fund therefore does not.</summary>
public enum OtherPayer
{
    /// <summary>The person, with or without a loan.</summary>
    Loan,
    Employer,

    /// <summary>The same fund, by an earlier allocation.</summary>
    Fund,
    OtherFund,
}

/// <summary>Who pays when the fund no longer does.</summary>
public enum NextPayer
{
    Participant,
    Village,
    AnotherFund,

    /// <summary>Nobody: cover ends, and is counted so.</summary>
    None,
}

public enum LateReason
{
    DonorBudgetLate,
    BankTransferLate,
    ListLate,
}

public enum ExceptionVerdict
{
    Granted,
    Refused,
}

public enum CsrBenefitKind
{
    /// <summary>JKM, to the family.</summary>
    Death,

    /// <summary>JKK.</summary>
    Accident,
}

/// <summary>What can be amiss between a proposal and its last month.</summary>
public static class CsrAllocation
{
    public static readonly Refusal Unknown = new("csr.allocation-unknown");
    public static readonly Refusal MonthIsPast = new("csr.month-is-past");
    public static readonly Refusal OutsideFund = new("csr.outside-fund");
    public static readonly Refusal NoPrice = new("csr.no-price");
    public static readonly Refusal NobodyToCover = new("csr.nobody-to-cover");
    public static readonly Refusal BudgetBuysNobody = new("csr.budget-buys-nobody");
    public static readonly Refusal BeingFilled = new("csr.being-filled");
    public static readonly Refusal Decided = new("csr.allocation-decided");
    public static readonly Refusal OwnProposal = new("csr.own-proposal");
    public static readonly Refusal NeedsTwo = new("csr.needs-two");
    public static readonly Refusal ApprovedByInstitution = new("csr.approved-by-institution");
    public static readonly Refusal NotYours = new("csr.not-yours");
    public static readonly Refusal EndMissing = new("csr.end-missing");
    public static readonly Refusal NotApproved = new("csr.not-approved");
    public static readonly Refusal NotHandedOver = new("csr.not-handed-over");
    public static readonly Refusal HandedOver = new("csr.handed-over");
    public static readonly Refusal Billed = new("csr.billed");
    public static readonly Refusal NothingLeft = new("csr.nothing-left");
    public static readonly Refusal OwnBill = new("csr.own-bill");
    public static readonly Refusal AlreadyPaid = new("csr.already-paid");
    public static readonly Refusal NotPaid = new("csr.not-paid");
    public static readonly Refusal PaidLate = new("csr.paid-late");
    public static readonly Refusal NotLate = new("csr.not-late");
    public static readonly Refusal LateReasonMissing = new("csr.late-reason-missing");
    public static readonly Refusal ExceptionAsked = new("csr.exception-asked");
    public static readonly Refusal ExceptionDecided = new("csr.exception-decided");
    public static readonly Refusal OwnException = new("csr.own-exception");
    public static readonly Refusal VerdictMissing = new("csr.verdict-missing");
    public static readonly Refusal NextPayerMissing = new("csr.next-payer-missing");
    public static readonly Refusal NobodyChosen = new("csr.nobody-chosen");
    public static readonly Refusal BenefitKindMissing = new("csr.benefit-kind-missing");
    public static readonly Refusal BenefitUsed = new("csr.benefit-used");
    public static readonly Refusal BenefitOrder = new("csr.benefit-order");
    public static readonly Refusal EventNotCovered = new("csr.event-not-covered");
}

/// <summary>What one worker costs a fund, month by month, by the rows of the law of each month.</summary>
/// <param name="Lines">JKK and JKM of each month, at the lowest base.</param>
public sealed record CsrPrice(ContributionSector Sector, IReadOnlyList<ContributionLine> Lines)
{
    /// <summary>Rupiah for one worker over all months.</summary>
    public Rupiah Total => Lines.Select(line => line.Amount).Sum();

    public bool IsConfirmed => Lines.All(line => line.Rate.IsConfirmed && line.Discount is null or { IsConfirmed: true });

    /// <summary>Prices a worker without wage at the lowest base; null where the book has no row for a month.</summary>
    public static CsrPrice? For(ContributionSector sector, ContributionPayer payer, Month first, int months, RuleBook rules)
    {
        if (!Enumerable.Range(0, months).All(offset => rules.Prices(first.Plus(offset)))) return null;

        List<ContributionLine> lines = [];
        for (var month = first; month < first.Plus(months); month = month.Plus(1))
        {
            var lowest = rules.Brackets.Where(row => row.AppliesOn(month.FirstDay)).Min(row => row.IncomeFrom);
            lines.AddRange(ContributionQuote.For(
                new ContributionQuestion(lowest, ParticipantCategory.SelfEmployed, sector, payer, WithJht: false, month, Months: 1), rules).Lines);
        }

        return new CsrPrice(sector, lines);
    }

    /// <summary>How many workers an amount covers, and what is left over.</summary>
    public (int Workers, Rupiah Remainder) Cover(Rupiah amount)
    {
        var workers = (int)Math.Min(int.MaxValue, amount.Amount / Total.Amount);
        return (workers, new Rupiah(amount.Amount - (workers * Total.Amount)));
    }
}
