using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data.Reference;

namespace BpjsBjb.UnitTests.Rules;

public sealed class RuleSheetsTests
{
    public static readonly TheoryData<string> Sheets =
    [
        "contribution_brackets", "flat_contributions", "contribution_discounts", "program_duties", "prepayment_terms",
        "participation_duties", "evidence_duties", "product_guarantees", "limits", "enterprise_classes", "benefits", "privacy_notices", "retention_rules",
        "wage_rates", "jp_wage_ceilings", "wage_program_duties", "jkp_shares", "claim_items",
    ];

    private static readonly RuleBook Rules = Shipped.Rules;

    private static readonly IReadOnlyList<DatedRule>[] Kinds =
    [
        Rules.Brackets, Rules.FlatContributions, Rules.Discounts, Rules.ProgramDuties, Rules.PrepaymentTerms,
        Rules.ParticipationDuties, Rules.EvidenceDuties, Rules.ProductGuarantees, Rules.Limits, Rules.EnterpriseClasses, Rules.Benefits, Rules.PrivacyNotices, Rules.RetentionRules,
        Rules.WageRates, Rules.JpWageCeilings, Rules.WageProgramDuties, Rules.JkpShares, Rules.ClaimItems,
    ];

    [Fact]
    public void No_two_rows_answer_the_same_question_on_the_same_day()
    {
        NeverOverlap(Rules.Brackets, row => row.IncomeFrom);
        NeverOverlap(Rules.Brackets, row => row.Number);
        NeverOverlap(Rules.FlatContributions, row => row.Program);
        NeverOverlap(Rules.Discounts, row => (row.Program, row.Category, row.Sector, row.Payer));
        NeverOverlap(Rules.ProgramDuties, row => (row.Category, row.Program));
        NeverOverlap(Rules.PrepaymentTerms, row => row.Months);
        NeverOverlap(Rules.EvidenceDuties, row => row.ProductCode);
        NeverOverlap(Rules.ProductGuarantees, row => row.ProductCode);
        NeverOverlap(Rules.Limits, row => row.Kind);
        NeverOverlap(Rules.EnterpriseClasses, row => row.Class);
        NeverOverlap(Rules.Benefits, row => row.Kind);
        NeverOverlap(Rules.PrivacyNotices, row => row.Number);
        NeverOverlap(Rules.RetentionRules, row => row.Purpose);
        NeverOverlap(Rules.WageRates, row => (row.Program, row.Payer, row.RiskGroup));
        NeverOverlap(Rules.JpWageCeilings, _ => 0);
        NeverOverlap(Rules.WageProgramDuties, row => (row.Class, row.Program));
        NeverOverlap(Rules.JkpShares, row => row.Source);
        NeverOverlap(Rules.ClaimItems, row => (row.Kind, row.Item));
    }

    [Fact]
    public void No_two_duties_of_a_product_share_an_amount_on_the_same_day() =>
        Assert.All(Pairs(Rules.ParticipationDuties), pair => Assert.False(
            pair.One.ProductCode == pair.Other.ProductCode && SameDay(pair.One, pair.Other) && SameAmount(pair.One, pair.Other),
            $"{pair.One.Id} and {pair.Other.Id}"));

    [Fact]
    public void Every_row_names_its_regulation_and_article() =>
        Assert.All(Kinds.SelectMany(rows => rows), row =>
        {
            Assert.NotEmpty(row.Regulation.Trim());
            Assert.NotEmpty(row.Article.Trim());
        });

    [Fact]
    public void Every_row_starts_before_it_ends_and_was_recorded_when_the_sheet_was_read() =>
        Assert.All(Kinds.SelectMany(rows => rows), row =>
        {
            Assert.True(row.ValidTo is null || row.ValidFrom <= row.ValidTo, $"{row.GetType().Name} {row.Id}");
            Assert.Equal(Shipped.RecordedAt, row.RecordedAt);
        });

    [Fact]
    public void The_ids_of_a_sheet_are_unique() =>
        Assert.All(Kinds, rows => Assert.Equal(rows.Count, rows.Select(row => row.Id).Distinct().Count()));

    [Theory, MemberData(nameof(Sheets))]
    public void A_row_that_is_not_confirmed_says_why(string sheet)
    {
        var file = $"{typeof(RuleSheets).Namespace}.rules.{sheet}.csv";
        using var reader = new StreamReader(typeof(RuleSheets).Assembly.GetManifestResourceStream(file)!);
        var rows = reader.ReadToEnd().Split('\n');

        Assert.EndsWith(",confirmed,note", rows[0], StringComparison.Ordinal);
        Assert.DoesNotContain(rows, row => row.EndsWith(",false,", StringComparison.Ordinal));
    }

    [Fact]
    public void There_are_33_brackets_and_their_lower_bounds_rise_with_their_numbers()
    {
        var brackets = Rules.Brackets.OrderBy(row => row.Number).ToList();

        Assert.Equal(Enumerable.Range(1, 33), brackets.Select(row => row.Number));
        Assert.Equal(brackets, brackets.OrderBy(row => row.IncomeFrom));
        Assert.Equal(Rupiah.Zero, brackets[0].IncomeFrom);
    }

    [Fact]
    public void The_carry_over_of_the_kur_duties_into_permenko_7_2025_is_not_confirmed() =>
        Assert.All(Rules.ParticipationDuties.Where(row => row.ProductCode.StartsWith("KUR-", StringComparison.Ordinal)), row =>
        {
            Assert.False(row.IsConfirmed);
            Assert.Contains("Permenko 7/2025", row.Article, StringComparison.Ordinal);
        });

    [Fact]
    public void Products_and_the_products_of_duties_are_the_same() =>
        Assert.Equal(
            ReferenceSheets.LoanProducts.Select(product => product.Code).Order(StringComparer.Ordinal),
            Rules.ParticipationDuties.Select(row => row.ProductCode).Distinct().Order(StringComparer.Ordinal));

    private static void NeverOverlap<T, TKey>(IReadOnlyList<T> rows, Func<T, TKey> key)
        where T : DatedRule =>
        Assert.All(Pairs(rows), pair => Assert.False(
            Equals(key(pair.One), key(pair.Other)) && SameDay(pair.One, pair.Other),
            $"{typeof(T).Name} {pair.One.Id} and {pair.Other.Id}"));

    private static IEnumerable<(T One, T Other)> Pairs<T>(IReadOnlyList<T> rows) =>
        rows.SelectMany((one, i) => rows.Skip(i + 1).Select(other => (one, other)));

    private static bool SameDay(DatedRule one, DatedRule other) =>
        one.ValidFrom <= (other.ValidTo ?? DateOnly.MaxValue) && other.ValidFrom <= (one.ValidTo ?? DateOnly.MaxValue);

    private static bool SameAmount(ParticipationDuty one, ParticipationDuty other) =>
        (other.AmountUpTo is null || one.AmountAbove < other.AmountUpTo)
        && (one.AmountUpTo is null || other.AmountAbove < one.AmountUpTo);
}
