using BpjsBjb.Domain.Common;

namespace BpjsBjb.UnitTests.Common;

public sealed class TypedDateTests
{
    [Theory]
    [InlineData("21-03-1988")]
    [InlineData("21-3-1988")]
    [InlineData("21/03/1988")]
    [InlineData("21/3/1988")]
    [InlineData("21.3.1988")]
    [InlineData("21 3 1988")]
    [InlineData("21031988")]
    [InlineData("1988-03-21")]
    [InlineData("21 Maret 1988")]
    [InlineData("21 maret 1988")]
    [InlineData("21 MAR 1988")]
    [InlineData("21  March  1988")]
    [InlineData("  21-03-1988 ")]
    public void The_21st_of_march_1988_is_read_in_every_form(string typed) =>
        Assert.Equal(new DateOnly(1988, 3, 21), TypedDate.Parse(typed).Value);

    [Theory]
    [InlineData("1 Januari 2026", 1)]
    [InlineData("1 Februari 2026", 2)]
    [InlineData("1 April 2026", 4)]
    [InlineData("1 Mei 2026", 5)]
    [InlineData("1 May 2026", 5)]
    [InlineData("1 Juni 2026", 6)]
    [InlineData("1 Juli 2026", 7)]
    [InlineData("1 Agustus 2026", 8)]
    [InlineData("1 Agu 2026", 8)]
    [InlineData("1 Aug 2026", 8)]
    [InlineData("1 September 2026", 9)]
    [InlineData("1 Okt 2026", 10)]
    [InlineData("1 October 2026", 10)]
    [InlineData("1 November 2026", 11)]
    [InlineData("1 Des 2026", 12)]
    [InlineData("1 December 2026", 12)]
    public void Month_names_are_read_in_both_languages(string typed, int month) =>
        Assert.Equal(new DateOnly(2026, month, 1), TypedDate.Parse(typed).Value);

    [Theory]
    [InlineData("29-02-1992")]
    [InlineData("29-02-2000")]
    public void A_leap_day_is_a_date_in_a_leap_year(string typed) => Assert.False(TypedDate.Parse(typed).IsRefused);

    [Theory]
    [InlineData(null, "date.missing")]
    [InlineData("  ", "date.missing")]
    [InlineData("29-02-1993", "date.not-a-date")]
    [InlineData("29-02-1900", "date.not-a-date")]
    [InlineData("31-11-1990", "date.not-a-date")]
    [InlineData("03-21-1988", "date.not-a-date")]
    [InlineData("00-03-1988", "date.not-a-date")]
    [InlineData("21-00-1988", "date.not-a-date")]
    [InlineData("21-03-88", "date.not-a-date")]
    [InlineData("210388", "date.not-a-date")]
    [InlineData("19880321", "date.not-a-date")]
    [InlineData("1988/03/21", "date.not-a-date")]
    [InlineData("1988-3-21", "date.not-a-date")]
    [InlineData("21-03-1899", "date.not-a-date")]
    [InlineData("21-03-2200", "date.not-a-date")]
    [InlineData("21 Mart 1988", "date.not-a-date")]
    [InlineData("21 Ma 1988", "date.not-a-date")]
    [InlineData("Maret 1988", "date.not-a-date")]
    [InlineData("21-03-1988 10:00", "date.not-a-date")]
    [InlineData("２１-03-1988", "date.not-a-date")]
    public void What_is_not_a_date_is_refused(string? typed, string code) =>
        Assert.Equal(code, Assert.Single(TypedDate.Parse(typed).Refusals).Code);
}
