using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Mails;
using BpjsBjb.Services.Rules;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.IntegrationTests.Mails;

/// <summary>The portal as in production with a mail server beside it.</summary>
public sealed class MailPortal(PostgresServer server) : PortalHost(server)
{
    public const string Address = "https://portal.test";

    public SmallMailServer MailServer { get; } = new();

    /// <summary>A server of the portal's; two of them are two.</summary>
    internal MailKeeper Keeper(IMailCarrier? carrier = null) => new(
        Desk.Get<WorkerDatabase>(), carrier ?? Carrier, Desk.Get<RuleBookSource>(), Desk.Clock, Services.GetRequiredService<ILogger<MailKeeper>>());

    public IMailCarrier Carrier => Services.GetRequiredService<IMailCarrier>();

    /// <summary>Moves the clock to this hour in Jakarta of the first, second … day from tomorrow on: notices carry the database's real time.</summary>
    public void MoveTo(int day, int hour, int minute = 0)
    {
        var tomorrow = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().AddHours(7).DateTime).AddDays(day);
        Desk.Clock.SetUtcNow(new DateTimeOffset(tomorrow, new TimeOnly(hour, minute), TimeSpan.FromHours(7)).ToUniversalTime());
    }

    public Task TellAsync(TestUser user, string kind, string about, bool isUrgent = false) => Desk.Database.AsOwnerAsync(
        "select notify($1, $2, null, $3, $4)", user.Id, kind, about, isUrgent);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await MailServer.DisposeAsync();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Portal:PublicAddress", Address);
        builder.UseSetting("Portal:Mail:Host", "127.0.0.1");
        builder.UseSetting("Portal:Mail:Port", MailServer.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        builder.UseSetting("Portal:Mail:From", "portal@portal.test");
        builder.UseSetting("Portal:Mail:Tls", "None");
        // The clock is moved here, and whoever runs a round is the test.
        builder.ConfigureTestServices(services =>
        {
            foreach (var loop in services.Where(one => one.ServiceType == typeof(IHostedService) && one.ImplementationFactory is not null).ToList()) services.Remove(loop);
        });
    }
}
