using BpjsBjb.Services.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace BpjsBjb.Services.Data;

/// <summary>The database from nothing to ready: roles, database, migrations, grants and reference data. Safe to run twice and at once.</summary>
/// <remarks>
/// Roles: <c>bpjsbjb_owner</c> owns every object and cannot sign in; the logins of the portal and of its worker own nothing. An
/// administrator's connection does this work and is not kept.
/// </remarks>
public static class DatabaseSetup
{
    public const string OwnerRole = "bpjsbjb_owner";

    /// <summary>Owns the dashboard's views and nothing else; nobody signs in as it.</summary>
    public const string FiguresRole = "bpjsbjb_figures";

    /// <summary>Owns the four functions that answer across offices; nobody signs in as it.</summary>
    public const string LookupRole = "bpjsbjb_lookup";

    /// <summary>Owns the functions that write approved rules, and alone may; nobody signs in as it.</summary>
    public const string RulesRole = "bpjsbjb_rules";

    /// <summary>Owns the functions that change the tree of offices, and alone may place rows anew; nobody signs in as it.</summary>
    public const string OfficesRole = "bpjsbjb_offices";

    /// <summary>Owns the payouts and all that decides about them, and alone may write them; nobody signs in as it.</summary>
    public const string GateRole = "bpjsbjb_gate";

    /// <summary>For people's own logins at the database: dashboards only, read-only.</summary>
    public const string ReadOnlyRole = "bpjsbjb_readonly";

    /// <summary>For an auditor's own login at the database: what was recorded about changes and looks, no debtor.</summary>
    public const string AuditorRole = "bpjsbjb_auditor";

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
    /// <param name="app">The portal's own login; its password is set anew each time.</param>
    /// <param name="worker">The login of the work in the background; likewise.</param>
    /// <param name="recordedAt">When the reference rows became known to the portal.</param>
    /// <returns>The connection strings of both.</returns>
    public static async Task<PortalLogins> MigrateAsync(
        string adminConnectionString, string database, DatabaseLogin app, DatabaseLogin worker, DateTimeOffset recordedAt, CancellationToken cancel)
    {
        await using var admin = new NpgsqlConnection(adminConnectionString);
        await admin.OpenAsync(cancel);
        await ExecuteAsync(admin, $"select pg_advisory_lock({SetupLock})", cancel);
        try
        {
            await CreateRolesAsync(admin, app, worker, cancel);
            await CreateDatabaseAsync(admin, adminConnectionString, database, [app.User, worker.User], cancel);

            // The owner is the gate's for as long as the schema is changed, and never otherwise.
            await ExecuteAsync(admin, $"grant {GateRole} to {OwnerRole}", cancel);
            await using var db = new BpjsBjbDbContext(Options(OwnerConnectionString(adminConnectionString, database)));
            await db.Database.MigrateAsync(cancel);
            await ReferenceData.LoadAsync(db, recordedAt, cancel);
            var grants = SqlScript.Read("grants.sql").Replace("{app}", Quoted(app.User), StringComparison.Ordinal)
                .Replace("{worker}", Quoted(worker.User), StringComparison.Ordinal);
            await db.Database.ExecuteSqlRawAsync(grants, cancel);
        }
        finally
        {
            await ExecuteAsync(
                admin,
                $"do $$ begin if exists (select from pg_roles where rolname = '{GateRole}') then revoke {GateRole} from {OwnerRole}; end if; end $$",
                CancellationToken.None);
            await ExecuteAsync(admin, $"select pg_advisory_unlock({SetupLock})", CancellationToken.None);
        }

        return new PortalLogins(For(app), For(worker));

        string For(DatabaseLogin login) => new NpgsqlConnectionStringBuilder(adminConnectionString)
        {
            Database = database,
            Username = login.User,
            Password = login.Password,
            ApplicationName = "bpjsbjb",
        }.ConnectionString;
    }

    /// <summary>An administrator's connection acting as the owner of the schema.</summary>
    internal static string OwnerConnectionString(string adminConnectionString, string database) =>
        new NpgsqlConnectionStringBuilder(adminConnectionString)
        {
            Database = database,
            Options = $"-c role={OwnerRole} -c jit=off {RowScope.Everything.AsSessionOptions()}",
            Pooling = false,
        }.ConnectionString;

    private static Task CreateRolesAsync(NpgsqlConnection admin, DatabaseLogin app, DatabaseLogin worker, CancellationToken cancel) => ExecuteAsync(
        admin,
        $"""
         do $$
         declare the_role text;
         begin
             foreach the_role in array array['{OwnerRole}', '{FiguresRole}', '{LookupRole}', '{RulesRole}', '{OfficesRole}', '{GateRole}', '{ReadOnlyRole}', '{AuditorRole}'] loop
                 if not exists (select from pg_roles where rolname = the_role) then execute format('create role %I nologin', the_role); end if;
             end loop;
         end $$;
         -- The owner may hand views and functions to these roles, without having their rights itself.
         alter role {OwnerRole} noinherit;
         grant {FiguresRole}, {LookupRole}, {RulesRole}, {OfficesRole} to {OwnerRole};
         alter role {ReadOnlyRole} set default_transaction_read_only = on;
         alter role {ReadOnlyRole} set statement_timeout = '5s';
         {LoginSql(app, statementTimeout: "10s", planCacheMode: "force_custom_plan")}
         {LoginSql(worker, statementTimeout: "5min", planCacheMode: "auto")}
         grant {OwnerRole} to current_user;
         """,
        cancel);

    /// <summary>
    /// Statements of readers are planned for the scope they run in: a plan kept from another reader's scope can be a hundred times slower. The worker has
    /// one scope, and writes rows by the thousand: planned anew for each, a look at a foreign key costs more than the row. Random pages cost
    /// what they do on the flash memory every server has by now; at the price of a turning disk whole tables are read to show one page.
    /// </summary>
    private static string LoginSql(DatabaseLogin login, string statementTimeout, string planCacheMode) =>
        $"""
         do $$ begin
             if not exists (select from pg_roles where rolname = {Literal(login.User)}) then create role {Quoted(login.User)} login; end if;
         end $$;
         alter role {Quoted(login.User)} login nosuperuser nocreatedb nocreaterole password {Literal(login.Password)};
         alter role {Quoted(login.User)} set statement_timeout = '{statementTimeout}';
         alter role {Quoted(login.User)} set lock_timeout = '3s';
         alter role {Quoted(login.User)} set idle_in_transaction_session_timeout = '15s';
         alter role {Quoted(login.User)} set plan_cache_mode = '{planCacheMode}';
         alter role {Quoted(login.User)} set jit = off;
         alter role {Quoted(login.User)} set random_page_cost = 1.1;
         """;

    private static async Task CreateDatabaseAsync(
        NpgsqlConnection admin, string adminConnectionString, string database, IReadOnlyList<string> users, CancellationToken cancel)
    {
        await using var find = new NpgsqlCommand("select count(*) from pg_database where datname = $1", admin);
        find.Parameters.Add(new NpgsqlParameter { Value = database });
        if ((long)(await find.ExecuteScalarAsync(cancel))! == 0)
        {
            await ExecuteAsync(admin, $"create database {Quoted(database)} owner {OwnerRole} encoding 'UTF8' template template0", cancel);
        }

        await ExecuteAsync(admin, $"revoke all on database {Quoted(database)} from public; grant connect on database {Quoted(database)} to {string.Join(", ", users.Select(Quoted))}", cancel);
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

/// <summary>A login at the database and its password.</summary>
public sealed record DatabaseLogin(string User, string Password);

/// <summary>The connection strings of the portal's own login and of its worker's.</summary>
public sealed record PortalLogins(string App, string Worker);
