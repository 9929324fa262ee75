using BpjsBjb.Web.Security;
using Microsoft.Extensions.Configuration;

namespace BpjsBjb.UnitTests.Security;

/// <summary>A provider that is half configured, or loosely, stops the start instead of letting somebody in.</summary>
public sealed class ProviderSettingsTests
{
    private const string First = "Portal:Providers:0:";

    private static readonly Dictionary<string, string?> Right = new()
    {
        [First + "Name"] = "bjb",
        [First + "Title"] = "bank bjb",
        [First + "Authority"] = "https://login.bank.test",
        [First + "ClientId"] = "lindung-debitur",
        [First + "ClientSecret"] = "rahasia",
        [First + "EmailDomain"] = "bank.test",
    };

    [Fact]
    public void Nothing_configured_is_no_provider() => Assert.Empty(Read([], publicAddress: null));

    [Fact]
    public void What_is_right_is_read()
    {
        var provider = Assert.Single(Read(new(Right) { [First + "SecondFactorAmr:0"] = "otp" }));

        Assert.Equal("https://login.bank.test", provider.ExpectedIssuer);
        Assert.Equal(["otp"], provider.SecondFactorAmr);
        Assert.True(provider.IsFor("budi@BANK.test"));
        Assert.False(provider.IsFor("budi@otherbank.test"));
        Assert.False(provider.IsFor(null));
    }

    [Theory]
    [InlineData("Name", "")]
    [InlineData("Name", "Bjb")]
    [InlineData("Name", "bjb/../x")]
    [InlineData("Title", "")]
    [InlineData("ClientId", " ")]
    [InlineData("ClientSecret", "")]
    [InlineData("EmailDomain", "")]
    [InlineData("EmailDomain", "@bank.test")]
    [InlineData("Authority", "")]
    [InlineData("Authority", "login.bank.test")]
    [InlineData("Authority", "http://login.bank.test")]
    [InlineData("Authority", "file:///etc")]
    [InlineData("SecondFactorsAmr", "mfa")]
    public void What_is_not_right_stops_the_start_and_tells_no_secret(string setting, string value)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Read(new(Right) { [First + setting] = value }));

        Assert.DoesNotContain("rahasia", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://portal.test")]
    [InlineData("http://localhost:5080")]
    [InlineData("portal.test")]
    public void The_address_to_come_back_to_is_fixed_and_secure(string? publicAddress) =>
        Assert.Throws<InvalidOperationException>(() => Read(new(Right), publicAddress));

    [Fact]
    public void Where_one_tries_the_way_back_may_be_loopback() => Assert.Single(Read(new(Right), "http://localhost:5080", plainHttp: true));

    [Fact]
    public void Two_have_neither_the_same_name_nor_the_same_issuer()
    {
        var twice = new Dictionary<string, string?>(Right);
        foreach (var (name, value) in Right) twice[name.Replace(":0:", ":1:", StringComparison.Ordinal)] = value;

        Assert.Throws<InvalidOperationException>(() => Read(new(twice) { ["Portal:Providers:1:Authority"] = "https://other.test" }));
        Assert.Throws<InvalidOperationException>(() => Read(new(twice) { ["Portal:Providers:1:Name"] = "lain" }));
    }

    private static IReadOnlyList<ProviderOptions> Read(
        Dictionary<string, string?> settings, string? publicAddress = "https://portal.test", bool plainHttp = false) =>
        ProviderSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), publicAddress, plainHttp);
}
