using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;
using Microsoft.AspNetCore.Hosting;

namespace BpjsBjb.IntegrationTests.Http;

/// <summary>The portal as in production with a provider that answers, and four that no portal should come in by.</summary>
public sealed class ProviderPortal(PostgresServer server) : PortalHost(server)
{
    private SmallProvider? _provider;

    public SmallProvider Provider => _provider!;

    /// <summary>Whatever the host it is asked for: the address in the settings stands in what it sends out.</summary>
    public Visitor Stranger(string host = "localhost") =>
        new(CreateClient(new() { BaseAddress = new Uri($"https://{host}"), AllowAutoRedirect = false }));

    /// <summary>The subject of a portal user, as if they had bound it themselves.</summary>
    public async Task<string> BoundAsync(TestUser user)
    {
        var subject = $"subjek-{A.Number()}";
        Assert.Null(await Desk.Get<ProviderLogins>().BindAsync(user.Id, new ProviderIdentity(Provider.Address, subject, user.Email), Desk.Cancel));
        return subject;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_provider is not null) await _provider.DisposeAsync();
    }

    protected override async Task StartAsync()
    {
        // Cookies of the way there and back carry real dates: the portal's clock must not be behind.
        var now = TimeProvider.System.GetUtcNow();
        if (now > Desk.Clock.GetUtcNow()) Desk.Clock.SetUtcNow(now);
        _provider = new SmallProvider(Desk.Clock);
        await _provider.StartAsync();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("AllowedHosts", "localhost;other.test");
        builder.UseSetting("Portal:PublicAddress", "https://localhost");
        SmallProvider.Name(builder, 0, "bjb", Provider.Address, SmallProvider.Domain);
        SmallProvider.Name(builder, 1, "jauh", Provider.FarAddress, "jauh.test");
        SmallProvider.Name(builder, 2, "mati", "http://127.0.0.1:1", "mati.test");
        SmallProvider.Name(builder, 3, "bohong", Provider.LiarAddress, "bohong.test");
        SmallProvider.Name(builder, 4, "pindah", Provider.MovedAddress, "pindah.test");
        builder.UseSetting("Portal:Providers:0:SecondFactorAmr:0", "otp");
        builder.UseSetting("Portal:Providers:0:SecondFactorAcr:0", "urn:uji:dua-faktor");
    }
}
