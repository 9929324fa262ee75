using System.Data.Common;
using System.Security.Cryptography;
using BpjsBjb.Services.Data;
using BpjsBjb.Web.Api;
using BpjsBjb.Web.Mails;
using BpjsBjb.Web.Security;

namespace BpjsBjb.Web;

/// <summary>From nothing to a portal that listens: the database first, then the address and the demo accounts on the console.</summary>
public static class PortalStart
{
    /// <summary>Null when the start is refused: the reason is one line on the console, not a stack trace.</summary>
    public static async Task<PortalDatabase?> OpenDatabaseAsync(WebApplicationBuilder builder)
    {
        try
        {
            return await OpenAsync(builder);
        }
        catch (Exception failure) when (IsRefusal(failure))
        {
            await Console.Error.WriteLineAsync($"The portal does not start: {OneLine(failure)}");
            return null;
        }
    }

    private static Task<PortalDatabase> OpenAsync(WebApplicationBuilder builder)
    {
        var portal = builder.Configuration.GetSection(PortalOptions.Section).Get<PortalOptions>() ?? new PortalOptions();
        var forTrying = builder.Environment.IsDevelopment() || portal.Demo;
        SecondFactor.ModeOf(portal, forTrying);
        ProviderSettings.Read(builder.Configuration, portal.PublicAddress, forTrying);
        MailSettings.Read(builder.Configuration, portal.PublicAddress, forTrying);
        // A client that is not well formed is told here, in one line.
        _ = new ApiClients(portal.ApiClients, portal.Demo);
        return PortalDatabase.OpenAsync(OptionsOf(builder), TimeProvider.System, CancellationToken.None);
    }

    /// <summary>What the settings say of the database.</summary>
    internal static PortalDatabaseOptions OptionsOf(WebApplicationBuilder builder)
    {
        var portal = builder.Configuration.GetSection(PortalOptions.Section).Get<PortalOptions>() ?? new PortalOptions();
        return new PortalDatabaseOptions
        {
            Portal = builder.Configuration.GetConnectionString("Portal"),
            Worker = builder.Configuration.GetConnectionString("Worker"),
            Migration = builder.Configuration.GetConnectionString("Migration"),
            KeyFile = portal.KeyFile,
            IsForTrying = builder.Environment.IsDevelopment() || portal.Demo,
            Demo = portal.Demo,
            KeeperCommand = [Environment.ProcessPath!, .. OwnAssembly(), "keep-postgres"],
            Say = Console.WriteLine,
        };
    }

    /// <summary>The command <c>migrate</c>: the deploy step, with an administrator's connection that the portal itself never has.</summary>
    public static async Task<int> MigrateAsync(IConfiguration configuration)
    {
        if (configuration.GetConnectionString("Migration") is not { Length: > 0 } migration
            || configuration.GetConnectionString("Portal") is not { Length: > 0 } portal
            || configuration.GetConnectionString("Worker") is not { Length: > 0 } worker)
        {
            await Console.Error.WriteLineAsync(
                "migrate needs ConnectionStrings__Migration (may create roles), ConnectionStrings__Portal and ConnectionStrings__Worker.");
            return 2;
        }

        try
        {
            await PortalDatabase.MigrateAsync(migration, portal, worker, TimeProvider.System, CancellationToken.None);
        }
        catch (DbException failure)
        {
            await Console.Error.WriteLineAsync($"Not migrated: {OneLine(failure)}");
            return 1;
        }

        Console.WriteLine("The database is at the newest schema.");
        return 0;
    }

    /// <summary>For a person at a console; a server's output is JSON, line by line.</summary>
    public static void Announce(WebApplication app, PortalDatabase database)
    {
        var portal = app.Configuration.GetSection(PortalOptions.Section).Get<PortalOptions>() ?? new PortalOptions();
        if (!portal.Demo && !app.Environment.IsDevelopment()) return;

        Console.WriteLine();
        foreach (var address in app.Urls) Console.WriteLine($"  {portal.ProductName}: {address}");
        Console.WriteLine(database.IsPrivate ? "  Private PostgreSQL; it stops with the portal." : "  PostgreSQL from ConnectionStrings__Portal.");
        if (!portal.Demo) return;

        Console.WriteLine($"  Demo accounts, password {DemoAccounts.Password}:");
        foreach (var (email, role) in DemoAccounts.All) Console.WriteLine($"    {email,-24} {role}");
        Console.WriteLine($"  Demo client of the API: {ApiClients.DemoId}, secret {ApiClients.DemoSecret}, tokens from {ApiPaths.Token}");
        Console.WriteLine();
    }

    /// <summary>What an operator can mend: a setting, a key file, a server that does not answer.</summary>
    internal static bool IsRefusal(Exception failure) =>
        failure is InvalidOperationException or CryptographicException or FormatException or IOException or UnauthorizedAccessException
            or ArgumentException or DbException;

    /// <summary>What the database said rather than what was made of it.</summary>
    internal static string OneLine(Exception failure)
    {
        var told = failure;
        for (var inner = failure; inner is not null; inner = inner.InnerException)
        {
            if (inner is DbException) told = inner;
        }

        return told.Message.ReplaceLineEndings(" ");
    }

    /// <summary>Run as <c>dotnet Portal.dll</c> the process is dotnet itself, and needs to be told the assembly.</summary>
    private static IEnumerable<string> OwnAssembly() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(PortalStart).Assembly.Location] : [];
}
