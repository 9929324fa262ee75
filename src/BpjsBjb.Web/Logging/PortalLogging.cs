using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Diagnostics;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;

namespace BpjsBjb.Web.Logging;

/// <summary>Lines on stdout: compact JSON, in development for the eye. What may be said at all is Services' <c>Log</c>.</summary>
internal static class PortalLogging
{
    /// <summary>Scopes of the platform carry these along; an address may hold what a person typed into it.</summary>
    private static readonly string[] NeverKept = ["RequestPath", "RequestId", "ConnectionId", "ActionId", "ActionName"];

    private static readonly string[] KnownMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public static IServiceCollection AddPortalLogging(this IServiceCollection services, bool development) =>
        services.AddSerilog((_, logger) => Configure(logger, development).WriteTo.Console(Formatter(development)), preserveStaticLogger: true);

    internal static LoggerConfiguration Configure(LoggerConfiguration logger, bool development) => logger
        .MinimumLevel.Information()
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .MinimumLevel.Override("System", LogEventLevel.Warning)
        .MinimumLevel.Override("Microsoft.Hosting.Lifetime", development ? LogEventLevel.Warning : LogEventLevel.Information)
        // It writes what was sent and what it makes of it; the request's own line says enough.
        .MinimumLevel.Override("OpenIddict", LogEventLevel.Warning)
        // The request's own line carries the exception already.
        .MinimumLevel.Override("Microsoft.AspNetCore.Diagnostics", LogEventLevel.Fatal)
        // Its lines may hold what a provider said of somebody; why a way through one failed is a line of our own.
        .MinimumLevel.Override("Microsoft.AspNetCore.Authentication.OpenIdConnect", LogEventLevel.Fatal)
        // "No XML encryptor configured": the ring is sealed by our own vault before it is stored (SharedKeyRing, KeyRing).
        .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogEventLevel.Error)
        .Enrich.With(new Forget(NeverKept));

    internal static ITextFormatter Formatter(bool development) => new DigitGuard(development
        ? new MessageTemplateTextFormatter("{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}")
        : new CompactJsonFormatter());

    /// <summary>One line a request: the route's pattern and whose request it was, never path or query. Stands after the status pages, so that it sees the page asked for.</summary>
    public static IApplicationBuilder UseRequestLog(this IApplicationBuilder app) =>
        app.UseSerilogRequestLogging(options =>
        {
            // This portal's own logger: the static one is whichever was made last in the process.
            options.Logger = app.ApplicationServices.GetRequiredService<Serilog.ILogger>();
            options.MessageTemplate = "{Method} {Route} {StatusCode} in {Elapsed:0} ms for {User}";
            options.GetMessageTemplateProperties = Properties;
            options.GetLevel = Level;
        });

    private static IEnumerable<LogEventProperty> Properties(HttpContext context, string path, double elapsed, int status) =>
    [
        new("Method", new ScalarValue(Array.Find(KnownMethods, method => method == context.Request.Method) ?? "other")),
        new("Route", new ScalarValue((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none")),
        new("StatusCode", new ScalarValue(status)),
        new("Elapsed", new ScalarValue(elapsed)),
        // The account's id, so that a refusal (403, 404, 422, 429) can be laid at somebody's door.
        new("User", new ScalarValue(context.User.FindFirst(PortalClaims.UserId)?.Value ?? "nobody")),
    ];

    private static LogEventLevel Level(HttpContext context, double elapsed, Exception? failure)
    {
        // The second run of a request, for its status or error page, is no request.
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null) return LogEventLevel.Verbose;
        if (context.Features.Get<IExceptionHandlerFeature>() is not null) return LogEventLevel.Verbose;
        if (failure is not null || context.Response.StatusCode >= StatusCodes.Status500InternalServerError) return LogEventLevel.Error;

        return IsQuiet(context) ? LogEventLevel.Debug : LogEventLevel.Information;
    }

    /// <summary>Files and health checks: many lines that say nothing.</summary>
    private static bool IsQuiet(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint route
        && (route.RoutePattern.RawText?.StartsWith("/health/", StringComparison.Ordinal) == true
            || route.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is not null);

    private sealed class Forget(string[] names) : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            foreach (var name in names) logEvent.RemovePropertyIfPresent(name);
        }
    }
}
