namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>PostgreSQL refuses to run as root: a root portal runs it as one of these users.</summary>
internal static class ServiceUser
{
    public static bool IsNeeded => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    public static async Task<string?> ChooseAsync(CancellationToken cancel)
    {
        if (!IsNeeded) return null;

        var postgres = await new Command("id", "-u", "postgres").RunAsync(cancel);
        return postgres.Succeeded ? "postgres" : "nobody";
    }

    /// <summary>Not chosen anew: apt may have made "postgres" since "nobody" made the cluster.</summary>
    public static async Task<string?> OwnerOfAsync(string folder, CancellationToken cancel)
    {
        if (!IsNeeded) return null;

        string[] format = OperatingSystem.IsMacOS() ? ["-f", "%Su"] : ["-c", "%U"];
        var owner = await new Command("stat", [.. format, folder]).RunAsync(cancel);
        return owner.Succeeded
            ? owner.Output.Trim()
            : throw new InvalidOperationException($"The owner of {folder} is unknown: {owner.Reason}");
    }

    public static async Task GiveAsync(string folder, string? user, CancellationToken cancel)
    {
        if (user is null) return;

        var given = await new Command("chown", "-R", user, folder).RunAsync(cancel);
        if (!given.Succeeded)
        {
            throw new InvalidOperationException($"{folder} cannot be given to user {user}: {given.Reason}");
        }
    }

    /// <summary>The umask of a root may have closed what it unpacked.</summary>
    public static async Task AdmitAsync(string folder, CancellationToken cancel)
    {
        if (!IsNeeded) return;

        var admitted = await new Command("chmod", "-R", "a+rX", folder).RunAsync(cancel);
        if (!admitted.Succeeded)
        {
            throw new InvalidOperationException($"{folder} cannot be opened to other users: {admitted.Reason}");
        }
    }

    /// <summary>The first folder on the way that other users may not enter.</summary>
    public static string? ClosedAncestor(string path)
    {
        if (OperatingSystem.IsWindows()) return null;

        var ancestors = new Stack<DirectoryInfo>();
        for (var folder = new DirectoryInfo(path); folder is not null; folder = folder.Parent) ancestors.Push(folder);

        return ancestors
            .FirstOrDefault(folder => folder.Exists && !folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            ?.FullName;
    }
}
