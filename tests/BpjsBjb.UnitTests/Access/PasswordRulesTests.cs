using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;

namespace BpjsBjb.UnitTests.Access;

public sealed class PasswordRulesTests
{
    private static readonly PortalUser Officer = new() { FullName = "Rekaan Setiawan", Email = "r.setiawan@contoh.test", Role = Role.LoanOfficer };
    private static readonly PortalUser Admin = new() { FullName = "Ana Rekaan", Email = "ana@contoh.test", Role = Role.SystemAdmin };

    [Theory]
    [InlineData("kuda hijau di atap")]
    [InlineData("payung-meja-7-sungai")]
    [InlineData("Xk9#qwLm2vRt")]
    public void Several_words_or_enough_chance_will_do(string password) =>
        Assert.Empty(PasswordRules.Check(password, Officer));

    [Theory]
    [InlineData("kudahijau12", "password.too-short")]
    [InlineData("abababababababab", "password.too-few-different-characters")]
    [InlineData("saya suka bpjs sekali", "password.context-word")]
    [InlineData("l1ndung dengan payung", "password.context-word")]
    [InlineData("meja D3BITUR payung", "password.context-word")]
    [InlineData("payung setiawan meja", "password.context-word")]
    [InlineData("payung S3t1awan meja", "password.context-word")]
    [InlineData("password2026", "password.common")]
    [InlineData("Qwerty-Qwerty-1", "password.common")]
    [InlineData("p4ssw0rdp4ssw0rd", "password.common")]
    [InlineData("123456789012", "password.common")]
    [InlineData("rahasia12345", "password.common")]
    public void What_others_would_try_first_is_refused(string password, string code) =>
        Assert.Contains(code, PasswordRules.Check(password, Officer).Select(refusal => refusal.Code));

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    public void A_long_sentence_will_do(int length) => Assert.Empty(PasswordRules.Check(
        string.Concat(Enumerable.Repeat("kuda hijau di atap, payung tua ", 5))[..length], Officer));

    [Fact]
    public void The_system_admin_needs_fifteen_characters()
    {
        Assert.Empty(PasswordRules.Check("ubi kuda lemon", Officer));
        Assert.Equal("password.too-short", Assert.Single(PasswordRules.Check("ubi kuda lemon", Admin)).Code);
    }

    [Fact]
    public void More_than_128_characters_are_refused_before_anything_else() =>
        Assert.Equal("password.too-long", Assert.Single(PasswordRules.Check(new string('a', 129), Officer)).Code);
}
