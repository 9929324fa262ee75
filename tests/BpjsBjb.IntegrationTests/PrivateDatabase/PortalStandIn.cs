using System.Diagnostics;
using BpjsBjb.Services.Data.PrivateDatabase;

namespace BpjsBjb.IntegrationTests.PrivateDatabase;

/// <summary>A process that starts the private PostgreSQL as a portal does, and that a test may kill.</summary>
internal sealed class PortalStandIn : IDisposable
{
    private const string DataDirectory = "BPJSBJB_STAND_IN_DATA";

    private readonly Process _process;

    private PortalStandIn(Process process) => _process = process;

    private static string Web => Path.Combine(AppContext.BaseDirectory, "BpjsBjb.Web.dll");

    /// <summary>Runs beside the test, until killed or until <see cref="End"/>.</summary>
    public static PortalStandIn Start(string dataDirectory, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("dotnet", [Web])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(PortalStandIn).Assembly.Location;
        start.Environment[DataDirectory] = dataDirectory;
        foreach (var (name, value) in variables) start.Environment[name] = value;

        return new PortalStandIn(Process.Start(start)!);
    }

    /// <summary>Its admin connection string, or the sentence it was refused with.</summary>
    public async Task<string> AnswerAsync() =>
        await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";

    public void End() => _process.StandardInput.Close();

    public void Kill() => _process.Kill();

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    /// <summary>The stand-in's own side, in its own process.</summary>
    public static void Play()
    {
        PlayAsync(Environment.GetEnvironmentVariable(DataDirectory)!).GetAwaiter().GetResult();
        Environment.Exit(0);
    }

    private static async Task PlayAsync(string dataDirectory)
    {
        var options = new PrivatePostgresOptions
        {
            DataDirectory = dataDirectory,
            Durable = false,
            KeeperCommand = ["dotnet", Web, "keep-postgres"],
        };

        try
        {
            var postgres = await PrivatePostgres.StartAsync(options, CancellationToken.None);
            await Console.Out.WriteLineAsync(postgres.AdminConnectionString);
        }
        catch (InvalidOperationException refused)
        {
            await Console.Out.WriteLineAsync(refused.Message);
        }

        await Console.In.ReadToEndAsync();
    }
}
