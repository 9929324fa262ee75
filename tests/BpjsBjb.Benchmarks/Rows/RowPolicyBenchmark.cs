using System.Diagnostics;
using BpjsBjb.Services.Data;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BpjsBjb.Benchmarks.Rows;

/// <summary>What row-level security costs: each statement as the portal's login, and as a login the policies do not bind.</summary>
internal static class RowPolicyBenchmark
{
    private const string Database = "bpjsbjb_benchmark";
    private const string Unbound = "bpjsbjb_benchmark_unbound";
    private const long Rows = 1_000_000;
    private const int Times = 100;
    private const long LargeTable = 10_000;

    private static readonly TimeSpan _limit = TimeSpan.FromMilliseconds(0.5);

    /// <returns>0 when every statement keeps the limit and none reads a large table whole.</returns>
    public static async Task<int> RunAsync(CancellationToken cancel)
    {
        var password = BenchmarkBank.NewPassword();
        var bank = await BenchmarkBank.OpenAsync(Database, password, cancel);
        var queries = await RecordAsync(bank, cancel);

        Console.WriteLine($"{await MillionRows.FillAsync(bank.Admin, Rows, cancel):N0} rows under row policies; {Times} times each, policies and none in turn.");
        await bank.ExecuteAsync($"create role {Unbound} login bypassrls password '{password}' in role {Database}", cancel);
        await bank.ExecuteAsync(
            $"alter role {Unbound} set plan_cache_mode = 'force_custom_plan'; alter role {Unbound} set jit = off; alter role {Unbound} set random_page_cost = 1.1; grant connect on database {Database} to {Unbound}", cancel);

        await CopyViewsAsync(bank, cancel);
        var unbound = new NpgsqlConnectionStringBuilder(bank.Logins.App) { Username = Unbound, SearchPath = "unbound, public" }.ConnectionString;
        return await CompareAsync(queries, bank.Logins.App, unbound, cancel);
    }

    /// <summary>Views and the gate read with their owner's rights: the unbound login gets copies of its own, which no policy binds.</summary>
    private static Task CopyViewsAsync(BenchmarkBank bank, CancellationToken cancel) => bank.ExecuteAsync(
        $"""
         create schema unbound authorization {Unbound};
         set role {Unbound};
         set search_path = unbound, public;
         do $$
         declare copied record;
         begin
             for copied in select relname, pg_get_viewdef(oid) as body from pg_class
                            where relkind = 'v' and relowner = 'bpjsbjb_figures'::regrole and relname not like 'monthly%' loop
                 execute format('create view %I as %s', copied.relname, copied.body);
             end loop;
             execute replace(replace(pg_get_functiondef('public.loan_gate'::regproc), 'FUNCTION public.', 'FUNCTION unbound.'), 'public, pg_temp', 'unbound, public, pg_temp');
         end $$;
         """,
        cancel);

    private static async Task<IReadOnlyList<HotQuery>> RecordAsync(BenchmarkBank bank, CancellationToken cancel)
    {
        var recorder = new HotQueries();
        var services = bank.Services();
        services.ConfigureDbContext<BpjsBjbDbContext>(options => options.AddInterceptors(recorder));
        await using var provider = services.BuildServiceProvider();
        return await HotQueries.RecordAsync(provider, recorder, cancel);
    }

    private static async Task<int> CompareAsync(IReadOnlyList<HotQuery> queries, string bound, string unbound, CancellationToken cancel)
    {
        await using var withPolicies = new NpgsqlConnection(bound);
        await using var without = new NpgsqlConnection(unbound);
        await withPolicies.OpenAsync(cancel);
        await without.OpenAsync(cancel);
        var over = 0;
        Console.WriteLine($"\n{"",-4}{"statement of",-26}{"policies",12}{"none",12}{"costs",12}");
        foreach (var (query, number) in queries.Select((query, index) => (query, index + 1)))
        {
            var (ours, plain) = await TimesAsync(query, withPolicies, without, cancel);
            var whole = await WholeTablesAsync(query, withPolicies, cancel);
            var isOver = ours - plain > _limit || whole.Count > 0;
            if (isOver) over++;
            Console.WriteLine(
                $"{number,3} {query.Name,-26}{ours.TotalMilliseconds,9:F2} ms{plain.TotalMilliseconds,9:F2} ms{(ours - plain).TotalMilliseconds,9:F2} ms"
                + (isOver ? $"  over{string.Concat(whole.Select(table => $", reads {table} whole"))}" : ""));
            if (isOver) Console.WriteLine(query.Sql);
        }

        Console.WriteLine(over == 0
            ? $"\nNo statement of {queries.Count} pays more than {_limit.TotalMilliseconds} ms or reads a large table whole."
            : $"\n{over} of {queries.Count} statements are over.");
        return over == 0 ? 0 : 1;
    }

    /// <summary>Medians, taken in turn so that a noisy neighbour hits both.</summary>
    private static async Task<(TimeSpan Bound, TimeSpan Unbound)> TimesAsync(
        HotQuery query, NpgsqlConnection bound, NpgsqlConnection unbound, CancellationToken cancel)
    {
        List<TimeSpan> ours = [], plain = [];
        await using var first = await BeginAsync(query, bound, cancel);
        await using var second = await BeginAsync(query, unbound, cancel);
        for (var i = 0; i < Times; i++)
        {
            ours.Add(await TimeAsync(query, bound, cancel));
            plain.Add(await TimeAsync(query, unbound, cancel));
        }

        return (ours.Order().ElementAt(Times / 2), plain.Order().ElementAt(Times / 2));
    }

    private static async Task<TimeSpan> TimeAsync(HotQuery query, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = Command(query, connection, "");
        var start = Stopwatch.GetTimestamp();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        do
        {
            while (await reader.ReadAsync(cancel))
            {
            }
        }
        while (await reader.NextResultAsync(cancel));

        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task<IReadOnlyList<string>> WholeTablesAsync(HotQuery query, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var work = await BeginAsync(query, connection, cancel);
        List<string> scanned = [];
        await using (var command = Command(query, connection, "explain "))
        {
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                var line = reader.GetString(0);
                var at = line.IndexOf("Seq Scan on ", StringComparison.Ordinal);
                if (at >= 0) scanned.Add(line[(at + "Seq Scan on ".Length)..].Split(' ')[0]);
            }
        }

        List<string> large = [];
        foreach (var table in scanned.Distinct())
        {
            await using var size = new NpgsqlCommand($"select reltuples::bigint from pg_class where oid = '{table}'::regclass", connection);
            if ((long)(await size.ExecuteScalarAsync(cancel))! > LargeTable) large.Add(table);
        }

        return large;
    }

    private static NpgsqlCommand Command(HotQuery query, NpgsqlConnection connection, string before)
    {
        var command = new NpgsqlCommand(before + query.Sql, connection);
        foreach (var parameter in query.Parameters) command.Parameters.Add(parameter.Clone());
        return command;
    }

    private static async Task<NpgsqlTransaction> BeginAsync(HotQuery query, NpgsqlConnection connection, CancellationToken cancel)
    {
        var work = await connection.BeginTransactionAsync(cancel);
        var rows = query.Rows;
        await using var command = new NpgsqlCommand(
            $"""
             select set_config('app.user', '{rows.UserId}', true), set_config('app.bank_lo', '{rows.Bank.From}', true),
                    set_config('app.bank_hi', '{rows.Bank.To}', true), set_config('app.bpjs_lo', '{rows.Bpjs.From}', true),
                    set_config('app.bpjs_hi', '{rows.Bpjs.To}', true)
             """,
            connection);
        await command.ExecuteNonQueryAsync(cancel);
        return work;
    }
}
