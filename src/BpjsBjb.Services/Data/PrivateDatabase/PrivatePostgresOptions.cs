namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>Where the private PostgreSQL lives and who watches over it.</summary>
public sealed record PrivatePostgresOptions
{
    /// <summary>One cluster per folder.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Off only for the tests' own clusters.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Executable and arguments that run the keeper; the data directory is appended.</summary>
    public required IReadOnlyList<string> KeeperCommand { get; init; }

    /// <summary>One line of progress for a person at a console.</summary>
    public Action<string>? Say { get; init; }

    /// <summary>The folders an installed PostgreSQL is looked for in; tests replace them to look elsewhere.</summary>
    internal Func<IReadOnlyList<string>> InstalledIn { get; init; } = InstalledFolders.All;

    /// <summary>Portal__DataDirectory, else a per-user data folder outside the checkout.</summary>
    public static string DefaultDataDirectory()
    {
        var configured = Environment.GetEnvironmentVariable("Portal__DataDirectory");

        return string.IsNullOrWhiteSpace(configured) ? PortalFolders.Data() : Path.GetFullPath(configured);
    }
}
