using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Domain.Csr;

public enum DonorKind
{
    Bank,
    Company,
    Government,
    Village,
    Individuals,
}

/// <summary>BPJS's own code of who pays for a vulnerable worker (procedure book, p. 67).</summary>
public enum MembershipCode
{
    /// <summary>A bank.</summary>
    SB,

    /// <summary>Another company.</summary>
    SC,

    /// <summary>A government, out of its budget.</summary>
    SG,

    /// <summary>A village, out of its own budget (APBDes).</summary>
    SD,

    /// <summary>A village, out of the regional budget (APBD).</summary>
    SA,

    /// <summary>A village, out of other money.</summary>
    SL,
}

/// <summary>What the agreement says of money that buys no whole worker.</summary>
public enum CsrRemainder
{
    /// <summary>Stays in the fund for the next allocation.</summary>
    Kept,

    /// <summary>Goes back to the donor (refunds to donors are by agreement: Perdir 22/PERDIR.02/072022, BPU 10c).</summary>
    Returned,
}

public enum DonationDirection
{
    In,

    /// <summary>Given back to the donor.</summary>
    Back,
}

public enum CsrDocumentKind
{
    Agreement,
    NameList,
    Handover,
    Other,
}

/// <summary>What can be amiss with a donor, its fund and its money. The database has the last word on all but what was typed.</summary>
public static class CsrFund
{
    /// <summary>Basis points: the whole.</summary>
    public const int Whole = 10_000;

    /// <summary>Most months a fund pays for.</summary>
    public const int MostMonths = 60;

    public const int LongestName = 150;
    public const int LongestAgreement = 60;

    public static readonly Refusal Unknown = new("csr.fund-unknown");
    public static readonly Refusal DonorMissing = new("csr.donor-missing");
    public static readonly Refusal DonorKindMissing = new("csr.donor-kind-missing");
    public static readonly Refusal NameMissing = new("csr.name-missing");
    public static readonly Refusal CodeMissing = new("csr.code-missing");
    public static readonly Refusal CodeNotOfDonor = new("csr.code-not-of-donor");
    public static readonly Refusal AgreementMissing = new("csr.agreement-missing");
    public static readonly Refusal AgreementUsed = new("csr.agreement-used");
    public static readonly Refusal MonthsOutOfRange = new("csr.months-out-of-range");
    public static readonly Refusal RemainderMissing = new("csr.remainder-missing");
    public static readonly Refusal RegionMissing = new("csr.region-missing");
    public static readonly Refusal RegionTwice = new("csr.region-twice");
    public static readonly Refusal ShareNotANumber = new("csr.share-not-a-number");
    public static readonly Refusal SharesNotWhole = new("csr.shares-not-whole");
    public static readonly Refusal OfficeMissing = new("csr.office-missing");
    public static readonly Refusal OfficeNotYours = new("csr.office-not-yours");
    public static readonly Refusal BudgetIsZero = new("csr.amount-is-zero");
    public static readonly Refusal AboveCommitment = new("csr.above-commitment");
    public static readonly Refusal AboveUnspent = new("csr.above-unspent");
    public static readonly Refusal RemainderIsKept = new("csr.remainder-is-kept");
    public static readonly Refusal InTheFuture = new("csr.in-the-future");
    public static readonly Refusal ReferenceMissing = new("csr.reference-missing");
    public static readonly Refusal ReferenceUsed = new("csr.reference-used");
    public static readonly Refusal DirectionMissing = new("csr.direction-missing");
    public static readonly Refusal ChangedMeanwhile = new("csr.changed-meanwhile");

    /// <summary>State budgets earn no discount (PP 50/2025); a company's money does, which the regulation does not say in so many words.</summary>
    public static ContributionPayer PayerOf(MembershipCode code) => code is MembershipCode.SG or MembershipCode.SD or MembershipCode.SA
        ? ContributionPayer.StateBudget
        : ContributionPayer.Csr;

    /// <summary>Which codes a kind of donor may have.</summary>
    public static bool Fits(MembershipCode code, DonorKind kind) => kind switch
    {
        DonorKind.Bank => code == MembershipCode.SB,
        DonorKind.Company or DonorKind.Individuals => code == MembershipCode.SC,
        DonorKind.Government => code is MembershipCode.SG or MembershipCode.SA,
        _ => code is MembershipCode.SD or MembershipCode.SA or MembershipCode.SL,
    };

    /// <summary>A share as typed, 60 or 12,5, in basis points; null where it is none between a hundredth and a hundred per cent.</summary>
    public static int? ParseShare(string? text)
    {
        var typed = (text ?? "").Trim().TrimEnd('%').TrimEnd().Replace(',', '.');
        return decimal.TryParse(typed, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var percent)
            && percent is > 0 and <= 100 && percent * 100 == decimal.Truncate(percent * 100)
            ? (int)(percent * 100)
            : null;
    }
}
