using BpjsBjb.Services.Access;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BpjsBjb.Services.Data;

/// <summary>The background work's own door to the database: its own login and pool, every row in scope for the whole session.</summary>
internal sealed class WorkerDatabase(string connectionString)
{
    /// <summary>A server that vanished without a word is found out within a minute, and what it held is free.</summary>
    private const string GoneAfter = "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3";

    private readonly DbContextOptions<BpjsBjbDbContext> _options = DatabaseSetup.Options(new NpgsqlConnectionStringBuilder(connectionString)
    {
        Options = $"{RowScope.Everything.AsSessionOptions()} {GoneAfter}",
        ApplicationName = "bpjsbjb worker",
        CommandTimeout = 300, // as long as the database lets a statement of this login run
        MaxPoolSize = 24, // a job holds its lock on one connection and works on another
    }.ConnectionString);

    public BpjsBjbDbContext Create() => new(_options);
}
