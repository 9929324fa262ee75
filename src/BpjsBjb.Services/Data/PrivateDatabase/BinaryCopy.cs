using System.Security.Cryptography;
using System.Text;

namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>Programs under a closed home, copied to where the user that PostgreSQL runs as can run them.</summary>
internal static class BinaryCopy
{
    public static async Task<PostgresBinaries> WithinReachAsync(PostgresBinaries binaries, CancellationToken cancel)
    {
        if (!ServiceUser.IsNeeded || ServiceUser.ClosedAncestor(binaries.Folder) is null) return binaries;

        // PostgreSQL finds its libraries and shared files beside its programs.
        var installation = Path.GetDirectoryName(binaries.Folder)!;
        var copy = Path.Combine(PortalFolders.Cache(), $"copy-{Fingerprint(binaries)}");
        if (!Directory.Exists(copy))
        {
            await StagedFolder.MakeAsync(copy, staging => FillAsync(installation, staging, cancel), cancel);
        }

        return binaries with { Folder = Path.Combine(copy, Path.GetFileName(binaries.Folder)) };
    }

    private static async Task FillAsync(string installation, string staging, CancellationToken cancel)
    {
        var copied = await new Command("cp", "-R", "-p", $"{installation}/.", staging).RunAsync(cancel);
        if (!copied.Succeeded) throw new InvalidOperationException($"{installation} cannot be copied: {copied.Reason}");
    }

    /// <summary>An upgrade in the same place has another date, and gets another copy.</summary>
    private static string Fingerprint(PostgresBinaries binaries)
    {
        var changed = File.GetLastWriteTimeUtc(Path.Combine(binaries.Folder, "postgres"));
        var source = Encoding.UTF8.GetBytes($"{binaries.Folder}|{changed:O}");

        return Convert.ToHexStringLower(SHA256.HashData(source))[..16];
    }
}
