namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>The names inside a data directory.</summary>
internal sealed record ClusterFolder(string Root)
{
    /// <summary>Exists only when it is whole: initdb ran to its end and the password is inside.</summary>
    public string Cluster => Path.Combine(Root, "cluster");

    public string Password => Path.Combine(Cluster, PasswordName);

    public string Log => Path.Combine(Cluster, "server.log");

    public string PreviousLog => Path.Combine(Cluster, "server.previous.log");

    /// <summary>Held by the one start that makes, starts or adopts the cluster.</summary>
    public string StartLock => Path.Combine(Root, "start.lock");

    /// <summary>Shared by the keepers; whoever gets it alone is the last and stops the server.</summary>
    public string KeepersLock => Path.Combine(Root, "keepers.lock");

    public bool IsMade => Directory.Exists(Cluster);

    public int? Major => IsMade
        ? int.Parse(File.ReadAllText(Path.Combine(Cluster, "PG_VERSION")), provider: null)
        : null;

    public static string PasswordName => "portal.password";

    public string NewStaging() => Path.Combine(Root, $"{Staging}{Path.GetRandomFileName()}");

    public IEnumerable<string> Stagings() => Directory.EnumerateDirectories(Root, $"{Staging}*");

    private static string Staging => "initializing-";
}
