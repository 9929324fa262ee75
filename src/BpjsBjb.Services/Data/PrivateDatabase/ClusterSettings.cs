namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>What a cluster is made with, and what its server is started with.</summary>
internal static class ClusterSettings
{
    /// <summary>Text sorts by code point on every system; PostgreSQL 17 brings that rule along.</summary>
    public static string[] ForInitDb(int major, bool durable) =>
    [
        "--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", "--no-instructions",
        OperatingSystem.IsLinux() ? "--locale=C.UTF-8" : "--locale=C",
        .. major < 17 ? Array.Empty<string>() : ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
        .. durable ? Array.Empty<string>() : ["--no-sync"],
    ];

    /// <summary>On the command line, so that a later portal's settings reach an earlier one's cluster.</summary>
    public static string ForServer(int port, bool durable) =>
        string.Join(' ', ServerSettings(port, durable).Select(setting => $"-c {setting}"));

    private static string[] ServerSettings(int port, bool durable) =>
    [
        $"port={port}",
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        // The tests' server has dozens of copies at once, each with its pools.
        $"max_connections={(durable ? 100 : 500)}",
        "password_encryption=scram-sha-256",
        "timezone=UTC",
        "log_timezone=UTC",
        "lc_messages=C",
        "jit=off",
        // Statements and details of errors carry personal data.
        "log_min_error_statement=panic",
        "log_error_verbosity=terse",
        // Where nothing outlives a crash, hundreds of short-lived copies are not worth visiting either.
        .. durable
            ? Array.Empty<string>()
            : ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0", "max_wal_size=4GB", "autovacuum=off"],
    ];
}
