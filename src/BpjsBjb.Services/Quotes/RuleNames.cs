using System.Globalization;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Services.Quotes;

/// <summary>Names a row of the law by what it is about and the day it begins: the same in every database, and readable.</summary>
internal static class RuleNames
{
    public static string Of(DatedRule rule)
    {
        var about = rule switch
        {
            ContributionBracket bracket => $"bpu-bracket-{bracket.Number.ToString("00", CultureInfo.InvariantCulture)}",
            FlatContribution flat => $"bpu-flat-{Word(flat.Program)}",
            ContributionDiscount discount =>
                $"discount-{Word(discount.Program)}-{Word(discount.Category)}-{Word(discount.Sector)}-{Word(discount.Payer)}",
            WageRate { RiskGroup: { } group } rate => string.Create(CultureInfo.InvariantCulture, $"pu-{Word(rate.Program)}-group-{group}-{Word(rate.Payer)}"),
            WageRate rate => $"pu-{Word(rate.Program)}-{Word(rate.Payer)}",
            JpWageCeiling => "pu-jp-ceiling",
            JkpShare share => $"pu-jkp-from-{Word(share.Source)}",
            _ => rule.GetType().Name,
        };
        return $"{about}/{rule.ValidFrom.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
    }

    public static string CitationOf(DatedRule rule) => $"{rule.Regulation}, {rule.Article}";

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
