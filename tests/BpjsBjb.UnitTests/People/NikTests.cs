using BpjsBjb.Domain.People;

namespace BpjsBjb.UnitTests.People;

/// <summary>All numbers here begin with 99, a province that does not exist.</summary>
public sealed class NikTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    [Theory]
    [InlineData("9973010101900009")]
    [InlineData("9973 0101 0190 0009")]
    [InlineData("99.73.01.010190.0009")]
    [InlineData("9973-0101-0190-0009")]
    [InlineData("  9973\u00a00101\u00a00190\u00a00009 ")]
    public void A_nik_is_read_however_it_was_grouped(string typed)
    {
        var nik = Nik.Parse(typed).Value;

        Assert.Equal("9973010101900009", nik.Digits);
        Assert.Equal("9973 0101 0190 0009", nik.Grouped);
        Assert.Equal(("99", "9973", "997301"), (nik.ProvinceCode, nik.RegencyCode, nik.DistrictCode));
    }

    [Theory]
    [InlineData(null, "nik.missing")]
    [InlineData("", "nik.missing")]
    [InlineData("  . -", "nik.missing")]
    [InlineData("997301010190000", "nik.not-sixteen-digits")]
    [InlineData("99730101019000090", "nik.not-sixteen-digits")]
    [InlineData("997301010190000X", "nik.not-sixteen-digits")]
    [InlineData("9973/0101/0190/0009", "nik.not-sixteen-digits")]
    [InlineData("９９７３０１０１０１９００００９", "nik.not-sixteen-digits")]
    [InlineData("997301٠١01900009", "nik.not-sixteen-digits")]
    [InlineData("9973010001900009", "nik.impossible-birth-date")] // day 0
    [InlineData("9973013201900009", "nik.impossible-birth-date")] // day 32
    [InlineData("9973014001900009", "nik.impossible-birth-date")] // day 40: a woman's day 0
    [InlineData("9973017201900009", "nik.impossible-birth-date")] // day 72: a woman's day 32
    [InlineData("9973013111900009", "nik.impossible-birth-date")] // 31 November
    [InlineData("9973017111900009", "nik.impossible-birth-date")] // a woman's 31 November
    [InlineData("9973012902930009", "nik.impossible-birth-date")] // 29 February 93
    [InlineData("9973013002920009", "nik.impossible-birth-date")] // 30 February
    [InlineData("9973010100900009", "nik.impossible-birth-date")] // month 0
    [InlineData("9973010113900009", "nik.impossible-birth-date")] // month 13
    [InlineData("9973010101900000", "nik.serial-is-zero")]
    public void What_cannot_be_a_nik_is_refused(string? typed, string code) =>
        Assert.Equal(code, Assert.Single(Nik.Parse(typed).Refusals).Code);

    [Fact]
    public void The_refusal_of_a_wrong_length_counts_the_digits() =>
        Assert.Equal([15], Assert.Single(Nik.Parse("9973 0101 0190 000").Refusals).Values!);

    [Theory]
    [InlineData("9973010101900009", Sex.Male, "1990-01-01")]
    [InlineData("9973013101900009", Sex.Male, "1990-01-31")]
    [InlineData("9973014101900009", Sex.Female, "1990-01-01")]
    [InlineData("9973017101900009", Sex.Female, "1990-01-31")]
    [InlineData("9973012902920009", Sex.Male, "1992-02-29")]
    [InlineData("9973016902920009", Sex.Female, "1992-02-29")]
    [InlineData("9973013011900009", Sex.Male, "1990-11-30")]
    public void A_womans_day_has_40_added(string digits, Sex sex, string birthDate)
    {
        var nik = Nik.Parse(digits).Value;

        Assert.Equal(sex, nik.Sex);
        Assert.Equal(Day(birthDate), nik.BirthDate(Today));
    }

    [Theory]
    [InlineData("9973012211090009", "2009-11-22")] // 17 today
    [InlineData("9973012311090009", "1909-11-23")] // 17 tomorrow
    [InlineData("9973010101100009", "1910-01-01")]
    [InlineData("9973013112080009", "2008-12-31")]
    [InlineData("9973010101000009", "2000-01-01")]
    [InlineData("9973013112990009", "1999-12-31")]
    [InlineData("9973010101260009", "1926-01-01")]
    [InlineData("9973010101270009", "1927-01-01")]
    [InlineData("9973012902000009", "2000-02-29")]
    [InlineData("9973016902000009", "2000-02-29")]
    public void The_century_is_the_latest_that_makes_the_holder_17(string digits, string birthDate) =>
        Assert.Equal(Day(birthDate), Nik.Parse(digits).Value.BirthDate(Today));

    [Fact]
    public void Only_the_year_2000_had_a_29_february_among_years_00() =>
        Assert.Equal(new DateOnly(2000, 2, 29), Nik.Parse("9973012902000009").Value.BirthDate(new DateOnly(2016, 1, 1)));

    [Fact]
    public void A_nik_masks_itself() => Assert.Equal("9973 **** **** 0009", Nik.Parse("9973010101900009").Value.ToString());

    [Fact]
    public void Two_readings_of_one_number_are_equal() =>
        Assert.Equal(Nik.Parse("9973010101900009").Value, Nik.Parse("9973 0101 0190 0009").Value);

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", null);
}
