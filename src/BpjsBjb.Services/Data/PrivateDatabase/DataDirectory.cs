namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>Ours alone, but the user that PostgreSQL runs as must get through.</summary>
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

        if (ServiceUser.IsNeeded && ServiceUser.ClosedAncestor(Path.GetDirectoryName(path)!) is { } closed)
        {
            throw new InvalidOperationException(
                $"PostgreSQL does not run as root, and other users may not enter {closed}: "
                + "set Portal__DataDirectory to a folder elsewhere.");
        }

        if (!Directory.Exists(path)) Directory.CreateDirectory(path, mode);
        if (ServiceUser.IsNeeded) File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherExecute);
    }
}
