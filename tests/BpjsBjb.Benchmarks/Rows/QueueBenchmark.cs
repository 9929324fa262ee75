using System.Diagnostics;
using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Reviews;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BpjsBjb.Benchmarks.Rows;

/// <summary>What a page of the review queue costs when a hundred thousand cases wait at one branch of BPJS, under its policies.</summary>
internal static class QueueBenchmark
{
    private const int Wanted = 100_000;
    private const int Times = 100;

    /// <summary>Copies of the cases that wait, all at the reader's branch: spread over thirty days, one in twenty sent back once, one in fifty taken.</summary>
    private const string FillSql =
        """
        set session_replication_role = replica;
        update enrollments set bpjs_office_id = $1, bpjs_position = $2 where status = 'Submitted';
        create temporary table copied as
        select e.*, n, md5(e.id::text || n)::uuid as new_id from enrollments e cross join generate_series(1, $3::int) n where e.status = 'Submitted' limit $4;
        update copied set id = new_id, reference = 'E-2026-' || lpad((500000 + row_number)::text, 6, '0'), nik_hash = sha256(nik_hash || int4send(n)),
               application_number = left(md5(new_id::text), 20), submitted_at = now() - random() * interval '30 days',
               loan_amount = (10 + floor(random() * 490))::bigint * 1000000, times_returned = case when random() < 0.05 then 1 else 0 end
          from (select new_id as numbered, row_number() over () from copied) numbers where numbers.numbered = copied.new_id;
        alter table copied drop column n, drop column new_id;
        insert into enrollments select * from copied;
        insert into review_claims select id, $5, $5, now(), now() + interval '2 hours' from enrollments where status = 'Submitted' and random() < 0.02;
        insert into review_escalations select id, submitted_at, submitted_at + interval '24 hours', now() from enrollments
         where status = 'Submitted' and submitted_at < now() - interval '24 hours';
        """;

    private static readonly TimeSpan _limit = TimeSpan.FromMilliseconds(200);

    /// <returns>0 when the 95th percentile of every page keeps the limit.</returns>
    public static async Task<int> RunAsync(CancellationToken cancel)
    {
        var bank = await BenchmarkBank.OpenAsync("bpjsbjb_benchmark_queue", BenchmarkBank.NewPassword(), cancel);

        await using var provider = bank.Services().BuildServiceProvider();
        var reader = await bank.ActorAsync(provider, Role.BpjsReviewer, cancel);
        var waiting = await FillAsync(bank, reader, provider.GetRequiredService<PersonalDataVault>(), cancel);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{waiting:N0} cases wait for {reader.Role}; {Times} times each."));
        return await MeasureAsync(provider, bank, reader, cancel);
    }

    private static async Task<int> MeasureAsync(IServiceProvider provider, BenchmarkBank bank, Actor reader, CancellationToken cancel)
    {
        var office = await bank.ReadAsync<Guid>("select office_id from enrollments where status = 'Submitted' limit 1");
        var reference = await bank.ReadAsync<string>("select reference from enrollments where status = 'Submitted' order by id limit 1");
        var deep = await bank.ReadAsync<Guid>("select id from enrollments where status = 'Submitted' order by submitted_at offset 60000 limit 1");
        (string Name, ReviewFilter Filter)[] pages =
        [
            ("oldest first", new()), ("newest first", new(Descending: true)), ("60,000 cases on", new(After: deep)), ("60,000 cases on, back", new(Before: deep)),
            ("by amount", new(Sort: ReviewSort.Amount)), ("largest first, far on", new(Sort: ReviewSort.Amount, Descending: true, After: deep)),
            ("by product", new(Sort: ReviewSort.Product)), ("by product, far on", new(Sort: ReviewSort.Product, After: deep)),
            ("mine", new(ReviewHolder.Mine)), ("free", new(ReviewHolder.Nobody)), ("others'", new(ReviewHolder.Others)),
            ("over the limit", new(Age: ReviewAgeBand.Overdue)), ("over the limit, by amount", new(Age: ReviewAgeBand.Overdue, Sort: ReviewSort.Amount)),
            ("in time", new(Age: ReviewAgeBand.InTime)), ("escalated", new(EscalatedOnly: true)), ("returned before", new(ReturnedOnly: true)),
            ("one product", new(ProductCode: "KUR-KECIL")), ("no such product", new(ProductCode: "NONE")), ("one branch of the bank", new(OfficeId: office)),
            ("by reference", new(Text: reference)), ("no such reference", new(Text: "E-1999-")),
            ("returned, free, by amount", new(ReviewHolder.Nobody, ReturnedOnly: true, Sort: ReviewSort.Amount)),
        ];

        var over = 0;
        Console.WriteLine($"\n{"",-30}{"p50",12}{"p95",12}");
        Print("reference: begin, select 1", await TimesAsync(() => OneAsync(bank.Logins.App, cancel)));
        foreach (var (name, filter) in pages)
        {
            var times = await TimesAsync(async () =>
            {
                await using var scope = provider.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<ReviewQueue>().PageAsync(filter, reader, cancel);
            });
            if (Print(name, times)) over++;
        }

        var next = await TimesAsync(async () =>
        {
            await using var scope = provider.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ReviewQueue>().NextAfterAsync(deep, reader, cancel);
        });
        if (Print("the next case", next)) over++;
        Console.WriteLine(over == 0 ? $"\nNo page over {_limit.TotalMilliseconds} ms." : $"\n{over} pages over {_limit.TotalMilliseconds} ms.");
        return over == 0 ? 0 : 1;
    }

    private static bool Print(string name, IReadOnlyList<TimeSpan> times)
    {
        var (p50, p95) = (times[times.Count / 2], times[times.Count * 95 / 100]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-30}{p50.TotalMilliseconds,9:F1} ms{p95.TotalMilliseconds,9:F1} ms{(p95 > _limit ? "  over" : "")}"));
        return p95 > _limit;
    }

    /// <summary>In ascending order; three more to warm up are left out.</summary>
    private static async Task<IReadOnlyList<TimeSpan>> TimesAsync(Func<Task> ask)
    {
        List<TimeSpan> times = [];
        for (var i = -3; i < Times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await ask();
            if (i >= 0) times.Add(Stopwatch.GetElapsedTime(start));
        }

        return [.. times.Order()];
    }

    private static async Task OneAsync(string app, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(app);
        await connection.OpenAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var command = new NpgsqlCommand("select 1", connection, transaction);
        await command.ExecuteScalarAsync(cancel);
    }

    private static async Task<long> FillAsync(BenchmarkBank bank, Actor reader, PersonalDataVault vault, CancellationToken cancel)
    {
        var there = await bank.ReadAsync<long>("select count(*) from enrollments where status = 'Submitted'");
        var position = await bank.ReadAsync<int>("select position from offices where id = $1", reader.OfficeId);
        var sql = FillSql.Replace("$1", $"'{reader.OfficeId}'", StringComparison.Ordinal).Replace("$2", $"{position}", StringComparison.Ordinal)
            .Replace("$3", $"{(Wanted / there) + 1}", StringComparison.Ordinal).Replace("$4", $"{Wanted - there}", StringComparison.Ordinal)
            .Replace("$5", $"'{reader.UserId}'", StringComparison.Ordinal);
        await bank.ExecuteAsync(sql, cancel);
        await SealAsync(bank, vault, cancel);
        await bank.ExecuteAsync("vacuum analyze", cancel);
        return await bank.ReadAsync<long>("select count(*) from enrollments where status = 'Submitted'");
    }

    /// <summary>A NIK is sealed to its row: each copy needs one of its own to be opened.</summary>
    private static async Task SealAsync(BenchmarkBank bank, PersonalDataVault vault, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(bank.Admin);
        await connection.OpenAsync(cancel);
        List<Guid> ids = [];
        await using (var read = new NpgsqlCommand("set session_replication_role = replica; create temporary table sealed (id uuid, nik bytea); select id from enrollments where status = 'Submitted'", connection))
        await using (var reader = await read.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel)) ids.Add(reader.GetGuid(0));
        }

        await using (var import = await connection.BeginBinaryImportAsync("copy sealed from stdin (format binary)", cancel))
        {
            foreach (var id in ids)
            {
                await import.StartRowAsync(cancel);
                await import.WriteAsync(id, cancel);
                await import.WriteAsync(vault.Seal(SealedColumns.EnrollmentNik, id, "3273014107900001"), cancel);
            }

            await import.CompleteAsync(cancel);
        }

        await using var update = new NpgsqlCommand("update enrollments e set nik_sealed = s.nik from sealed s where s.id = e.id", connection);
        update.CommandTimeout = 0;
        await update.ExecuteNonQueryAsync(cancel);
    }
}
