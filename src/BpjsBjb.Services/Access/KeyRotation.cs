using System.Security.Cryptography;
using BpjsBjb.Services.Data;
using Npgsql;
using NpgsqlTypes;

namespace BpjsBjb.Services.Access;

/// <summary>How many values of one column a key version seals.</summary>
public sealed record SealedCount(string Table, string Column, int Version, long Count);

/// <summary>Moves everything sealed to the newest key while the portal goes on working.</summary>
/// <remarks>
/// A batch is one transaction; what it does not reach still carries its old version and is found by the next run. Rows somebody is
/// writing are passed over and tried again. Runs as the owner of the schema, through one function that only replaces sealed values.
/// </remarks>
public sealed class KeyRotation
{
    public const int UsualBatch = 500;

    private const int IdlePasses = 100;
    private static readonly TimeSpan _idleWait = TimeSpan.FromMilliseconds(200);

    private readonly string _owner;
    private readonly string _keyFile;
    private readonly TimeProvider _clock;
    private readonly MasterKeys _keys;
    private readonly PersonalDataVault _vault;

    internal KeyRotation(string ownerConnectionString, string keyFile, TimeProvider clock)
    {
        _owner = ownerConnectionString;
        _keyFile = keyFile;
        _clock = clock;
        _keys = MasterKeys.Read(keyFile);
        _vault = new PersonalDataVault(_keys);
    }

    public byte CurrentVersion => _keys.CurrentVersion;

    /// <summary>Every column and version with something sealed.</summary>
    public async Task<IReadOnlyList<SealedCount>> StatusAsync(CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        List<SealedCount> counts = [];
        foreach (var column in SealedColumns.All)
        {
            await using var command = new NpgsqlCommand(
                $"select get_byte({column.Column}, 0), count(*) from {column.Table} where {column.Column} is not null group by 1 order by 1", connection);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                counts.Add(new SealedCount(column.Table, column.Column, reader.GetInt32(0), reader.GetInt64(1)));
            }
        }

        return counts;
    }

    /// <summary>Re-seals whatever an older version sealed.</summary>
    /// <param name="batchSize">Rows of one transaction.</param>
    /// <param name="afterBatch">Told after each commit how many values it moved.</param>
    /// <returns>How many values were moved.</returns>
    public async Task<long> RotateAsync(int batchSize, Action<int>? afterBatch, CancellationToken cancel)
    {
        await VerifyAsync(cancel);
        await using var connection = await OpenAsync(cancel);
        var moved = 0L;
        foreach (var column in SealedColumns.All)
        {
            var idle = 0;
            while (await AnyOldAsync(connection, column, cancel))
            {
                var inPass = await PassAsync(connection, column, batchSize, afterBatch, cancel);
                moved += inPass;
                idle = inPass > 0 ? 0 : idle + 1;
                if (idle == IdlePasses) throw new InvalidOperationException($"rows of {column.Table} stay locked by somebody: run keys rotate again later.");
                if (idle > 0) await Task.Delay(_idleWait, _clock, cancel);
            }
        }

        return moved;
    }

    /// <summary>Takes a version out of the key file once nothing carries it.</summary>
    /// <exception cref="InvalidOperationException">Something still carries it.</exception>
    public async Task DropAsync(byte version, CancellationToken cancel)
    {
        if (!_keys.Versions.Contains(version)) throw new CryptographicException($"key version {version} is not in the key file.");
        if (version == CurrentVersion) throw new InvalidOperationException($"key version {version} is the one that seals: run keys add first.");
        var remaining = (await StatusAsync(cancel)).Where(count => count.Version == version).Sum(count => count.Count);
        if (remaining > 0) throw new InvalidOperationException($"{remaining} values still carry key version {version}: run keys rotate first.");

        await using var connection = await OpenAsync(cancel);
        await using var command = new NpgsqlCommand("delete from key_checks where version = $1", connection)
        {
            Parameters = { new() { Value = (short)version } },
        };
        await command.ExecuteNonQueryAsync(cancel);
        MasterKeys.DropVersion(_keyFile, version); // last: killed before it, the key is only still there
    }

    private async Task VerifyAsync(CancellationToken cancel)
    {
        await using var db = new BpjsBjbDbContext(DatabaseSetup.Options(_owner));
        await new KeyChecks(db, _keys, _clock).VerifyAsync(cancel);
    }

    private async Task<bool> AnyOldAsync(NpgsqlConnection connection, SealedColumn column, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"select exists (select from {column.Table} where get_byte({column.Column}, 0) < $1)", connection)
        {
            Parameters = { new() { Value = (int)CurrentVersion } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    private async Task<long> PassAsync(
        NpgsqlConnection connection, SealedColumn column, int batchSize, Action<int>? afterBatch, CancellationToken cancel)
    {
        var moved = 0L;
        string? last = null;
        while (true)
        {
            await using var work = await connection.BeginTransactionAsync(cancel);
            var batch = await ReadAsync(connection, column, last, batchSize, cancel);
            if (batch.Count == 0) return moved;

            var inBatch = await ReplaceAsync(connection, column, batch, cancel);
            await work.CommitAsync(CancellationToken.None);
            moved += inBatch;
            last = batch[^1].Id;
            afterBatch?.Invoke(inBatch);
        }
    }

    /// <summary>Names are this assembly's own constants.</summary>
    private async Task<IReadOnlyList<SealedRow>> ReadAsync(
        NpgsqlConnection connection, SealedColumn column, string? after, int batchSize, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"""
             select t.{column.Key}::text, t.{column.BoundTo}, t.{column.Column} from {column.Table} t
              where ($1::text is null or t.{column.Key} > $1::{column.KeyType}) and get_byte(t.{column.Column}, 0) < $2
              order by t.{column.Key} limit $3 for update skip locked
             """,
            connection)
        {
            Parameters = { new() { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }, new() { Value = (int)CurrentVersion }, new() { Value = batchSize } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<SealedRow> rows = [];
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(new SealedRow(reader.GetString(0), reader.GetGuid(1), await reader.GetFieldValueAsync<byte[]>(2, cancel)));
        }

        return rows;
    }

    private async Task<int> ReplaceAsync(
        NpgsqlConnection connection, SealedColumn column, IReadOnlyList<SealedRow> batch, CancellationToken cancel)
    {
        var fresh = batch.Select(row => _vault.Seal(column.Name, row.BoundTo, _vault.Open(column.Name, row.BoundTo, row.Value))).ToArray();
        await using var command = new NpgsqlCommand("select reseal_values($1, $2, $3, $4, $5)", connection)
        {
            Parameters =
            {
                new() { Value = column.Table },
                new() { Value = column.Column },
                new() { Value = batch.Select(row => row.Id).ToArray() },
                new() { Value = batch.Select(row => row.Value).ToArray() },
                new() { Value = fresh },
            },
        };
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Policies of rows that are seen with another row would hide some; this session is shown every sealed value.</summary>
    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(_owner);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand("select set_config('app.moving_keys', 'on', false)", connection);
        await command.ExecuteNonQueryAsync(cancel);
        return connection;
    }

    private sealed record SealedRow(string Id, Guid BoundTo, byte[] Value);
}
