using BpjsBjb.Domain.Common;

namespace BpjsBjb.UnitTests.Common;

public sealed class MonthTests
{
    [Theory]
    [InlineData(2026, 11, 0, 2026, 11)]
    [InlineData(2026, 11, 1, 2026, 12)]
    [InlineData(2026, 11, 2, 2027, 1)]
    [InlineData(2026, 11, 14, 2028, 1)]
    [InlineData(2026, 1, -1, 2025, 12)]
    [InlineData(2026, 12, -12, 2025, 12)]
    public void Months_are_added_across_years(int year, int month, int months, int thenYear, int thenMonth)
    {
        var then = new Month(year, month).Plus(months);

        Assert.Equal((thenYear, thenMonth), (then.Year, then.Number));
        Assert.Equal(months, then.Since(new Month(year, month)));
    }

    [Theory]
    [InlineData(2026, 2, 28)]
    [InlineData(2028, 2, 29)]
    [InlineData(2026, 11, 30)]
    [InlineData(2026, 12, 31)]
    public void A_month_ends_on_its_last_day(int year, int month, int lastDay)
    {
        Assert.Equal(new DateOnly(year, month, lastDay), new Month(year, month).LastDay);
        Assert.Equal(new DateOnly(year, month, 1), new Month(year, month).FirstDay);
    }

    [Fact]
    public void A_date_belongs_to_its_month() => Assert.Equal(new Month(2026, 11), Month.Of(new DateOnly(2026, 11, 30)));

    [Fact]
    public void Months_have_an_order()
    {
        Assert.True(new Month(2026, 12) < new Month(2027, 1));
        Assert.True(new Month(2026, 12) >= new Month(2026, 12));
        Assert.Equal([new Month(2025, 12), new Month(2026, 1)], new[] { new Month(2026, 1), new Month(2025, 12) }.Order());
    }

    [Fact]
    public void A_month_is_written_year_first() => Assert.Equal("2026-03", new Month(2026, 3).ToString());

    [Theory]
    [InlineData("2026-10")]
    [InlineData("10-2026")]
    [InlineData("10/2026")]
    [InlineData("Oktober 2026")]
    [InlineData(" okt 2026 ")]
    [InlineData("October 2026")]
    [InlineData("31-10-2026")]
    public void A_month_is_read_as_people_type_it(string typed) => Assert.Equal(new Month(2026, 10), TypedMonth.Parse(typed).Value);

    [Theory]
    [InlineData("", "month.missing")]
    [InlineData("2026-13", "month.not-a-month")]
    [InlineData("2026", "month.not-a-month")]
    [InlineData("sepuluh", "month.not-a-month")]
    [InlineData("00-2026", "month.not-a-month")]
    public void What_is_no_month_is_refused(string typed, string code) =>
        Assert.Equal(code, Assert.Single(TypedMonth.Parse(typed).Refusals).Code);
}
