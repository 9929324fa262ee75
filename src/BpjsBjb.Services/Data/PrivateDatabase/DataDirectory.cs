namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>The folder of the cluster and its locks: ours alone, but the user that PostgreSQL runs as must get through.</summary>
internal static class DataDirectory
{
    public static void Prepare(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (ServiceUser.IsNeeded) mode |= UnixFileMode.OtherExecute;

        if (!Directory.Exists(path)) Directory.CreateDirectory(path, mode);
        if (!ServiceUser.IsNeeded) return;

        if (!File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherExecute)) File.SetUnixFileMode(path, mode);
        if (ServiceUser.ClosedAncestor(path) is { } closed)
        {
            throw new InvalidOperationException(
                $"PostgreSQL does not run as root, and other users may not enter {closed}: "
                + "set Portal__DataDirectory to a folder elsewhere.");
        }
    }
}
