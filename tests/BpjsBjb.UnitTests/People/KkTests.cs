using BpjsBjb.Domain.People;

namespace BpjsBjb.UnitTests.People;

/// <summary>All numbers here begin with 99, a province that does not exist.</summary>
public sealed class KkTests
{
    [Theory]
    [InlineData("9973013112050009", "9973013112050009")]
    [InlineData("9973 0131 1205 0009", "9973013112050009")]
    [InlineData("9973012902000000", "9973012902000000")] // 29 February 2000; no rule speaks of the serial
    public void A_family_card_number_has_its_date_of_issue(string typed, string digits) =>
        Assert.Equal(digits, Kk.Parse(typed).Value.Digits);

    [Theory]
    [InlineData(null, "kk.missing")]
    [InlineData(" . ", "kk.missing")]
    [InlineData("997301311205000", "kk.not-sixteen-digits")]
    [InlineData("99730131120500090", "kk.not-sixteen-digits")]
    [InlineData("99730131120500O9", "kk.not-sixteen-digits")]
    [InlineData("9973014101050009", "kk.impossible-issue-date")] // no 40 is added: it is nobody's sex
    [InlineData("9973010001050009", "kk.impossible-issue-date")]
    [InlineData("9973013111050009", "kk.impossible-issue-date")]
    [InlineData("9973010113050009", "kk.impossible-issue-date")]
    [InlineData("9973012902050009", "kk.impossible-issue-date")]
    public void What_cannot_be_a_family_card_number_is_refused(string? typed, string code) =>
        Assert.Equal(code, Assert.Single(Kk.Parse(typed).Refusals).Code);

    [Fact]
    public void A_family_card_number_masks_itself() => Assert.Equal("9973 **** **** 0009", $"{Kk.Parse("9973013112050009").Value}");
}
