using BpjsBjb.Web.Logging;

namespace BpjsBjb.UnitTests.Logging;

public sealed class DigitGuardTests
{
    [Theory]
    [InlineData("nik 3204286103880002 failed", "nik [16 digits] failed")]
    [InlineData("nik 3204 2861 0388 0002 failed", "nik [16 digits] failed")]
    [InlineData("{\"x\":\"3204286103880002\"}", "{\"x\":\"[16 digits]\"}")]
    [InlineData("320428610388000 is a digit short", "320428610388000 is a digit short")]
    [InlineData("E-2026-000123 at 2026-11-22T22:50:11.3342613Z", "E-2026-000123 at 2026-11-22T22:50:11.3342613Z")]
    public void Sixteen_digits_do_not_leave_the_process(string line, string written) =>
        Assert.Equal(written, DigitGuard.Guarded(line));
}
