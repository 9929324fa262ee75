using System.Diagnostics;

namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>What a finished program answered.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>The first line that speaks of an error, else the last one.</summary>
    public string Reason => Array.Find(Lines, SpeaksOfError) ?? Lines.LastOrDefault($"exit code {ExitCode}");

    private string[] Lines =>
        $"{Output}\n{Error}".Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool SpeaksOfError(string line) =>
        line.Contains("error", StringComparison.OrdinalIgnoreCase) || line.StartsWith("E: ", StringComparison.Ordinal);
}

/// <summary>A program run to its end, as another user where one is named.</summary>
internal sealed record Command(string Program, params string[] Arguments)
{
    public string? User { get; init; }

    /// <summary>Set for the program; null takes the variable away.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>();

    /// <summary>The program leaves a server behind.</summary>
    public bool LeavesServer { get; init; }

    // On Windows the server would inherit the pipes, and their end would never come.
    private bool IsHeard => !(LeavesServer && OperatingSystem.IsWindows());

    public async Task<CommandResult> RunAsync(CancellationToken cancel)
    {
        using var process = Process.Start(StartInfo())!;
        try
        {
            process.StandardInput.Close();
            var output = IsHeard ? process.StandardOutput.ReadToEndAsync(cancel) : Task.FromResult("");
            var error = IsHeard ? process.StandardError.ReadToEndAsync(cancel) : Task.FromResult("");
            await process.WaitForExitAsync(cancel);

            return new CommandResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo(Program, Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = IsHeard,
            RedirectStandardError = IsHeard,
            // A console of its own on Windows: Ctrl+C in the portal's does not reach the server.
            CreateNoWindow = true,
        };

        // The other user may not enter the folder the portal was started in.
        if (!OperatingSystem.IsWindows()) start.WorkingDirectory = "/";
        if (User is not null) start.UserName = User;
        foreach (var (name, value) in Variables) start.Environment[name] = value;

        return start;
    }
}
