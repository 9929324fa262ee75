namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>Installs PostgreSQL where we are root on Debian or Ubuntu.</summary>
internal static class AptInstaller
{
    private const string ClusterSettings = "/etc/postgresql-common/createcluster.conf";

    public static async Task<bool> InstallAsync(int? major, Action<string>? say, CancellationToken cancel)
    {
        if (!ServiceUser.IsNeeded || !File.Exists("/etc/debian_version")) return false;
        if (InstalledFolders.OnPath("apt-get") is not { } apt) return false;

        say?.Invoke("Installing PostgreSQL with apt …");
        await ForgoMainClusterAsync(say, cancel);

        var package = major is null ? "postgresql" : $"postgresql-{major}";
        string[] install = ["install", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", package];
        return await SucceedsAsync(apt, ["update"], say, cancel) && await SucceedsAsync(apt, install, say, cancel);
    }

    /// <summary>Debian's package would make and start a server of its own on port 5432.</summary>
    private static async Task ForgoMainClusterAsync(Action<string>? say, CancellationToken cancel)
    {
        if (File.Exists(ClusterSettings)) return;

        Directory.CreateDirectory(Path.GetDirectoryName(ClusterSettings)!);
        await File.WriteAllTextAsync(ClusterSettings, "create_main_cluster = false\n", cancel);
        say?.Invoke($"Wrote {ClusterSettings}, so that apt starts no server of its own.");
    }

    private static async Task<bool> SucceedsAsync(
        string apt, string[] arguments, Action<string>? say, CancellationToken cancel)
    {
        var command = new Command(apt, arguments)
        {
            Variables = new Dictionary<string, string?>
            {
                ["DEBIAN_FRONTEND"] = "noninteractive",
                ["UCF_FORCE_CONFFOLD"] = "1",
            },
        };

        var done = await command.RunAsync(cancel);
        if (!done.Succeeded) say?.Invoke($"apt-get {arguments[0]} failed: {done.Reason}");
        return done.Succeeded;
    }
}
