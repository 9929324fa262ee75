using System.Net;
using System.Net.Sockets;
using BpjsBjb.IntegrationTests.Support;
using Microsoft.AspNetCore.Hosting;

namespace BpjsBjb.BrowserTests.Support;

/// <summary>The portal beside a provider on another host, which to the browser is another site.</summary>
public sealed class ProviderSite(PostgresServer server, Chromium chromium) : Site(server, chromium)
{
    private readonly int _port = FreePort();
    private SmallProvider? _provider;

    public SmallProvider Provider => _provider!;

    protected override int Port => _port;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_provider is not null) await _provider.DisposeAsync();
    }

    protected override async Task StartAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        if (now > Desk.Clock.GetUtcNow()) Desk.Clock.SetUtcNow(now);
        _provider = new SmallProvider(Desk.Clock);
        await _provider.StartAsync();
        await base.StartAsync();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Portal:PublicAddress", $"https://localhost:{_port}");
        SmallProvider.Name(builder, 0, "bjb", Provider.Address, SmallProvider.Domain);
        builder.UseSetting("Portal:Providers:0:SecondFactorAmr:0", "otp");
    }

    /// <summary>The address to come back to stands in the settings, so that it must be known before anybody listens.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
