using BpjsBjb.Web.Logging;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Serilog;

namespace BpjsBjb.IntegrationTests.Support;

/// <summary>The whole product with the settings of production: its own login, its key file, HTTPS, no demonstration.</summary>
public abstract class PortalHost(PostgresServer server) : WebApplicationFactory<Program>, IAsyncLifetime
{
    public Desk Desk { get; } = new(server);

    public CapturedLogs Logs { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Desk.InitializeAsync();
        await StartAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Desk.DisposeAsync();
    }

    protected virtual Task StartAsync() => Task.CompletedTask;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("ConnectionStrings:Portal", Desk.Database.AppConnectionString);
        builder.UseSetting("ConnectionStrings:Worker", Desk.Database.WorkerConnectionString);
        builder.UseSetting("Portal:KeyFile", server.KeyFile);
        builder.UseSetting("Portal:SignInsPerMinute", "100000");
        builder.UseSetting("Portal:ProofsPerMinute", "100000");
        builder.UseSetting("https_port", "443");
        builder.ConfigureTestServices(services => services
            .AddSingleton<TimeProvider>(Desk.Clock)
            // What the product would write to its console, line for line.
            .AddSerilog((_, logger) => PortalLogging.Configure(logger, development: false).WriteTo.Sink(Logs)));
    }
}
