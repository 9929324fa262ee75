using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data.Reference;
using BpjsBjb.UnitTests.Rules;
using static BpjsBjb.Domain.Rules.EnterpriseClass;
using static BpjsBjb.Domain.Rules.InsuranceProgram;
using static BpjsBjb.Domain.Rules.WagePayer;

namespace BpjsBjb.UnitTests.Contributions;

public sealed class WageQuoteTests
{
    private static readonly InsuranceProgram[] Two = [Jkk, Jkm];
    private static readonly InsuranceProgram[] Three = [Jkk, Jkm, Jht];
    private static readonly InsuranceProgram[] Four = [Jkk, Jkm, Jht, Jp];

    /// <summary>PP 44/2015, PP 45/2015, PP 46/2015: the printed percentages on a wage of Rp10,000,000.</summary>
    public static readonly TheoryData<int, long, long> Groups = new()
    {
        // risk group, JKK (0.24, 0.54, 0.89, 1.27, 1.74 %), month in full
        { 1, 24_000, 924_000 },
        { 2, 54_000, 954_000 },
        { 3, 89_000, 989_000 },
        { 4, 127_000, 1_027_000 },
        { 5, 174_000, 1_074_000 },
    };

    /// <summary>PP 45/2015 art. 29: first and last month of each ceiling, and what a wage above it costs for JP.</summary>
    public static readonly TheoryData<string, string, long, long, long, bool> Ceilings = new()
    {
        // first month, last month, ceiling, employer's 2 %, worker's 1 %, confirmed
        { "2015-07", "2016-02", 7_000_000, 140_000, 70_000, false },
        { "2016-03", "2017-02", 7_335_300, 146_706, 73_353, false },
        { "2017-03", "2018-02", 7_703_500, 154_070, 77_035, false },
        { "2018-03", "2019-02", 8_094_000, 161_880, 80_940, false },
        { "2019-03", "2020-02", 8_512_400, 170_248, 85_124, false },
        { "2020-03", "2021-02", 8_939_700, 178_794, 89_397, false },
        { "2021-03", "2022-02", 8_754_600, 175_092, 87_546, false },
        { "2022-03", "2023-02", 9_077_600, 181_552, 90_776, false },
        { "2023-03", "2024-02", 9_559_600, 191_192, 95_596, true },
        { "2024-03", "2025-02", 10_042_300, 200_846, 100_423, true },
        { "2025-03", "2026-02", 10_547_400, 210_948, 105_474, true },
        { "2026-03", "2027-02", 11_086_300, 221_726, 110_863, true },
    };

    /// <summary>Perpres 109/2013 art. 6(3).</summary>
    public static readonly TheoryData<EnterpriseClass, InsuranceProgram[], string[]> Duties = new()
    {
        // class, programmes asked for, mandatory ones that are missing
        { Micro, [], ["JKK", "JKM"] },
        { Micro, [Jkk], ["JKM"] },
        { Micro, Two, [] },
        { Micro, Four, [] },
        { Small, Two, ["JHT"] },
        { Small, Three, [] },
        { Small, [Jht], ["JKK", "JKM"] },
        { Medium, Two, ["JHT", "JP"] },
        { Medium, Three, ["JP"] },
        { Medium, Four, [] },
        { Large, [], ["JKK", "JKM", "JHT", "JP"] },
        { Large, Three, ["JP"] },
        { Large, Four, [] },
        { Large, [Jkk, Jkm, Jht, Jp, Jkp], [] },
    };

    [Theory, MemberData(nameof(Groups))]
    public void A_wage_costs_the_printed_percentages(int group, long jkk, long total)
    {
        var quote = Quote(Question(10_000_000, Large, Four) with { RiskGroup = group });

        Assert.Equal(
            [
                (Jkk, Employer, jkk), (Jkm, Employer, 30_000L), (Jht, Employer, 370_000L), (Jht, Worker, 200_000L),
                (Jp, Employer, 200_000L), (Jp, Worker, 100_000L), (Jkp, Employer, 0L),
            ],
            quote.Lines.Select(line => (line.Program, line.Payer, line.Amount.Amount)));
        Assert.Equal(new Rupiah(total), quote.Total);
        Assert.Equal(new Rupiah(300_000), quote.TotalOf(Worker));
    }

    [Theory, MemberData(nameof(Ceilings))]
    public void Jp_is_paid_up_to_the_ceiling_of_the_month(string first, string last, long ceiling, long employer, long worker, bool confirmed)
    {
        foreach (var month in new[] { MonthOf(first), MonthOf(last) })
        {
            var jp = Quote(Question(50_000_000, Large, Four) with { FirstMonth = month }).Lines.Where(line => line.Program == Jp).ToList();

            Assert.All(jp, line => Assert.Equal(new Rupiah(ceiling), line.Basis));
            Assert.All(jp, line => Assert.Equal(confirmed, line.Ceiling!.IsConfirmed));
            Assert.Equal([employer, worker], jp.Select(line => line.Amount.Amount));
        }
    }

    [Theory]
    [InlineData(11_086_299, 11_086_299)]
    [InlineData(11_086_300, 11_086_300)]
    [InlineData(11_086_301, 11_086_300)]
    public void A_wage_at_the_ceiling_counts_in_full(long wage, long basis)
    {
        var lines = Quote(Question(wage, Large, Four)).Lines;

        Assert.All(lines.Where(line => line.Program == Jp), line => Assert.Equal(new Rupiah(basis), line.Basis));
        Assert.All(lines.Where(line => line.Program != Jp), line => Assert.Equal(new Rupiah(wage), line.Basis));
    }

    [Fact]
    public void Each_month_is_priced_by_its_own_ceiling()
    {
        var quote = Quote(Question(12_000_000, Large, Four) with { FirstMonth = new Month(2026, 2), Months = 3 });

        // 28,800 + 36,000 + 444,000 + 240,000 are the same each month; JP is 3 % of 10,547,400, then of 11,086,300.
        Assert.Equal(new Rupiah(1_065_222), quote.TotalOf(new Month(2026, 2)));
        Assert.Equal(new Rupiah(1_081_389), quote.TotalOf(new Month(2026, 3)));
        Assert.Equal(new Rupiah(1_081_389), quote.TotalOf(new Month(2026, 4)));
        Assert.Equal(new Rupiah(3_228_000), quote.Total);
    }

    /// <summary>The example of the employers' manual: one worker of group V less, at 5,000,000, lowers the bill by Rp102,000.</summary>
    [Fact]
    public void The_example_of_the_employers_manual_comes_out() =>
        Assert.Equal(new Rupiah(102_000), Quote(Question(5_000_000, Micro, Two) with { RiskGroup = 5 }).Total);

    [Fact]
    public void Fractions_are_summed_before_they_are_rounded_and_the_lines_still_add_up()
    {
        var quote = Quote(Question(12_345_678, Large, Four));

        Assert.Equal([2_962_963, 3_703_703, 45_679_009, 24_691_356, 22_172_600, 11_086_300, 0], quote.Lines.Select(line => line.Sen));
        Assert.Equal([29_630, 37_037, 456_790, 246_913, 221_726, 110_863, 0], quote.Lines.Select(line => line.Amount.Amount));
        Assert.Equal(new Rupiah(1_102_959), quote.Total);
        Assert.Contains(WageQuote.RoundingUnconfirmed, quote.Notes);
        Assert.False(quote.IsConfirmed);
    }

    [Fact]
    public void Half_a_rupiah_and_half_a_sen_are_rounded_up()
    {
        var halfRupiah = Quote(Question(1_002_500, Micro, Two));
        var halfSen = Quote(Question(1_000_025, Micro, Two) with { RiskGroup = 2 });

        Assert.Equal([240_600, 300_750, 0], halfRupiah.Lines.Select(line => line.Sen));
        Assert.Equal([2_406, 3_008, 0], halfRupiah.Lines.Select(line => line.Amount.Amount));
        Assert.Equal([540_014, 300_008, 0], halfSen.Lines.Select(line => line.Sen));
    }

    [Fact]
    public void Whole_amounts_need_no_rounding_and_no_note() =>
        Assert.DoesNotContain(WageQuote.RoundingUnconfirmed, Quote(Question(12_000_000, Large, Four)).Notes);

    [Theory, MemberData(nameof(Duties))]
    public void The_size_of_the_employer_says_which_programmes_it_must_take(EnterpriseClass employer, InsuranceProgram[] programs, string[] missing)
    {
        var quote = WageQuote.For(Question(4_000_000, employer, programs), Shipped.Rules);

        Assert.Equal(missing, quote.Refusals.Select(refusal => (string)refusal.Values!.Single()));
        Assert.All(quote.Refusals, refusal => Assert.Equal(("wage.program-missing", "Programs"), (refusal.Code, refusal.Field)));
    }

    [Theory]
    [InlineData(2021, 2, null, null)]
    [InlineData(2021, 3, 46, 22)]
    [InlineData(2025, 2, 46, 22)]
    [InlineData(2025, 3, 36, 22)]
    [InlineData(2026, 11, 36, 22)]
    public void Jkp_costs_nothing_and_says_what_pays_for_it(int year, int month, int? whole, int? state)
    {
        var quote = Quote(Question(4_000_000, Micro, Two) with { FirstMonth = new Month(year, month) });
        var jkp = quote.Lines.Where(line => line.Program == Jkp).ToList();
        var notes = quote.Notes.Where(note => note.Code == WageQuote.JkpRecomposed.Code).ToList();

        Assert.Equal(whole is null ? 0 : 1, jkp.Count);
        Assert.All(jkp, line => Assert.Equal(Rupiah.Zero, line.Amount));
        Assert.Equal(whole is null ? [] : [(whole / 100m, state / 100m)], notes.Select(note => ((decimal?)note.Values![0], (decimal?)note.Values[1])));
        Assert.All(quote.Notes, note => Assert.True(note.IsWarning));
    }

    [Fact]
    public void Months_after_the_next_ceiling_is_due_are_priced_by_the_last_one_and_say_so()
    {
        var question = Question(12_000_000, Large, Four) with { FirstMonth = new Month(2027, 2) };
        var february = Quote(question);
        var march = Quote(question with { Months = 2 });

        Assert.DoesNotContain(february.Notes, note => note.Code == WageQuote.CeilingOutdated.Code);
        Assert.Equal([new DateOnly(2027, 3, 1)], Assert.Single(march.Notes, note => note.Code == WageQuote.CeilingOutdated.Code).Values);
        Assert.Equal([false, true], march.Lines.Where(line => line is { Program: Jp, Payer: Worker }).Select(line => line.IsProvisional));
    }

    [Theory]
    [InlineData(0, 1, 1, "wage.not-positive")]
    [InlineData(-1, 1, 1, "wage.not-positive")]
    [InlineData(long.MaxValue, 1, 1, "rupiah.too-large")]
    [InlineData(4_000_000, 0, 1, "wage.risk-group-unknown")]
    [InlineData(4_000_000, 6, 1, "wage.risk-group-unknown")]
    [InlineData(4_000_000, 1, 0, "wage.months-out-of-range")]
    [InlineData(4_000_000, 1, 121, "wage.months-out-of-range")]
    public void What_cannot_be_priced_is_refused(long wage, int group, int months, string code)
    {
        var quote = WageQuote.For(Question(wage, Micro, Two) with { RiskGroup = group, Months = months }, Shipped.Rules);

        Assert.Equal([code], quote.Refusals.Select(refusal => refusal.Code));
    }

    [Fact]
    public void Every_reason_is_given_at_once() => Assert.Equal(
        ["wage.not-positive", "wage.months-out-of-range", "wage.risk-group-unknown"],
        WageQuote.For(Question(0, Micro, Two) with { RiskGroup = 9, Months = 0 }, Shipped.Rules).Refusals.Select(refusal => refusal.Code));

    [Fact]
    public void The_end_of_the_calendar_is_refused_and_not_passed() => Assert.Equal(
        ["wage.months-out-of-range"],
        WageQuote.For(Question(4_000_000, Micro, Two) with { FirstMonth = new Month(9999, 12), Months = 2 }, Shipped.Rules)
            .Refusals.Select(refusal => refusal.Code));

    [Fact]
    public void A_month_before_the_regulations_is_named_once_a_programme()
    {
        var quote = WageQuote.For(Question(4_000_000, Micro, Two) with { FirstMonth = new Month(2015, 5), Months = 3 }, Shipped.Rules);

        Assert.Equal(
            [("wage.month-without-rule", "JKK", "2015-05"), ("wage.month-without-rule", "JKM", "2015-05")],
            quote.Refusals.Select(refusal => (refusal.Code, refusal.Values![0].ToString()!, refusal.Values[1].ToString()!)));
    }

    [Fact]
    public void A_programme_no_article_names_for_the_size_is_not_allowed()
    {
        var rules = With(Shipped.Rules, duties: [.. Shipped.Rules.WageProgramDuties.Where(duty => duty.IsMandatory)]);

        var quote = WageQuote.For(Question(4_000_000, Micro, Three), rules);

        Assert.Equal([("wage.program-not-allowed", (object)"JHT")], quote.Refusals.Select(refusal => (refusal.Code, refusal.Values![0])));
    }

    [Fact]
    public void A_missing_share_is_a_hole_and_not_a_cheaper_bill()
    {
        var rules = With(Shipped.Rules, rates: [.. Shipped.Rules.WageRates.Select(rate => rate is { Program: Jht, Payer: Worker }
            ? new WageRate
            {
                Id = rate.Id, Program = Jht, Payer = Worker, Hundredths = rate.Hundredths, ValidFrom = rate.ValidFrom,
                ValidTo = new DateOnly(2026, 10, 31), Regulation = rate.Regulation, Article = rate.Article,
            }
            : rate)]);

        Assert.False(WageQuote.For(Question(4_000_000, Small, Three) with { FirstMonth = new Month(2026, 10) }, rules).IsRefused);
        Assert.Equal(
            [("wage.month-without-rule", (object)"JHT")],
            WageQuote.For(Question(4_000_000, Small, Three), rules).Refusals.Select(refusal => (refusal.Code, refusal.Values![0])));
    }

    [Fact]
    public void Every_line_names_its_row_and_its_article() => Assert.All(
        Quote(Question(12_000_000, Large, Four)).Lines,
        line =>
        {
            Assert.True(line.Rate.AppliesOn(line.Month.FirstDay));
            Assert.NotEmpty(line.Rate.Citation.Regulation);
            Assert.NotEmpty(line.Rate.Citation.Article);
            Assert.Equal(line.Program == Jp, line.Ceiling is not null);
        });

    [Fact]
    public void Each_of_the_191_business_types_has_a_risk_group_with_a_rate()
    {
        var counts = ReferenceSheets.BusinessTypes.GroupBy(type => type.RiskGroup).OrderBy(group => group.Key).Select(group => (group.Key, group.Count()));

        Assert.Equal([(1, 23), (2, 25), (3, 96), (4, 23), (5, 24)], counts);
        Assert.All(ReferenceSheets.BusinessTypes, type =>
            Assert.Single(Shipped.Rules.WageRatesOf(Jkk, type.RiskGroup, new DateOnly(2026, 11, 22))));
    }

    private static WageQuestion Question(long wage, EnterpriseClass employer, InsuranceProgram[] programs) =>
        new(employer, RiskGroup: 1, new Rupiah(wage), programs, new Month(2026, 11), Months: 1);

    private static WageQuote Quote(WageQuestion question) => WageQuote.For(question, Shipped.Rules).Value;

    private static Month MonthOf(string iso) => Month.Of(DateOnly.ParseExact(iso + "-01", "yyyy-MM-dd", null));

    private static RuleBook With(RuleBook book, IReadOnlyList<WageProgramDuty>? duties = null, IReadOnlyList<WageRate>? rates = null) =>
        Shipped.With(book, book.Superseded, duties ?? book.WageProgramDuties, rates ?? book.WageRates, book.JpWageCeilings, book.Brackets);
}
