using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Domain.Stack;

/// <summary>What a claim on a guarantee asks for; rows are dated, for one scheme or for all.</summary>
public enum GuaranteeDemand
{
    CertificateCopy,
    CreditAgreement,
    PayoutEvidence,
    ArrearsStatement,
    DebtorCovered,

    /// <summary>Days after the certificate's last day in which a claim is still taken.</summary>
    ClaimWindow,
}

/// <summary>One condition of a claim on a guarantee.</summary>
public enum ClaimCondition
{
    NotEnded,
    HasBegun,
    PremiumPaid,
    LoanPaidOut,
    CertificateCopy,
    CreditAgreement,
    PayoutEvidence,
    ArrearsStatement,
    DebtorCovered,
    ClaimWindow,
}

/// <summary>A demand as it stands on a day.</summary>
/// <param name="Days">Of a claim window only.</param>
public sealed record GuaranteeDemandRule(GuaranteeDemand Demand, int? Days, Citation Citation);

/// <summary>Whether a condition is met, and by which rule it is one; null where it follows from the certificate itself.</summary>
public sealed record ClaimCheck(ClaimCondition Condition, bool IsMet, Citation? Citation);

/// <summary>The file of a guarantee on a day: claimable or not, and what is missing.</summary>
public sealed record GuaranteeClaimFile(IReadOnlyList<ClaimCheck> Checks)
{
    public bool IsClaimable => Checks.All(check => check.IsMet);

    public IEnumerable<ClaimCheck> Missing => Checks.Where(check => !check.IsMet);

    /// <param name="isCovered">Whether the debtor's cover holds this month; null where it is not one person's.</param>
    /// <param name="inTheFile">The kinds of papers that are in the file.</param>
    public static GuaranteeClaimFile Of(
        LayerOnRecord layer, bool hasEnded, bool isPaidOut, bool? isCovered, IReadOnlySet<GuaranteeDemand> inTheFile,
        IEnumerable<GuaranteeDemandRule> demands, DateOnly today) => new(
        [
            new(ClaimCondition.NotEnded, !hasEnded, null),
            new(ClaimCondition.HasBegun, today >= layer.ValidFrom, null),
            new(ClaimCondition.PremiumPaid, layer.IsPremiumPaid, null),
            new(ClaimCondition.LoanPaidOut, isPaidOut, null),
            .. demands.OrderBy(rule => rule.Demand).Select(rule => new ClaimCheck(
                Enum.Parse<ClaimCondition>(rule.Demand.ToString()),
                rule.Demand switch
                {
                    GuaranteeDemand.DebtorCovered => isCovered != false,
                    GuaranteeDemand.ClaimWindow => today <= layer.ValidTo.AddDays(rule.Days!.Value),
                    _ => inTheFile.Contains(rule.Demand),
                },
                rule.Citation)),
        ]);
}
