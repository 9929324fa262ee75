using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace BpjsBjb.Services.Data;

/// <summary>The database from nothing to ready: roles, database, migrations, grants and reference data. Safe to run twice and at once.</summary>
/// <remarks>
/// Roles: <c>bpjsbjb_owner</c> owns every object and cannot sign in; the portal's own login owns nothing. An administrator's
/// connection does this work and is not kept.
/// </remarks>
public static class DatabaseSetup
{
    public const string OwnerRole = "bpjsbjb_owner";

    /// <summary>One number for "setting up the portal's database"; every starter waits for it.</summary>
    private const long SetupLock = 0x4C44_4250_4A53;

    internal static DbContextOptions<BpjsBjbDbContext> Options(string connectionString) =>
        ((DbContextOptionsBuilder<BpjsBjbDbContext>)Configure(new DbContextOptionsBuilder<BpjsBjbDbContext>(), connectionString)).Options;

    internal static DbContextOptionsBuilder Configure(DbContextOptionsBuilder builder, string connectionString) => builder
        .UseNpgsql(connectionString, npgsql => npgsql.MigrationsHistoryTable("__EFMigrationsHistory", "public"))
        .UseSnakeCaseNamingConvention()
        // An empty database has no history table yet: EF asks for it and logs an error that means nothing.
        .ConfigureWarnings(warnings => warnings.Log((RelationalEventId.CommandError, Microsoft.Extensions.Logging.LogLevel.Debug)));

    /// <summary>Creates what is missing and migrates to the newest schema.</summary>
    /// <param name="adminConnectionString">A role that may create roles and databases.</param>
    /// <param name="database">Name of the portal's database.</param>
    /// <param name="appUser">The portal's own login.</param>
    /// <param name="appPassword">Its password, set anew each time.</param>
    /// <param name="recordedAt">When the reference rows became known to the portal.</param>
    /// <returns>The portal's own connection string.</returns>
    public static async Task<string> MigrateAsync(
        string adminConnectionString, string database, string appUser, string appPassword, DateTimeOffset recordedAt, CancellationToken cancel)
    {
        await using var admin = new NpgsqlConnection(adminConnectionString);
        await admin.OpenAsync(cancel);
        await ExecuteAsync(admin, $"select pg_advisory_lock({SetupLock})", cancel);
        try
        {
            await CreateRolesAsync(admin, appUser, appPassword, cancel);
            await CreateDatabaseAsync(admin, adminConnectionString, database, appUser, cancel);

            await using var db = new BpjsBjbDbContext(Options(OwnerConnectionString(adminConnectionString, database)));
            await db.Database.MigrateAsync(cancel);
            await ReferenceData.LoadAsync(db, recordedAt, cancel);
            await db.Database.ExecuteSqlRawAsync(SqlScript.Read("grants.sql").Replace("{app}", Quoted(appUser), StringComparison.Ordinal), cancel);
        }
        finally
        {
            await ExecuteAsync(admin, $"select pg_advisory_unlock({SetupLock})", CancellationToken.None);
        }

        return new NpgsqlConnectionStringBuilder(adminConnectionString)
        {
            Database = database,
            Username = appUser,
            Password = appPassword,
            ApplicationName = "bpjsbjb",
        }.ConnectionString;
    }

    /// <summary>An administrator's connection acting as the owner of the schema.</summary>
    internal static string OwnerConnectionString(string adminConnectionString, string database) =>
        new NpgsqlConnectionStringBuilder(adminConnectionString)
        {
            Database = database,
            Options = $"-c role={OwnerRole}",
            Pooling = false,
        }.ConnectionString;

    private static async Task CreateRolesAsync(NpgsqlConnection admin, string appUser, string appPassword, CancellationToken cancel)
    {
        await ExecuteAsync(
            admin,
            $"""
             do $$ begin
                 if not exists (select from pg_roles where rolname = '{OwnerRole}') then create role {OwnerRole} nologin; end if;
                 if not exists (select from pg_roles where rolname = {Literal(appUser)}) then create role {Quoted(appUser)} login; end if;
             end $$;
             alter role {Quoted(appUser)} login nosuperuser nocreatedb nocreaterole password {Literal(appPassword)};
             alter role {Quoted(appUser)} set statement_timeout = '10s';
             alter role {Quoted(appUser)} set lock_timeout = '3s';
             alter role {Quoted(appUser)} set idle_in_transaction_session_timeout = '15s';
             alter role {Quoted(appUser)} set plan_cache_mode = 'force_custom_plan';
             grant {OwnerRole} to current_user;
             """,
            cancel);
    }

    private static async Task CreateDatabaseAsync(
        NpgsqlConnection admin, string adminConnectionString, string database, string appUser, CancellationToken cancel)
    {
        await using var find = new NpgsqlCommand("select count(*) from pg_database where datname = $1", admin);
        find.Parameters.Add(new NpgsqlParameter { Value = database });
        if ((long)(await find.ExecuteScalarAsync(cancel))! == 0)
        {
            await ExecuteAsync(admin, $"create database {Quoted(database)} owner {OwnerRole} encoding 'UTF8' template template0", cancel);
        }

        await ExecuteAsync(admin, $"revoke all on database {Quoted(database)} from public; grant connect on database {Quoted(database)} to {Quoted(appUser)}", cancel);
        await using var inside = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(adminConnectionString)
        {
            Database = database,
            Pooling = false,
        }.ConnectionString);
        await inside.OpenAsync(cancel);
        await ExecuteAsync(inside, $"alter schema public owner to {OwnerRole}", cancel);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
