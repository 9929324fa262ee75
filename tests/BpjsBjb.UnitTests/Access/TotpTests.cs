using System.Text;
using BpjsBjb.Services.Access;

namespace BpjsBjb.UnitTests.Access;

public sealed class TotpTests
{
    /// <summary>The key of RFC 6238, appendix B: the ASCII digits 1234567890, twice.</summary>
    private static readonly TotpSecret Key = TotpSecret.FromText(Convert.ToHexString(Encoding.ASCII.GetBytes("12345678901234567890")));

    /// <summary>Last six of the eight digits printed in RFC 6238, appendix B.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_printed_in_the_standard(long seconds, string code) =>
        Assert.Equal(code, Key.CodeAt(TotpSecret.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Fact]
    public void Only_the_current_step_and_the_one_before_count()
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        var now = TotpSecret.StepAt(at);

        Assert.Equal(now, Key.StepOf(Key.CodeAt(now), at));
        Assert.Equal(now - 1, Key.StepOf(Key.CodeAt(now - 1), at));
        Assert.Null(Key.StepOf(Key.CodeAt(now - 2), at));
        Assert.Null(Key.StepOf(Key.CodeAt(now + 1), at));
        Assert.Equal(now, Key.StepOf(Key.CodeAt(now).Insert(3, " "), at));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00592")]
    [InlineData("0059240")]
    [InlineData("٠٠٥٩٢٤")]
    public void What_is_not_the_code_is_refused(string typed) => Assert.Null(Key.StepOf(typed, DateTimeOffset.FromUnixTimeSeconds(1234567890)));

    [Fact]
    public void The_key_is_typed_in_groups_and_read_by_every_app()
    {
        Assert.Equal("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ", Key.Grouped);
        Assert.Equal(
            "otpauth://totp/Lindung%20Debitur:rina%40bjb.test?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Lindung%20Debitur&algorithm=SHA1&digits=6&period=30",
            Key.AddressFor("Lindung Debitur", "rina@bjb.test"));
    }

    [Fact]
    public void A_recovery_code_forgives_how_it_is_typed_but_not_for_whom()
    {
        var (one, other) = (Guid.Parse("0192aaaa-0000-7000-8000-000000000031"), Guid.Parse("0192aaaa-0000-7000-8000-000000000032"));

        Assert.Matches("^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$", RecoveryCode.Create());
        Assert.Equal(RecoveryCode.HashOf(one, "7K01F-9XW2M"), RecoveryCode.HashOf(one, "7koif 9xw2m"));
        Assert.NotEqual(RecoveryCode.HashOf(one, "7K01F-9XW2M"), RecoveryCode.HashOf(other, "7K01F-9XW2M"));
    }
}
