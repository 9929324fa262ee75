using System.Globalization;
using BpjsBjb.Services.Access;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Support;

/// <summary>A copy of the template, reached as the portal reaches it or as the owner of the schema.</summary>
public sealed class TestDatabase(
    string appConnectionString, string workerConnectionString, string ownerConnectionString, Func<Task> drop) : IAsyncDisposable
{
    public string AppConnectionString => appConnectionString;

    public string OwnerConnectionString => ownerConnectionString;

    public string WorkerConnectionString => workerConnectionString;

    /// <summary>Runs SQL in the portal's own role, with every row in scope.</summary>
    public Task<object?> AsAppAsync(string sql, params object[] values) => AsAppAsync(RowScope.Everything, sql, values);

    /// <summary>Runs SQL in the portal's own role, with these rows in scope; null sets no scope.</summary>
    internal Task<object?> AsAppAsync(RowScope? rows, string sql, params object[] values) => RunAsync(
        rows is null ? appConnectionString : new NpgsqlConnectionStringBuilder(appConnectionString) { Options = rows.AsSessionOptions() }.ConnectionString,
        sql,
        values);

    /// <summary>Runs SQL in the role that owns every object.</summary>
    public Task<object?> AsOwnerAsync(string sql, params object[] values) => RunAsync(ownerConnectionString, sql, values);

    public async Task<T> ReadAsync<T>(string sql, params object[] values) => (T)(await AsOwnerAsync(sql, values))!;

    /// <summary>The database's refusal of this SQL in the portal's own role: SQLSTATE and message.</summary>
    public async Task<PostgresException> RefusalAsync(string sql, params object[] values) =>
        await Assert.ThrowsAsync<PostgresException>(() => AsAppAsync(sql, values));

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(ownerConnectionString);
        await connection.OpenAsync();
        await using var command = Command(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync();
        List<T> rows = [];
        while (await reader.ReadAsync()) rows.Add(await reader.GetFieldValueAsync<T>(0));
        return rows;
    }

    /// <summary>From here on the database's own clock stands on this day.</summary>
    public async Task SetTodayAsync(DateOnly today)
    {
        await using var connection = new NpgsqlConnection(ownerConnectionString);
        await connection.OpenAsync();
        await SetTodayAsync(connection, today);
    }

    public static async Task SetTodayAsync(NpgsqlConnection owner, DateOnly today)
    {
        var day = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await using var command = new NpgsqlCommand(
            $"create or replace function portal_today() returns date language sql stable as $$ select date '{day}' $$", owner);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await drop(); // by force: connections that pools still hold end with it
    }

    private static async Task<object?> RunAsync(string connectionString, string sql, object[] values)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = Command(connection, sql, values);
        return await command.ExecuteScalarAsync();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
