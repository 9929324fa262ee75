using BpjsBjb.Domain.People;

namespace BpjsBjb.UnitTests.People;

/// <summary>Serials of zeros, offices of zeros: numbers nobody has. Check digits were worked out by hand.</summary>
public sealed class NpwpTests
{
    [Theory]
    [InlineData("01.000.000.8-000.000")]
    [InlineData("010000008000000")]
    [InlineData("0010000008000000")]
    [InlineData("0010 0000 0800 0000")]
    public void Both_lengths_are_one_value(string typed)
    {
        var npwp = Npwp.Parse(typed).Value;

        Assert.Equal("0010000008000000", npwp.Digits);
        Assert.Equal("010000008000000", npwp.Fifteen);
        Assert.Null(npwp.Nik);
        Assert.Equal(Npwp.Parse("010000008000000").Value, npwp);
        Assert.Empty(npwp.Warnings);
    }

    [Theory]
    [InlineData("010000008000000", true)]  // 0 1 0 0 0 0 0 0 8: 1 counts double
    [InlineData("020000006000000", true)]
    [InlineData("010000016000000", true)]
    [InlineData("010000009000000", false)]
    [InlineData("100000008000000", false)] // two digits changed places
    [InlineData("010000000000000", false)]
    public void The_ninth_digit_only_warns(string fifteen, bool fits)
    {
        var npwp = Npwp.Parse(fifteen);

        Assert.False(npwp.IsRefused);
        Assert.Equal(fits ? [] : ["npwp.check-digit-differs"], npwp.Value.Warnings.Select(warning => warning.Code));
        Assert.All(npwp.Value.Warnings, warning => Assert.True(warning.IsWarning));
    }

    [Fact]
    public void A_persons_number_of_16_digits_is_the_nik()
    {
        var npwp = Npwp.Parse("9973 0101 0190 0009").Value;

        Assert.Equal("9973010101900009", npwp.Nik!.Digits);
        Assert.Null(npwp.Fifteen);
        Assert.Empty(npwp.Warnings);
        Assert.Equal("9973 **** **** 0009", $"{npwp}");
    }

    [Theory]
    [InlineData(null, "npwp.missing")]
    [InlineData("..-", "npwp.missing")]
    [InlineData("01000000800000", "npwp.not-fifteen-or-sixteen-digits")]
    [InlineData("00100000080000000", "npwp.not-fifteen-or-sixteen-digits")]
    [InlineData("01000000800000X", "npwp.not-fifteen-or-sixteen-digits")]
    [InlineData("9973010113900009", "npwp.not-a-nik")]
    [InlineData("9973010101900000", "npwp.not-a-nik")]
    public void What_cannot_be_a_tax_number_is_refused(string? typed, string code) => Assert.Equal(code, Npwp.Parse(typed).Refusals[0].Code);

    [Fact]
    public void What_is_no_nik_says_why() =>
        Assert.Equal(["npwp.not-a-nik", "nik.impossible-birth-date"], Npwp.Parse("9973010113900009").Refusals.Select(refusal => refusal.Code));
}
