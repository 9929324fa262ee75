using System.Diagnostics;

namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>The portal's side of a keeper: a pipe that the kernel closes when the portal ends in any way.</summary>
internal sealed class KeeperProcess : IDisposable
{
    /// <summary>What the two say to each other, one line each.</summary>
    public const string Holding = "holding", Starting = "starting", Started = "started";

    // A developer's tools mean the portal, and the keeper needs no server's memory.
    private static readonly string[] NotForKeepers =
        ["DOTNET_STARTUP_HOOKS", "DOTNET_MODIFIABLE_ASSEMBLIES", "ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"];

    private readonly Process _process;

    private KeeperProcess(Process process) => _process = process;

    public static KeeperProcess Run(IReadOnlyList<string> command, string dataDirectory)
    {
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1), dataDirectory])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // A console of its own on Windows: Ctrl+C in the portal's does not reach the keeper.
            CreateNoWindow = true,
        };
        foreach (var variable in NotForKeepers) start.Environment.Remove(variable);
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";

        return new KeeperProcess(Process.Start(start)!);
    }

    /// <summary>From here on the keeper stops the server when it is the last.</summary>
    public async Task HoldsAsync(CancellationToken cancel)
    {
        var answer = await _process.StandardOutput.ReadLineAsync(cancel);
        if (answer == Holding) return;

        _process.Kill(entireProcessTree: true);
        var reason = await _process.StandardError.ReadToEndAsync(cancel);
        throw new InvalidOperationException($"The keeper of PostgreSQL did not start: {answer} {reason}");
    }

    public async Task TellAsync(string line, CancellationToken cancel)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), cancel);
        await _process.StandardInput.FlushAsync(cancel);
    }

    public void Dispose()
    {
        _process.StandardInput.Dispose();
        _process.Dispose();
    }
}
