using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Services.Contributions;

/// <summary>From a bill back to the rows of the law it was priced by.</summary>
internal static class BilledRows
{
    /// <summary>The moment whose knowledge priced a bill; the first the portal has where it was issued before that.</summary>
    public static DateTimeOffset WhenIssued(this RuleBook book, Bill bill) => bill.IssuedAt > book.FirstKnownAt ? bill.IssuedAt : book.FirstKnownAt;

    /// <summary>A stored line with its rows in the wording of a moment.</summary>
    public static ContributionLine LineOf(this RuleBook book, BillLine line, DateTimeOffset knownAt) => new(
        Month.Of(line.Month),
        line.Program,
        line.Base,
        line.Gross,
        line.DiscountPercent,
        line.Amount,
        line.Program == InsuranceProgram.Jkm
            ? book.Wording(book.FlatContributions, line.RateRuleId, knownAt)
            : book.Wording(book.Brackets, line.RateRuleId, knownAt),
        line.DiscountRuleId is { } discount ? book.Wording(book.Discounts, discount, knownAt) : null);
}
