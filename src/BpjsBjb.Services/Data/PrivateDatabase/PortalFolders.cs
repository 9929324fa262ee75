namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>The folders of the user who runs the portal; for a root with a closed home, those of the machine.</summary>
internal static class PortalFolders
{
    private const string Name = "bpjsbjb";

    public static string Data()
    {
        var perUser = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);

        return Open(perUser, "/var/lib");
    }

    public static string Cache()
    {
        var home = Environment.GetFolderPath(
            Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        var perUser = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") switch
        {
            { Length: > 0 } configured => configured,
            _ when OperatingSystem.IsWindows() => Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            _ when home.Length == 0 => "",
            _ when OperatingSystem.IsMacOS() => Path.Combine(home, "Library", "Caches"),
            _ => Path.Combine(home, ".cache"),
        };

        return Path.Combine(Open(perUser, "/var/cache"), "postgresql");
    }

    /// <summary>A root's umask must not keep the user that PostgreSQL runs as out of our own folders.</summary>
    public static void OpenCache(string cache)
    {
        Directory.CreateDirectory(cache);
        if (OperatingSystem.IsWindows() || !ServiceUser.IsNeeded) return;

        foreach (var ours in new[] { Path.GetDirectoryName(cache)!, cache })
        {
            File.SetUnixFileMode(ours, File.GetUnixFileMode(ours) | UnixFileMode.OtherExecute);
        }
    }

    private static string Open(string perUser, string ofTheMachine)
    {
        if (perUser.Length == 0) return Path.Combine(Path.GetTempPath(), $"{Name}-{Environment.UserName}");
        if (ServiceUser.IsNeeded && ServiceUser.ClosedAncestor(perUser) is not null) perUser = ofTheMachine;

        return Path.Combine(perUser, Name);
    }
}
