using System.Globalization;
using Npgsql;

namespace BpjsBjb.Benchmarks.Rows;

/// <summary>Copies every debtor of the demonstration until the tables under row policies hold a million rows.</summary>
internal static class MillionRows
{
    /// <summary>All but the trail and what was erased: rows the database numbers itself, which grow by themselves and are reached by identifier.</summary>
    private const string Tables =
        """
        select c.relname::text from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relforcerowsecurity and not c.relispartition
           and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attidentity <> '')
           -- what names no row by an identifier, such as a seed of the day, has no copy
           and exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and a.atttypid = 'uuid'::regtype)
        """;

    /// <summary>What a column's copy holds. Identifiers of debtors' rows become new ones, the same in every table; offices and users stay.</summary>
    private const string Columns =
        """
        select a.attname::text,
               case
                   when t.typname = 'uuid' and (a.attname = 'id' or exists (
                            select from pg_constraint f join pg_class target on target.oid = f.confrelid
                             where f.contype = 'f' and f.conrelid = a.attrelid and a.attnum = any(f.conkey) and target.relforcerowsecurity))
                       then format('md5(%I::text || n)::uuid', a.attname)
                   -- nine of ten copies belong to offices of their own: a branch has some hundred debtors, not a tenth of the bank's
                   when a.attname in ('bank_position', 'bpjs_position') then format('case when n %% 10 = 0 then %1$I else %1$I + 1000000 * n::int end', a.attname)
                   when t.typname = 'bytea' and a.attname like '%\_hash' and a.attrelid <> 'gate_decisions'::regclass then format('sha256(%I || int4send(n))', a.attname)
                   when t.typname in ('text', 'varchar') and exists (
                            select from pg_index i where i.indrelid = a.attrelid and i.indisunique and a.attnum = any(i.indkey)
                               and not exists (select from pg_constraint f where f.contype = 'f' and f.conrelid = a.attrelid and a.attnum = any(f.conkey)))
                        and a.attname in ('number', 'reference', 'application_number', 'code', 'npp', 'name', 'event')
                       then format('left(md5(%I || n), %s)', a.attname, least(32, coalesce(nullif(a.atttypmod, -1) - 4, 32)))
                   else quote_ident(a.attname)
               end
          from pg_attribute a join pg_type t on t.oid = a.atttypid
         where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        """;

    private static readonly IReadOnlyDictionary<string, string> _asTheyAre = new Dictionary<string, string>();

    /// <param name="adminConnectionString">A superuser's connection to the database: no trigger and no policy is asked.</param>
    /// <returns>Rows there are now.</returns>
    public static async Task<long> FillAsync(string adminConnectionString, long wanted, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(adminConnectionString);
        await connection.OpenAsync(cancel);
        await ExecuteAsync(connection, "set session_replication_role = replica");
        var tables = await ListAsync(connection, Tables);
        var there = 0L;
        foreach (var table in tables) there += await CountAsync(connection, table.Name);

        var copies = (wanted + there - 1) / there;
        foreach (var (table, _) in tables) await CopyAsync(connection, table, "true", string.Create(CultureInfo.InvariantCulture, $"generate_series(1, {copies}) n"), _asTheyAre);

        await ExecuteAsync(connection, "analyze");
        return there * (copies + 1);
    }

    /// <summary>Copies the rows of a table that are wanted, once for each <c>n</c>.</summary>
    /// <param name="each">What gives <c>n</c>, from 1 on.</param>
    /// <param name="instead">What columns hold that are not to be copied as the others.</param>
    public static async Task CopyAsync(NpgsqlConnection connection, string table, string wanted, string each, IReadOnlyDictionary<string, string> instead)
    {
        var columns = await ListAsync(connection, Columns, table);
        var names = string.Join(", ", columns.Select(column => $"\"{column.Name}\""));
        var values = string.Join(", ", columns.Select(column => instead.GetValueOrDefault(column.Name, column.Value)));
        // Guards that fire in a replica too stand aside for the copies, and come back.
        var guards = await ListAsync(connection, "select tgname::text from pg_trigger where tgrelid = $1::regclass and tgenabled = 'A' and not tgisinternal", table);
        foreach (var (guard, _) in guards) await ExecuteAsync(connection, $"alter table {table} disable trigger {guard}");
        await ExecuteAsync(connection, $"insert into {table} ({names}) select {values} from (select * from {table} where {wanted}) original cross join {each}");
        foreach (var (guard, _) in guards) await ExecuteAsync(connection, $"alter table {table} enable always trigger {guard}");
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string table)
    {
        await using var command = new NpgsqlCommand($"select count(*) from {table}", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<IReadOnlyList<(string Name, string Value)>> ListAsync(NpgsqlConnection connection, string sql, params string[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var reader = await command.ExecuteReaderAsync();
        List<(string, string)> rows = [];
        while (await reader.ReadAsync()) rows.Add((reader.GetString(0), reader.FieldCount > 1 ? reader.GetString(1) : ""));
        return rows;
    }
}
