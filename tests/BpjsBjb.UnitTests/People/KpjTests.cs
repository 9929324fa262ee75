using BpjsBjb.Domain.People;

namespace BpjsBjb.UnitTests.People;

public sealed class KpjTests
{
    [Theory]
    [InlineData("00000000001", "00000000001")]
    [InlineData("000 0000 0001", "00000000001")]
    [InlineData("00.000-000.001", "00000000001")]
    [InlineData("00000001", "00000001")]
    [InlineData("0000000000001", "0000000000001")]
    public void A_card_number_has_8_to_13_digits(string typed, string digits) =>
        Assert.Equal(digits, Kpj.Parse(typed).Value.Digits);

    [Theory]
    [InlineData(null, "kpj.missing")]
    [InlineData(" ", "kpj.missing")]
    [InlineData("0000001", "kpj.not-eight-to-thirteen-digits")]
    [InlineData("00000000000001", "kpj.not-eight-to-thirteen-digits")]
    [InlineData("0000000000A", "kpj.not-eight-to-thirteen-digits")]
    [InlineData("０００００００００１", "kpj.not-eight-to-thirteen-digits")]
    public void What_is_not_a_card_number_is_refused(string? typed, string code) =>
        Assert.Equal(code, Assert.Single(Kpj.Parse(typed).Refusals).Code);

    [Fact]
    public void A_card_number_masks_itself() => Assert.Equal("*******0001", Kpj.Parse("00000000001").Value.ToString());
}
