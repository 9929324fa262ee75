using BpjsBjb.Domain.Common;

namespace BpjsBjb.UnitTests.Common;

public sealed class RupiahTests
{
    [Theory]
    [InlineData("2500000", 2_500_000)]
    [InlineData("2.500.000", 2_500_000)]
    [InlineData("Rp 2.500.000", 2_500_000)]
    [InlineData("Rp2.500.000", 2_500_000)]
    [InlineData("rp. 2500000", 2_500_000)]
    [InlineData("Rp\u00a02.500.000", 2_500_000)]
    [InlineData(" 0 ", 0)]
    [InlineData("1.000", 1_000)]
    [InlineData("999000000000000", 999_000_000_000_000)]
    public void Whole_rupiah_are_read_with_or_without_dots(string typed, long amount) =>
        Assert.Equal(new Rupiah(amount), Rupiah.Parse(typed).Value);

    [Theory]
    [InlineData(null, "rupiah.missing")]
    [InlineData("", "rupiah.missing")]
    [InlineData("Rp", "rupiah.missing")]
    [InlineData("2500000.00", "rupiah.not-whole-rupiah")]
    [InlineData("2.500.000,00", "rupiah.not-whole-rupiah")]
    [InlineData("2,500,000", "rupiah.not-whole-rupiah")]
    [InlineData("1,000", "rupiah.not-whole-rupiah")]
    [InlineData("2500.000", "rupiah.not-whole-rupiah")]
    [InlineData("2.5", "rupiah.not-whole-rupiah")]
    [InlineData("-5", "rupiah.not-whole-rupiah")]
    [InlineData("+5", "rupiah.not-whole-rupiah")]
    [InlineData("2 500 000", "rupiah.not-whole-rupiah")]
    [InlineData("2jt", "rupiah.not-whole-rupiah")]
    [InlineData("1e6", "rupiah.not-whole-rupiah")]
    [InlineData("２５００", "rupiah.not-whole-rupiah")]
    [InlineData("999000000000001", "rupiah.too-large")]
    [InlineData("99999999999999999999999999", "rupiah.too-large")]
    public void What_is_not_whole_rupiah_is_refused(string? typed, string code) =>
        Assert.Equal(code, Assert.Single(Rupiah.Parse(typed).Refusals).Code);

    [Fact]
    public void Half_of_every_amount_of_the_annex_is_whole()
    {
        Assert.Equal(new Rupiah(14_750), new Rupiah(29_500).LessPercent(50));
        Assert.Equal(new Rupiah(3_400), new Rupiah(6_800).LessPercent(50));
        Assert.Equal(new Rupiah(6_800), new Rupiah(6_800).LessPercent(0));
    }

    [Fact]
    public void A_fraction_of_a_rupiah_is_never_rounded_away() =>
        Assert.Throws<InvalidOperationException>(() => new Rupiah(1).LessPercent(50));

    [Fact]
    public void Sums_overflow_loudly() => Assert.Throws<OverflowException>(() => new Rupiah(long.MaxValue) + new Rupiah(1));
}
