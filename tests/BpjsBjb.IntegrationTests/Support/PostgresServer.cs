using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.PrivateDatabase;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace BpjsBjb.IntegrationTests.Support;

/// <summary>One server and one migrated template a run; every test class copies the template.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string Variable = "BPJSBJB_TEST_DB";

    private readonly string _run = $"bpjsbjb_test_{Environment.ProcessId}_{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}";
    private readonly string _password = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");
    private string? _admin;
    private int _copies;

    public string KeyFile { get; } = Path.Combine(Path.GetTempPath(), $"bpjsbjb-test-{Environment.ProcessId}.key");

    public MasterKeys Keys { get; private set; } = null!;

    private string Worker => $"{_run}_worker";

    private string Admin => _admin ?? throw new InvalidOperationException("No server.");

    public async ValueTask InitializeAsync()
    {
        Keys = MasterKeys.ReadOrCreate(KeyFile);
        _admin = await FindAsync();
        await DatabaseSetup.MigrateAsync(Admin, _run, new(_run, _password), new(Worker, _password), A.Now, CancellationToken.None);
        await using var template = await OpenAsync(DatabaseSetup.OwnerConnectionString(Admin, _run));
        await SmallBank.LoadAsync(template, new PersonalDataVault(Keys));
        await TestDatabase.SetTodayAsync(template, A.Today);
    }

    /// <summary>A database of one's own, as the template stands.</summary>
    public async Task<TestDatabase> CopyAsync()
    {
        var name = $"{_run}_{Interlocked.Increment(ref _copies)}";
        await OnServerAsync(
            $"""create database "{name}" owner {DatabaseSetup.OwnerRole} template "{_run}" strategy file_copy """,
            $"""revoke all on database "{name}" from public""",
            $"""grant connect on database "{name}" to "{_run}", "{Worker}" """);
        var app = new NpgsqlConnectionStringBuilder(Admin)
        {
            Database = name,
            Username = _run,
            Password = _password,
            MaxPoolSize = 20,
        };
        var worker = new NpgsqlConnectionStringBuilder(app.ConnectionString) { Username = Worker };
        return new TestDatabase(app.ConnectionString, worker.ConnectionString, DatabaseSetup.OwnerConnectionString(Admin, name), () => DropAsync(name));
    }

    public async ValueTask DisposeAsync()
    {
        File.Delete(KeyFile);
        if (_admin is null) return;

        await DropAsync(_run);
        await OnServerAsync($"""drop role if exists "{_run}" """, $"""drop role if exists "{Worker}" """);
    }

    private static async Task<string> FindAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given) return given;

        try
        {
            // Kept between runs: making it is the slow part, and two runs at once share it.
            var server = await PrivatePostgres.StartAsync(
                new PrivatePostgresOptions
                {
                    DataDirectory = Path.Combine(Path.GetTempPath(), $"bpjsbjb-tests-{Environment.UserName}"),
                    Durable = false,
                    KeeperCommand =
                    [
                        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
                        Path.Combine(AppContext.BaseDirectory, "BpjsBjb.Web.dll"),
                        "keep-postgres",
                    ],
                },
                CancellationToken.None);
            return server.AdminConnectionString;
        }
        catch (InvalidOperationException none)
        {
            throw new InvalidOperationException($"The tests need PostgreSQL: {none.Message} {Variable} may name an administrator's connection.");
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }

    private Task DropAsync(string name) => OnServerAsync($"""drop database if exists "{name}" with (force)""");

    private async Task OnServerAsync(params string[] statements)
    {
        var once = new NpgsqlConnectionStringBuilder(Admin) { Pooling = false };
        await using var connection = await OpenAsync(once.ConnectionString);
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
