using BpjsBjb.Web.Mails;
using Microsoft.Extensions.Configuration;

namespace BpjsBjb.UnitTests.Security;

/// <summary>A mail server that is half configured, or in the clear, stops the start instead of letting mail out.</summary>
public sealed class MailSettingsTests
{
    private const string Section = "Portal:Mail:";

    private static readonly Dictionary<string, string?> Right = new()
    {
        [Section + "Host"] = "mail.bank.test",
        [Section + "From"] = "portal@bank.test",
        [Section + "User"] = "portal",
        [Section + "Password"] = "rahasia",
    };

    [Fact]
    public void Nothing_configured_is_no_mail() => Assert.Null(Read([], publicAddress: null).Host);

    [Fact]
    public void What_is_right_is_read_and_turns_to_tls()
    {
        var mail = Read(new(Right));

        Assert.Equal(("mail.bank.test", 587, MailTls.StartTls), (mail.Host, mail.Port, mail.Tls));
    }

    [Theory]
    [InlineData("Host", "")]
    [InlineData("From", "")]
    [InlineData("From", "nobody here")]
    [InlineData("Port", "0")]
    [InlineData("Port", "70000")]
    [InlineData("Password", "")]
    [InlineData("User", "")]
    [InlineData("Tls", "None")]
    [InlineData("Tls", "7")]
    [InlineData("Smtp", "yes")]
    public void What_is_not_right_stops_the_start_and_tells_no_secret(string setting, string value)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Read(new(Right) { [Section + setting] = value }));

        Assert.DoesNotContain("rahasia", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("portal.bank.test")]
    [InlineData("ftp://portal.bank.test")]
    public void Mail_leads_to_the_portal_so_its_address_must_be_known(string? publicAddress) =>
        Assert.Throws<InvalidOperationException>(() => Read(new(Right), publicAddress));

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void In_the_clear_only_to_the_same_machine(string host) =>
        Assert.Equal(MailTls.None, Read(new(Right) { [Section + "Host"] = host, [Section + "Tls"] = "None" }).Tls);

    private static MailOptions Read(Dictionary<string, string?> settings, string? publicAddress = "https://portal.bank.test") =>
        MailSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), publicAddress, forTrying: false);
}
