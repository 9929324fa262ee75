using BpjsBjb.Services.Access;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BpjsBjb.Services.Data;

/// <summary>The background work's own door to the database: its own login and pool, every row in scope for the whole session.</summary>
internal sealed class WorkerDatabase(string connectionString)
{
    private readonly DbContextOptions<BpjsBjbDbContext> _options = DatabaseSetup.Options(new NpgsqlConnectionStringBuilder(connectionString)
    {
        Options = RowScope.Everything.AsSessionOptions(),
        ApplicationName = "bpjsbjb worker",
        MaxPoolSize = 5,
    }.ConnectionString);

    public BpjsBjbDbContext Create() => new(_options);
}
