using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Cover;
using BpjsBjb.Domain.Participations;

namespace BpjsBjb.UnitTests.Cover;

public sealed class HorizonTests
{
    private static readonly CoverRules Rules = new(GraceMonths: 3, WaitingMonths: 3, EndsSoonDays: 30, LastChanceDays: 14);

    /// <summary>Strip and outlook say what a walk from month to month says, over a thousand invented histories.</summary>
    [Fact]
    public void A_thousand_histories_are_told_as_a_walk_from_month_to_month_tells_them()
    {
        var random = new Random(20261126);
        for (var history = 0; history < 1_000; history++)
        {
            var current = new Month(2026, 1).Plus(random.Next(12));
            var paid = MonthWalker.Invented(random, current);
            var walker = new MonthWalker(paid, Rules.GraceMonths);
            var covered = paid.Select(month => month.FirstDay).ToHashSet();
            var first = current.Plus(-random.Next(0, 30));
            var term = random.Next(6, 61);
            var today = current.FirstDay.AddDays(random.Next(28));

            var strip = Horizon.Of(first, term, covered, current, Rules.GraceMonths);
            var outlook = CoverOutlook.Of(today, hasCard: true, covered, Rules);

            Assert.Equal(Enumerable.Range(0, term).Select(first.Plus), strip.Select(month => month.Month));
            Assert.All(strip, month => Assert.Equal(walker.StateOf(month.Month, current), month.State));
            Assert.Equal(walker.UncoveredAhead(first, term, current), strip.UncoveredAhead(current));
            Assert.Equal(walker.Through(current)?.LastDay, outlook.CoveredThrough);
            Assert.Equal(walker.Arrears(current), outlook.Missed.Count);
            Assert.Equal(walker.IsCovered(current), outlook.Status == ParticipationStatus.Active);
            Assert.Equal(
                walker.StateOf(current, current) switch
                {
                    HorizonState.Covered => outlook.DaysLeft <= Rules.EndsSoonDays ? CoverAlert.EndsSoon : CoverAlert.None,
                    HorizonState.Grace => outlook.DaysLeft <= Rules.LastChanceDays ? CoverAlert.LastChance : CoverAlert.Missed,
                    HorizonState.Gap => CoverAlert.Ended,
                    _ => CoverAlert.None,
                },
                outlook.Alert);
        }
    }

    /// <summary>
    /// A family settles the arrears after the death: too late. Fourteen days before the loss, the end of the paid month, the warning stands there and
    /// names the day.
    /// </summary>
    [Fact]
    public void Before_cover_ends_the_debtor_is_warned_that_arrears_after_a_death_may_not_help()
    {
        var outlook = CoverOutlook.Of(new DateOnly(2026, 8, 17), hasCard: true, Paid(new(2026, 3), 6), Rules);

        Assert.Equal(CoverAlert.EndsSoon, outlook.Alert);
        Assert.Equal((new DateOnly(2026, 8, 31), 14), (outlook.CoveredThrough, outlook.DaysLeft));
        Assert.True(outlook.HasFullBenefit);

        var afterwards = CoverOutlook.Of(new DateOnly(2026, 9, 5), hasCard: true, Paid(new(2026, 3), 6), Rules);
        Assert.Equal(CoverAlert.Missed, afterwards.Alert);
        Assert.False(afterwards.HasFullBenefit);
        Assert.Equal([new Month(2026, 9)], afterwards.Missed);
    }

    /// <summary>A payment after more than three missed months is a new registration. Fourteen days before that, the last chance stands there.</summary>
    [Fact]
    public void Before_the_third_missed_month_is_over_the_last_chance_is_named_with_what_is_lost()
    {
        var covered = Paid(new(2026, 3), 6);

        var outlook = CoverOutlook.Of(new DateOnly(2026, 11, 16), hasCard: true, covered, Rules);

        Assert.Equal(CoverAlert.LastChance, outlook.Alert);
        Assert.Equal((new DateOnly(2026, 11, 30), 14), (outlook.ArrearsUntil, outlook.DaysLeft));
        Assert.Equal([new Month(2026, 9), new Month(2026, 10), new Month(2026, 11)], outlook.Missed);
        Assert.True(outlook.FullBenefitKept <= new Month(2026, 11)); // the run goes on: full at once
        Assert.Equal((new Month(2026, 12), new Month(2027, 2)), (outlook.Anew, outlook.FullBenefitAnew));

        var late = CoverOutlook.Of(new DateOnly(2026, 12, 1), hasCard: true, covered, Rules);
        Assert.Equal((CoverAlert.Ended, ParticipationStatus.Ended), (late.Alert, late.Status));
        Assert.Empty(late.Missed);
        Assert.Equal((new Month(2026, 12), new Month(2027, 2)), (late.Anew, late.FullBenefitAnew));
    }

    [Theory]
    [InlineData("2026-10-31", CoverAlert.EndsSoon, 30)] // covered through 30 November
    [InlineData("2026-10-30", CoverAlert.None, 31)]
    [InlineData("2026-11-30", CoverAlert.EndsSoon, 0)]
    [InlineData("2026-12-01", CoverAlert.Missed, 89)] // arrears until 28 February
    [InlineData("2027-02-13", CoverAlert.Missed, 15)]
    [InlineData("2027-02-14", CoverAlert.LastChance, 14)]
    [InlineData("2027-02-28", CoverAlert.LastChance, 0)]
    public void The_days_left_set_how_loud_the_warning_is(string today, CoverAlert alert, int daysLeft)
    {
        var outlook = CoverOutlook.Of(DateOnly.ParseExact(today, "yyyy-MM-dd"), hasCard: true, Paid(new(2026, 1), 11), Rules);

        Assert.Equal((alert, daysLeft), (outlook.Alert, outlook.DaysLeft));
    }

    [Fact]
    public void Who_never_paid_has_nothing_to_lose_yet()
    {
        var outlook = CoverOutlook.Of(new DateOnly(2026, 11, 26), hasCard: true, new HashSet<DateOnly>(), Rules);

        Assert.Equal((CoverAlert.None, ParticipationStatus.AwaitingPayment), (outlook.Alert, outlook.Status));
        Assert.Null(outlook.DaysLeft);
        Assert.Equal((new Month(2026, 11), new Month(2027, 1)), (outlook.Anew, outlook.FullBenefitAnew));
    }

    [Theory]
    [InlineData(120_000_000, 24, 24, 120_000_000)]
    [InlineData(120_000_000, 24, 12, 60_000_000)]
    [InlineData(100_000_000, 36, 7, 19_444_444)] // whole rupiah, downwards
    [InlineData(100_000_000, 36, 0, 0)]
    [InlineData(100_000_000, 36, 40, 100_000_000)]
    public void Without_a_report_the_principal_is_taken_as_repaid_in_equal_parts(long paidOut, int term, int left, long owed) =>
        Assert.Equal(owed, LoanBalance.Estimate(new Rupiah(paidOut), term, left).Amount);

    private static HashSet<DateOnly> Paid(Month first, int months) => [.. Enumerable.Range(0, months).Select(i => first.Plus(i).FirstDay)];
}
