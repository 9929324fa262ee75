using System.Diagnostics;
using BpjsBjb.BrowserTests.Support;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace BpjsBjb.BrowserTests.Support;

/// <summary>One browser for the run: the named one, an installed one, or, for root on Debian, the one apt brings.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Variable = "BPJSBJB_CHROMIUM";
    private const string DriverNode = "PLAYWRIGHT_NODEJS_PATH";

    private static readonly string[] Installed =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var executable = Find() ?? await InstallAsync() ?? throw new InvalidOperationException(
            $"The browser tests need Chromium: install it (Debian: apt-get install chromium) or name it in {Variable}.");
        if (!HasOwnNode() && OnPath("node") is { } node) Environment.SetEnvironmentVariable(DriverNode, node);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = executable,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null) await Browser.CloseAsync();
        _playwright?.Dispose();
    }

    private static string? Find() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? File.Exists(named) ? named : throw new InvalidOperationException($"{Variable} names {named}, which is not there.")
        : Installed.FirstOrDefault(File.Exists);

    private static async Task<string?> InstallAsync()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || OnPath("apt-get") is null) return null;

        await RunAsync("apt-get", "update", "-qq");
        await RunAsync("apt-get", "install", "-y", "-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", "chromium");
        return Find();
    }

    private static async Task RunAsync(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var process = Process.Start(start)!;
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync(), process.WaitForExitAsync());
    }

    /// <summary>The driver package brings Node for the usual platforms; elsewhere an installed one serves.</summary>
    private static bool HasOwnNode() =>
        Directory.Exists(Path.Combine(AppContext.BaseDirectory, ".playwright", "node"))
        && Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, ".playwright", "node"), "node*", SearchOption.AllDirectories).Any();

    private static string? OnPath(string command) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, command)).FirstOrDefault(File.Exists);
}
