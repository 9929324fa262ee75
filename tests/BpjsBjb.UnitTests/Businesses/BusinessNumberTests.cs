using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Offices;

namespace BpjsBjb.UnitTests.Businesses;

/// <summary>Numbers of businesses and offices, rows typed from the facts of the field.</summary>
public sealed class BusinessNumberTests
{
    [Theory]
    [InlineData("0010000008000000000000", true)]
    [InlineData("0010 0000 0800 0000 000001", false)]
    [InlineData("9973010101900009000000", true)]
    public void A_place_of_business_is_the_tax_number_and_six_digits(string typed, bool isHeadOffice)
    {
        var nitku = Nitku.Parse(typed).Value;

        Assert.Equal(isHeadOffice, nitku.IsHeadOffice);
        Assert.Equal(22, nitku.Digits.Length);
        Assert.Equal(nitku, Nitku.Parse(nitku.Digits).Value);
    }

    [Theory]
    [InlineData(null, "nitku.missing")]
    [InlineData("001000000800000000000", "nitku.not-twenty-two-digits")]
    [InlineData("00100000080000000000000", "nitku.not-twenty-two-digits")]
    [InlineData("9973010113900009000000", "npwp.not-a-nik")]
    public void What_cannot_be_a_place_of_business_is_refused(string? typed, string code) => Assert.Equal(code, Nitku.Parse(typed).Refusals[0].Code);

    [Fact]
    public void The_check_digit_of_the_tax_number_warns_here_too() =>
        Assert.Equal("npwp.check-digit-differs", Assert.Single(Nitku.Parse("0010000009000000000000").Value.Warnings).Code);

    [Theory]
    [InlineData("0000000000001", "0000000000001")]
    [InlineData("0000 0000 00001", "0000000000001")]
    public void A_nib_has_13_digits(string typed, string digits) => Assert.Equal(digits, Nib.Parse(typed).Value.Digits);

    [Theory]
    [InlineData("", "nib.missing")]
    [InlineData("000000000001", "nib.not-thirteen-digits")]
    [InlineData("00000000000001", "nib.not-thirteen-digits")]
    [InlineData("000000000000A", "nib.not-thirteen-digits")]
    public void What_cannot_be_a_nib_is_refused(string typed, string code) => Assert.Equal(code, Assert.Single(Nib.Parse(typed).Refusals).Code);

    [Theory]
    [InlineData("00000000", "00000000", false)]
    [InlineData("zz 000000", "ZZ000000", false)]
    [InlineData("ZZ000000", "ZZ000000", false)]
    [InlineData("0000000", "0000000", true)]
    [InlineData("000000000", "000000000", true)]
    [InlineData("0000_000", "0000_000", true)]
    [InlineData("０００００００", "０００００００", true)]
    public void Of_an_npp_another_form_than_the_known_one_only_warns(string typed, string text, bool warns)
    {
        var npp = Npp.Parse(typed).Value;

        Assert.Equal(text, npp.Text);
        Assert.Equal(warns ? ["npp.unusual"] : [], npp.Warnings.Select(warning => warning.Code));
    }

    [Theory]
    [InlineData(" - ", "npp.missing")]
    [InlineData("0000\u00000000", "npp.not-a-number")]
    [InlineData("000000000000000000000000000000000", "npp.not-a-number")]
    public void What_is_another_text_is_no_npp(string typed, string code) => Assert.Equal(code, Assert.Single(Npp.Parse(typed).Refusals).Code);

    [Theory]
    [InlineData("0000000001", "0000000001")]
    [InlineData("0000 0000 0000 0001", "0000000000000001")]
    [InlineData("00000000000000000001", "00000000000000000001")]
    public void A_cooperatives_number_has_10_to_20_digits(string typed, string digits) => Assert.Equal(digits, NikKoperasi.Parse(typed).Value.Digits);

    [Theory]
    [InlineData(null, "nik-koperasi.missing")]
    [InlineData("000000001", "nik-koperasi.not-ten-to-twenty-digits")]
    [InlineData("000000000000000000001", "nik-koperasi.not-ten-to-twenty-digits")]
    [InlineData("000000000000000A", "nik-koperasi.not-ten-to-twenty-digits")]
    public void What_cannot_be_a_cooperatives_number_is_refused(string? typed, string code) =>
        Assert.Equal(code, Assert.Single(NikKoperasi.Parse(typed).Refusals).Code);

    [Theory]
    [InlineData("0001", "0001")]
    [InlineData(" 0903 ", "0903")]
    [InlineData("id123", "ID123")]
    public void A_branch_code_is_a_text_with_its_zeros(string typed, string text) => Assert.Equal(text, BranchCode.Parse(typed).Value.Text);

    [Theory]
    [InlineData(" ", "branch-code.missing")]
    [InlineData("00 01", "branch-code.not-a-code")]
    [InlineData("00000000001", "branch-code.not-a-code")]
    [InlineData("０００１", "branch-code.not-a-code")]
    public void What_cannot_be_a_branch_code_is_refused(string typed, string code) =>
        Assert.Equal(code, Assert.Single(BranchCode.Parse(typed).Refusals).Code);

    [Fact]
    public void Every_number_masks_itself() => Assert.Equal(
        ["0010 **** **** 0000 000001", "*********0001", "****00", "******0001"],
        [
            $"{Nitku.Parse("0010000008000000000001").Value}", $"{Nib.Parse("0000000000001").Value}", $"{Npp.Parse("00000000").Value}",
            $"{NikKoperasi.Parse("0000000001").Value}",
        ]);
}
