using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Rules;
using BpjsBjb.UnitTests.Rules;

namespace BpjsBjb.UnitTests.Contributions;

public sealed class BracketTests
{
    /// <summary>
    /// PP 44/2015 Lampiran II and PP 46/2015: bounds and bases as a public secondary source restates them, amounts worked
    /// out from them by hand. Still to be compared with the printed annex.
    /// </summary>
    public static readonly TheoryData<long, long, long, long, long, long, long> Annex = new()
    {
        // income from, income to, base, JKK, JHT, two programmes, three programmes
        { 0, 1_099_000, 1_000_000, 10_000, 20_000, 16_800, 36_800 },
        { 1_100_000, 1_299_000, 1_200_000, 12_000, 24_000, 18_800, 42_800 },
        { 1_300_000, 1_499_000, 1_400_000, 14_000, 28_000, 20_800, 48_800 },
        { 1_500_000, 1_699_000, 1_600_000, 16_000, 32_000, 22_800, 54_800 },
        { 1_700_000, 1_899_000, 1_800_000, 18_000, 36_000, 24_800, 60_800 },
        { 1_900_000, 2_099_000, 2_000_000, 20_000, 40_000, 26_800, 66_800 },
        { 2_100_000, 2_299_000, 2_200_000, 22_000, 44_000, 28_800, 72_800 },
        { 2_300_000, 2_499_000, 2_400_000, 24_000, 48_000, 30_800, 78_800 },
        { 2_500_000, 2_699_000, 2_600_000, 26_000, 52_000, 32_800, 84_800 },
        { 2_700_000, 3_199_000, 2_950_000, 29_500, 59_000, 36_300, 95_300 },
        { 3_200_000, 3_699_000, 3_450_000, 34_500, 69_000, 41_300, 110_300 },
        { 3_700_000, 4_199_000, 3_950_000, 39_500, 79_000, 46_300, 125_300 },
        { 4_200_000, 4_699_000, 4_450_000, 44_500, 89_000, 51_300, 140_300 },
        { 4_700_000, 5_199_000, 4_950_000, 49_500, 99_000, 56_300, 155_300 },
        { 5_200_000, 5_699_000, 5_450_000, 54_500, 109_000, 61_300, 170_300 },
        { 5_700_000, 6_199_000, 5_950_000, 59_500, 119_000, 66_300, 185_300 },
        { 6_200_000, 6_699_000, 6_450_000, 64_500, 129_000, 71_300, 200_300 },
        { 6_700_000, 7_199_000, 6_950_000, 69_500, 139_000, 76_300, 215_300 },
        { 7_200_000, 7_699_000, 7_450_000, 74_500, 149_000, 81_300, 230_300 },
        { 7_700_000, 8_199_000, 7_950_000, 79_500, 159_000, 86_300, 245_300 },
        { 8_200_000, 9_199_000, 8_700_000, 87_000, 174_000, 93_800, 267_800 },
        { 9_200_000, 10_199_000, 9_700_000, 97_000, 194_000, 103_800, 297_800 },
        { 10_200_000, 11_199_000, 10_700_000, 107_000, 214_000, 113_800, 327_800 },
        { 11_200_000, 12_199_000, 11_700_000, 117_000, 234_000, 123_800, 357_800 },
        { 12_200_000, 13_199_000, 12_700_000, 127_000, 254_000, 133_800, 387_800 },
        { 13_200_000, 14_199_000, 13_700_000, 137_000, 274_000, 143_800, 417_800 },
        { 14_200_000, 15_199_000, 14_700_000, 147_000, 294_000, 153_800, 447_800 },
        { 15_200_000, 16_199_000, 15_700_000, 157_000, 314_000, 163_800, 477_800 },
        { 16_200_000, 17_199_000, 16_700_000, 167_000, 334_000, 173_800, 507_800 },
        { 17_200_000, 18_199_000, 17_700_000, 177_000, 354_000, 183_800, 537_800 },
        { 18_200_000, 19_199_000, 18_700_000, 187_000, 374_000, 193_800, 567_800 },
        { 19_200_000, 20_199_000, 19_700_000, 197_000, 394_000, 203_800, 597_800 },
        { 20_200_000, 50_000_000, 20_700_000, 207_000, 414_000, 213_800, 627_800 },
    };

    public static readonly TheoryData<long, long> BetweenPrintedRows = new()
    {
        // income, base of the lower row
        { 0, 1_000_000 },
        { 999_999, 1_000_000 },
        { 1_099_500, 1_000_000 },
        { 1_099_999, 1_000_000 },
        { 1_299_001, 1_200_000 },
        { 2_699_999, 2_600_000 },
        { 3_199_500, 2_950_000 },
        { 8_199_999, 7_950_000 },
        { 20_199_999, 19_700_000 },
        { 20_200_000, 20_700_000 },
        { 50_000_000, 20_700_000 },
    };

    /// <summary>No discount applies: PP 50/2025 ends with December 2026 outside transport.</summary>
    private static readonly Month FullPrice = new(2027, 1);

    [Fact]
    public void The_annex_has_33_rows() => Assert.Equal(33, Annex.Count);

    [Theory, MemberData(nameof(Annex))]
    public void Each_bracket_costs_what_the_annex_says(
        long from, long to, long contributionBase, long jkk, long jht, long twoProgrammes, long threeProgrammes)
    {
        foreach (var income in new[] { from, to })
        {
            var three = Quote(income, withJht: true);

            Assert.All(three.Lines, line => Assert.Equal(new Rupiah(contributionBase), line.Base));
            Assert.Equal(new Rupiah(jkk), AmountOf(three, InsuranceProgram.Jkk));
            Assert.Equal(new Rupiah(6_800), AmountOf(three, InsuranceProgram.Jkm));
            Assert.Equal(new Rupiah(jht), AmountOf(three, InsuranceProgram.Jht));
            Assert.Equal(new Rupiah(threeProgrammes), three.Total);
            Assert.Equal(new Rupiah(twoProgrammes), Quote(income, withJht: false).Total);
        }
    }

    [Theory, MemberData(nameof(BetweenPrintedRows))]
    public void An_income_between_two_rows_belongs_to_the_lower_one(long income, long contributionBase) =>
        Assert.Equal(new Rupiah(contributionBase), Quote(income, withJht: false).FirstBracket.Base);

    [Fact]
    public void A_month_before_the_annex_has_no_price() =>
        Assert.Throws<InvalidOperationException>(
            () => Shipped.Rules.BracketFor(new Rupiah(2_000_000), new DateOnly(2015, 6, 30)));

    private static ContributionQuote Quote(long income, bool withJht) => ContributionQuote.For(
        new ContributionQuestion(
            new Rupiah(income), ParticipantCategory.SelfEmployed, ContributionSector.Other, ContributionPayer.Participant,
            withJht, FullPrice, Months: 1),
        Shipped.Rules);

    private static Rupiah AmountOf(ContributionQuote quote, InsuranceProgram program) =>
        Assert.Single(quote.Lines, line => line.Program == program).Amount;
}
