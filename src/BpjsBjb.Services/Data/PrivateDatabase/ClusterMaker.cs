using System.Security.Cryptography;

namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>Makes a cluster under a temporary name and renames it when it is whole.</summary>
internal sealed class ClusterMaker(ClusterFolder folder)
{
    /// <summary>Left by starts that were killed; call only under the start lock.</summary>
    public void SweepStagings()
    {
        foreach (var staging in folder.Stagings())
        {
            try
            {
                Directory.Delete(staging, recursive: true);
            }
            catch (IOException)
            {
                // An initdb whose portal was killed may still write there; the next start sweeps it.
            }
        }
    }

    public async Task MakeAsync(PostgresBinaries binaries, bool durable, CancellationToken cancel)
    {
        var user = await ServiceUser.ChooseAsync(cancel);
        var staging = folder.NewStaging();
        var password = Path.Combine(staging, ClusterFolder.PasswordName);
        var data = Path.Combine(staging, "data");

        MakePrivate(staging);
        await WritePasswordAsync(password, cancel);
        await ServiceUser.GiveAsync(staging, user, cancel);

        var initDb = PostgresBinaries.Command(
            binaries.Folder, "initdb", user,
            ["-D", data, $"--pwfile={password}", .. ClusterSettings.ForInitDb(binaries.Major, durable)]);
        var made = await initDb.RunAsync(cancel);
        if (!made.Succeeded) throw new InvalidOperationException($"initdb refused: {made.Reason}");

        File.Move(password, Path.Combine(data, ClusterFolder.PasswordName));
        Directory.Move(data, folder.Cluster);
        Directory.Delete(staging, recursive: true);
    }

    private static void MakePrivate(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static async Task WritePasswordAsync(string path, CancellationToken cancel)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        await using var file = new StreamWriter(path, options);
        await file.WriteLineAsync(RandomNumberGenerator.GetHexString(64).AsMemory(), cancel);
    }
}
