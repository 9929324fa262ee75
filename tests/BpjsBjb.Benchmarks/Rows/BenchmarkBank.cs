using BpjsBjb.Domain.Common;
using BpjsBjb.Services;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.Demo;
using BpjsBjb.Services.Data.PrivateDatabase;
using BpjsBjb.Web.Security;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BpjsBjb.Benchmarks.Rows;

/// <summary>The demonstration in a private database of its own, which a benchmark then makes large.</summary>
internal sealed class BenchmarkBank
{
    private BenchmarkBank(PortalLogins logins, MasterKeys keys, string admin) => (Logins, Keys, Admin) = (logins, keys, admin);

    public PortalLogins Logins { get; }

    public MasterKeys Keys { get; }

    /// <summary>A superuser's connection to the database: no trigger and no policy is asked.</summary>
    public string Admin { get; }

    /// <param name="name">Of the database and, with an ending, its logins.</param>
    /// <param name="password">Of the logins.</param>
    public static async Task<BenchmarkBank> OpenAsync(string name, string password, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("bpjsbjb-benchmark-").FullName;
        var keys = MasterKeys.ReadOrCreate(Path.Combine(folder, "master.key"));
        var server = await PrivatePostgres.StartAsync(
            new PrivatePostgresOptions
            {
                DataDirectory = folder,
                Durable = false,
                KeeperCommand =
                [
                    Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "BpjsBjb.Web.dll"), "keep-postgres",
                ],
                Say = Console.WriteLine,
            },
            cancel);
        var logins = await DatabaseSetup.MigrateAsync(
            server.AdminConnectionString, name, new(name, password), new($"{name}_worker", password), TimeProvider.System.GetUtcNow(), cancel);
        await DemoBank.LoadAsync(
            DatabaseSetup.OwnerConnectionString(server.AdminConnectionString, name), keys, TimeProvider.System, Console.WriteLine, cancel);
        return new BenchmarkBank(
            logins, keys, new NpgsqlConnectionStringBuilder(server.AdminConnectionString) { Database = name }.ConnectionString);
    }

    public static string NewPassword() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");

    public IServiceCollection Services()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddBpjsBjbServices(Logins.App, Logins.Worker, Keys);
        return services;
    }

    /// <summary>An account of the demonstration with this role, with its scope.</summary>
    public async Task<Actor> ActorAsync(IServiceProvider provider, Role role, CancellationToken cancel)
    {
        var id = await ReadAsync<Guid>("select id from users where email = $1", DemoAccounts.All.First(account => account.Role == role).Email);
        await using var services = provider.CreateAsyncScope();
        var scope = await services.ServiceProvider.GetRequiredService<UserService>().ScopeOfAsync(id, cancel);
        return new Actor(scope.UserId, scope.Role, scope.OfficeId, scope.Bank, scope.Bpjs);
    }

    public async Task ExecuteAsync(string sql, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(Admin);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }

    public async Task<T> ReadAsync<T>(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(Admin);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
