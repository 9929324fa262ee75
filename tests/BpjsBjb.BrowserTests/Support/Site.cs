using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BpjsBjb.IntegrationTests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace BpjsBjb.BrowserTests.Support;

/// <summary>The portal as in production behind a real address, HTTPS with a certificate of the moment.</summary>
public class Site(PostgresServer server, Chromium chromium) : PortalHost(server)
{
    public const int Desktop = 1366;
    public const int Phone = 390;

    private Stage? _stage;
    private string _address = "";

    /// <summary>Where it listens; 0 lets the machine choose.</summary>
    protected virtual int Port => 0;

    public async Task<Stage> StageAsync() => _stage ??= await Stage.SetAsync(Desk);

    /// <summary>A browser of its own, with no cookies.</summary>
    /// <param name="bypassCsp">Only for the accessibility checker, whose script is not the portal's.</param>
    public async Task<Visit> OpenAsync(TestUser? user = null, int width = Desktop, bool bypassCsp = false)
    {
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = _address,
            IgnoreHTTPSErrors = true,
            BypassCSP = bypassCsp,
            Locale = "id-ID",
            ViewportSize = new ViewportSize { Width = width, Height = width == Phone ? 844 : 768 },
        });
        context.SetDefaultTimeout(30_000);
        var visit = new Visit(await context.NewPageAsync());
        if (user is not null) await visit.SignInAsync(user, Desk);
        return visit;
    }

    protected override Task StartAsync()
    {
        var certificate = Certificate();
        UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Port, listen => listen.UseHttps(certificate)));
        StartServer();
        var port = new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        _address = $"https://localhost:{port}";
        return Task.CompletedTask;
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        // Kestrel wants the key beside the certificate.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
