using BpjsBjb.Domain.People;

namespace BpjsBjb.UnitTests.People;

public sealed class MobilePhoneTests
{
    [Theory]
    [InlineData("081200000001", "+6281200000001")]
    [InlineData("0812-0000-0001", "+6281200000001")]
    [InlineData("(0812) 0000 0001", "+6281200000001")]
    [InlineData("0812.0000.0001", "+6281200000001")]
    [InlineData("+62 812 0000 0001", "+6281200000001")]
    [InlineData("6281200000001", "+6281200000001")]
    [InlineData("0812000000", "+62812000000")]        // shortest: 10 digits
    [InlineData("0812000000001", "+62812000000001")]  // longest: 13 digits
    public void A_mobile_number_is_kept_as_e164(string typed, string e164) =>
        Assert.Equal(e164, MobilePhone.Parse(typed).Value.E164);

    [Theory]
    [InlineData(null, "phone.missing")]
    [InlineData("", "phone.missing")]
    [InlineData(" - ", "phone.missing")]
    [InlineData("081200000", "phone.not-a-mobile-number")]
    [InlineData("08120000000012", "phone.not-a-mobile-number")]
    [InlineData("0220000000", "phone.not-a-mobile-number")]
    [InlineData("81200000001", "phone.not-a-mobile-number")]
    [InlineData("+62081200000001", "phone.not-a-mobile-number")]
    [InlineData("+6581200000", "phone.not-a-mobile-number")]
    [InlineData("0812000000O1", "phone.not-a-mobile-number")]
    [InlineData("０８１２００００００", "phone.not-a-mobile-number")]
    public void What_is_not_a_mobile_number_is_refused(string? typed, string code) =>
        Assert.Equal(code, Assert.Single(MobilePhone.Parse(typed).Refusals).Code);

    [Fact]
    public void A_phone_number_masks_itself() =>
        Assert.Equal("+628*****001", MobilePhone.Parse("081200000001").Value.ToString());
}
