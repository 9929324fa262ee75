using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Rules;
using BpjsBjb.UnitTests.Rules;
using static BpjsBjb.Domain.Rules.ContributionPayer;
using static BpjsBjb.Domain.Rules.ContributionSector;
using static BpjsBjb.Domain.Rules.ParticipantCategory;

namespace BpjsBjb.UnitTests.Contributions;

/// <summary>PP 50/2025: half of JKK and JKM, by sector and contribution month. Prices are those of base Rp2,600,000.</summary>
public sealed class DiscountTests
{
    private static readonly (int Year, int Month)[] BoundaryMonths =
        [(2025, 12), (2026, 1), (2026, 3), (2026, 4), (2026, 12), (2027, 1), (2027, 3), (2027, 4)];

    /// <summary>JKK and JKM together in each boundary month.</summary>
    private static readonly (ContributionSector, ParticipantCategory, ContributionPayer, long[])[] Prices =
    [
        //                                         Dec 25  Jan 26  Mar 26  Apr 26  Dec 26  Jan 27  Mar 27  Apr 27
        (Transport, SelfEmployed, Participant, [32_800, 16_400, 16_400, 16_400, 16_400, 16_400, 16_400, 32_800]),
        (Transport, SelfEmployed, Csr,         [32_800, 16_400, 16_400, 16_400, 16_400, 16_400, 16_400, 32_800]),
        (Transport, SelfEmployed, StateBudget, [32_800, 32_800, 32_800, 32_800, 32_800, 32_800, 32_800, 32_800]),
        (Transport, Employer,     Participant, [32_800, 32_800, 32_800, 32_800, 32_800, 32_800, 32_800, 32_800]),
        (Transport, Employer,     Csr,         [32_800, 32_800, 32_800, 32_800, 32_800, 32_800, 32_800, 32_800]),
        (Transport, Employer,     StateBudget, [32_800, 32_800, 32_800, 32_800, 32_800, 32_800, 32_800, 32_800]),
        (Other,     SelfEmployed, Participant, [32_800, 32_800, 32_800, 16_400, 16_400, 32_800, 32_800, 32_800]),
        (Other,     SelfEmployed, Csr,         [32_800, 32_800, 32_800, 16_400, 16_400, 32_800, 32_800, 32_800]),
        (Other,     SelfEmployed, StateBudget, [32_800, 32_800, 32_800, 32_800, 32_800, 32_800, 32_800, 32_800]),
        (Other,     Employer,     Participant, [32_800, 32_800, 32_800, 32_800, 32_800, 32_800, 32_800, 32_800]),
        (Other,     Employer,     Csr,         [32_800, 32_800, 32_800, 32_800, 32_800, 32_800, 32_800, 32_800]),
        (Other,     Employer,     StateBudget, [32_800, 32_800, 32_800, 32_800, 32_800, 32_800, 32_800, 32_800]),
    ];

    public static TheoryData<ContributionSector, ParticipantCategory, ContributionPayer, int, int, long> MonthByMonth
    {
        get
        {
            var rows = new TheoryData<ContributionSector, ParticipantCategory, ContributionPayer, int, int, long>();
            foreach (var (sector, category, payer, prices) in Prices)
            {
                foreach (var ((year, month), price) in BoundaryMonths.Zip(prices))
                {
                    rows.Add(sector, category, payer, year, month, price);
                }
            }

            return rows;
        }
    }

    public static readonly TheoryData<ContributionSector, int, int, int, long> Prepayments = new()
    {
        // sector, first month, how many months, total of JKK and JKM
        { Other, 2026, 11, 12, 360_800 },     // 2 × 16,400 + 10 × 32,800
        { Other, 2026, 12, 1, 16_400 },
        { Other, 2026, 12, 2, 49_200 },       // 16,400 + 32,800
        { Other, 2026, 3, 2, 49_200 },        // 32,800 + 16,400
        { Transport, 2027, 1, 6, 147_600 },   // 3 × 16,400 + 3 × 32,800
        { Transport, 2026, 11, 12, 311_600 }, // 5 × 16,400 + 7 × 32,800
        { Transport, 2025, 12, 3, 65_600 },   // 32,800 + 2 × 16,400
    };

    [Theory, MemberData(nameof(MonthByMonth))]
    public void Jkk_and_jkm_cost_half_only_where_the_regulation_says_so(
        ContributionSector sector, ParticipantCategory category, ContributionPayer payer, int year, int month, long price)
    {
        var quote = Quote(sector, category, payer, new Month(year, month));

        var withoutJht = quote.Lines.Where(line => line.Program != InsuranceProgram.Jht).Select(line => line.Amount).Sum();
        Assert.Equal(new Rupiah(price), withoutJht);
    }

    [Theory, MemberData(nameof(MonthByMonth))]
    public void Jht_is_never_discounted(
        ContributionSector sector, ParticipantCategory category, ContributionPayer payer, int year, int month, long price)
    {
        var quote = Quote(sector, category, payer, new Month(year, month), withJht: true);

        Assert.Equal(new Rupiah(52_000), Assert.Single(quote.Lines, line => line.Program == InsuranceProgram.Jht).Amount);
        Assert.Equal(new Rupiah(price + 52_000), quote.Total);
    }

    [Theory, MemberData(nameof(Prepayments))]
    public void A_prepayment_prices_every_month_by_its_own_row(
        ContributionSector sector, int year, int month, int months, long total) =>
        Assert.Equal(new Rupiah(total), Quote(sector, SelfEmployed, Participant, new Month(year, month), months: months).Total);

    [Fact]
    public void A_year_bought_in_november_2026_starts_at_the_discounted_month()
    {
        var quote = Quote(Other, SelfEmployed, Participant, new Month(2026, 11), months: 12);

        Assert.Equal(new Rupiah(16_400), quote.FirstMonthTotal);
        Assert.Equal(new Rupiah(16_400), quote.TotalOf(new Month(2026, 12)));
        Assert.Equal(new Rupiah(32_800), quote.TotalOf(new Month(2027, 1)));
        Assert.Equal(24, quote.Lines.Count);
    }

    [Fact]
    public void A_discounted_line_names_its_rate_row_and_its_discount_row()
    {
        var line = Quote(Other, SelfEmployed, Participant, new Month(2026, 11)).Lines[0];

        Assert.Equal(new Rupiah(26_000), line.Gross);
        Assert.Equal(50, line.DiscountPercent);
        Assert.Equal("PP 50/2025", line.Discount?.Regulation);
        Assert.Equal(9, Assert.IsType<ContributionBracket>(line.Rate).Number);
    }

    [Fact]
    public void The_lowest_price_is_8_400_with_the_discount_and_16_800_without()
    {
        Assert.Equal(new Rupiah(8_400), Quote(Other, SelfEmployed, Csr, new Month(2026, 12), income: 0).Total);
        Assert.Equal(new Rupiah(16_800), Quote(Other, SelfEmployed, Csr, new Month(2027, 1), income: 0).Total);
    }

    [Theory]
    [InlineData(Transport, 2026, 11)]
    [InlineData(Other, 2026, 11)]
    [InlineData(Other, 2027, 4)]
    public void An_employer_pays_at_least_36_800_because_jht_is_compulsory(ContributionSector sector, int year, int month)
    {
        var quote = Quote(sector, Employer, Participant, new Month(year, month), income: 0);

        Assert.Equal([InsuranceProgram.Jkk, InsuranceProgram.Jkm, InsuranceProgram.Jht], quote.Programs);
        Assert.Equal(new Rupiah(36_800), quote.Total);
    }

    [Theory]
    [InlineData(SelfEmployed, Csr)]
    [InlineData(Employer, Participant)]
    public void A_price_that_rests_on_a_reading_of_our_own_is_not_confirmed(ParticipantCategory category, ContributionPayer payer)
    {
        var quote = Quote(Other, category, payer, new Month(2026, 11));

        Assert.False(quote.IsConfirmed);
        Assert.False(quote.Lines[0].Discount?.IsConfirmed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void No_price_for_no_months(int months) => Assert.Throws<ArgumentOutOfRangeException>(
        () => Quote(Other, SelfEmployed, Participant, new Month(2026, 11), months: months));

    private static ContributionQuote Quote(
        ContributionSector sector, ParticipantCategory category, ContributionPayer payer, Month first, bool withJht = false,
        int months = 1, long income = 2_600_000) =>
        ContributionQuote.For(
            new ContributionQuestion(new Rupiah(income), category, sector, payer, withJht, first, months), Shipped.Rules);
}
