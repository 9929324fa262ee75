using System.Security.Cryptography;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data.Demo;
using BpjsBjb.Services.Data.PrivateDatabase;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BpjsBjb.Services.Data;

/// <summary>What is known about the database before the portal starts.</summary>
public sealed record PortalDatabaseOptions
{
    /// <summary>The server to use; null starts a private one.</summary>
    public string? Portal { get; init; }

    /// <summary>The login of the work in the background, on the same server.</summary>
    public string? Worker { get; init; }

    /// <summary>A role that may create roles and databases; asked for only where the portal may migrate.</summary>
    public string? Migration { get; init; }

    /// <summary>The master keys; null makes a file in the data folder, outside production only.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Development and demonstration: the portal may start its own server, migrate, and make its own keys.</summary>
    public bool IsForTrying { get; init; }

    /// <summary>Load the invented bank and its accounts.</summary>
    public bool Demo { get; init; }

    public required IReadOnlyList<string> KeeperCommand { get; init; }

    public Action<string>? Say { get; init; }
}

/// <summary>The database a portal runs on, ready to use.</summary>
public sealed class PortalDatabase
{
    private const string DatabaseName = "bpjsbjb";
    private const string AppUser = "bpjsbjb_app";
    private const string WorkerUser = "bpjsbjb_worker";

    private PortalDatabase(string connectionString, string worker, MasterKeys keys, bool isPrivate) =>
        (ConnectionString, WorkerConnectionString, Keys, IsPrivate) = (connectionString, worker, keys, isPrivate);

    /// <summary>Signs in as the portal's own role, which owns nothing.</summary>
    public string ConnectionString { get; }

    /// <summary>Signs in as the worker's role, which owns nothing either and has every row in scope.</summary>
    public string WorkerConnectionString { get; }

    public MasterKeys Keys { get; }

    public bool IsPrivate { get; }

    /// <summary>Finds or starts the server, migrates where that is allowed, and loads the demonstration where it is asked for.</summary>
    /// <exception cref="InvalidOperationException">Production without a connection string or key file, or beside accounts of a demonstration.</exception>
    public static async Task<PortalDatabase> OpenAsync(PortalDatabaseOptions options, TimeProvider clock, CancellationToken cancel)
    {
        if (options.IsForTrying) return await OpenForTryingAsync(options, clock, cancel);

        var found = new PortalDatabase(
            options.Portal ?? throw Missing("ConnectionStrings__Portal"),
            options.Worker ?? throw Missing("ConnectionStrings__Worker"),
            MasterKeys.Read(options.KeyFile ?? throw Missing("Portal__KeyFile")),
            isPrivate: false);
        await RefuseDemoAccountsAsync(found.ConnectionString, cancel);
        await RefuseOtherKeysAsync(found.ConnectionString, found.Keys, clock, cancel);
        return found;
    }

    /// <summary>The deploy step of production: creates roles, schema and grants, and loads the reference rows.</summary>
    public static Task MigrateAsync(string migration, string portal, string worker, TimeProvider clock, CancellationToken cancel)
    {
        var database = new NpgsqlConnectionStringBuilder(portal).Database!;
        return DatabaseSetup.MigrateAsync(InServer(migration, database), database, LoginIn(portal), LoginIn(worker), clock.GetUtcNow(), cancel);
    }

    /// <summary>The database as the owner of its schema and the file of its keys: for the commands that move keys.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing outside development and demonstration.</exception>
    public static async Task<KeyRotation> KeyRotationAsync(PortalDatabaseOptions options, TimeProvider clock, CancellationToken cancel)
    {
        var folder = PrivatePostgresOptions.DefaultDataDirectory();
        var keyFile = options.KeyFile ?? (options.IsForTrying ? OwnKeyFile(folder) : throw Missing("Portal__KeyFile"));
        if (!File.Exists(keyFile)) throw new InvalidOperationException("there is no key file yet: start the portal first, or make one with keys new.");
        if (!options.IsForTrying && options.Migration is null)
        {
            throw new InvalidOperationException("ConnectionStrings__Migration must be set: moving keys is work of the schema's owner.");
        }

        var admin = options.Migration ?? options.Portal ?? await StartPrivateAsync(options, folder, cancel);
        var database = options.Portal is { } portal ? new NpgsqlConnectionStringBuilder(portal).Database ?? DatabaseName : DatabaseName;
        return new KeyRotation(DatabaseSetup.OwnerConnectionString(admin, database), keyFile, clock);
    }

    private static async Task<PortalDatabase> OpenForTryingAsync(PortalDatabaseOptions options, TimeProvider clock, CancellationToken cancel)
    {
        var folder = PrivatePostgresOptions.DefaultDataDirectory();
        var admin = options.Migration ?? options.Portal ?? await StartPrivateAsync(options, folder, cancel);
        var keys = options.KeyFile is { } file ? MasterKeys.Read(file) : MasterKeys.ReadOrCreate(OwnKeyFile(folder));
        if (options is { Migration: null, Portal: { } own } && !await MayMigrateAsync(own, cancel))
        {
            await RefuseOtherKeysAsync(own, keys, clock, cancel);
            return new PortalDatabase(own, options.Worker ?? own, keys, isPrivate: false);
        }

        var target = new NpgsqlConnectionStringBuilder(options.Portal ?? admin);
        var database = options.Portal is null ? DatabaseName : target.Database ?? DatabaseName;
        var hasOwnLogin = options is { Migration: not null, Portal: not null };
        var logins = await DatabaseSetup.MigrateAsync(
            InServer(admin, database),
            database,
            hasOwnLogin ? LoginIn(options.Portal!) : new DatabaseLogin(AppUser, SecretIn(Path.Combine(folder, "keys", "app.password"))),
            options.Worker is { } worker ? LoginIn(worker) : new DatabaseLogin(WorkerUser, SecretIn(Path.Combine(folder, "keys", "worker.password"))),
            clock.GetUtcNow(),
            cancel);
        await RefuseOtherKeysAsync(logins.App, keys, clock, cancel);
        if (options.Demo)
        {
            await DemoBank.LoadAsync(DatabaseSetup.OwnerConnectionString(admin, database), keys, clock, options.Say, cancel);
        }

        return new PortalDatabase(hasOwnLogin ? options.Portal! : logins.App, logins.Worker, keys, isPrivate: options.Portal is null);
    }

    private static DatabaseLogin LoginIn(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        return new DatabaseLogin(builder.Username!, builder.Password!);
    }

    /// <summary>A login that may not create roles is used as it is: its schema is somebody else's to migrate.</summary>
    private static async Task<bool> MayMigrateAsync(string connectionString, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(InServer(connectionString, DatabaseName));
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand("select rolsuper or (rolcreaterole and rolcreatedb) from pg_roles where rolname = current_user", connection);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Their password is printed in the source.</summary>
    private static async Task RefuseDemoAccountsAsync(string connectionString, CancellationToken cancel)
    {
        await using var db = new BpjsBjbDbContext(DatabaseSetup.Options(connectionString));
        try
        {
            if (!await db.Users.AnyAsync(user => user.IsDemo, cancel)) return;
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            throw new InvalidOperationException("the database has no schema yet: run the command migrate first.");
        }

        throw new InvalidOperationException(
            "the database holds accounts of a demonstration, whose password is public: use another database, or remove them.");
    }

    /// <summary>Keys of another database would open nothing and, worse, find nobody: every NIK would look new.</summary>
    private static async Task RefuseOtherKeysAsync(string connectionString, MasterKeys keys, TimeProvider clock, CancellationToken cancel)
    {
        await using var db = new BpjsBjbDbContext(DatabaseSetup.Options(connectionString));
        await new KeyChecks(db, keys, clock).VerifyAsync(cancel);
    }

    private static string OwnKeyFile(string folder) => Path.Combine(folder, "keys", "master.key");

    private static async Task<string> StartPrivateAsync(PortalDatabaseOptions options, string folder, CancellationToken cancel)
    {
        var server = await PrivatePostgres.StartAsync(
            new PrivatePostgresOptions { DataDirectory = folder, KeeperCommand = options.KeeperCommand, Say = options.Say }, cancel);
        return server.AdminConnectionString;
    }

    /// <summary>Administration starts in a database that exists on every server.</summary>
    private static string InServer(string connectionString, string database)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (builder.Database == database || builder.Database is null) builder.Database = "postgres";
        return builder.ConnectionString;
    }

    private static string SecretIn(string path)
    {
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            var temporary = $"{path}.{Environment.ProcessId}";
            using (var writer = new StreamWriter(temporary, options)) writer.Write(Convert.ToHexString(RandomNumberGenerator.GetBytes(24)));
            if (File.Exists(path)) File.Delete(temporary);
            else File.Move(temporary, path, overwrite: true);
        }

        return File.ReadAllText(path).Trim();
    }

    private static InvalidOperationException Missing(string setting) =>
        new($"{setting} must be set: outside development the portal starts no server, makes no keys and never migrates itself.");
}
