using System.Diagnostics;
using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Sheets;
using Microsoft.Extensions.DependencyInjection;

namespace BpjsBjb.Benchmarks.Rows;

/// <summary>A hundred thousand names on five lists: looked at, kept, and given their months, in less than a minute together.</summary>
internal static class CsrBenchmark
{
    private const int Lists = 5;
    private const int NamesAList = 20_000;
    private const int Months = 6;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly SheetWords Words = new(column => column.Key, (_, choice) => choice, "Kesalahan", refusal => refusal.Code);

    /// <returns>0 when the lists and the allocation together keep the limit.</returns>
    public static async Task<int> RunAsync(CancellationToken cancel)
    {
        var bank = await BenchmarkBank.OpenAsync("bpjsbjb_benchmark_csr", BenchmarkBank.NewPassword(), cancel);
        await using var services = bank.Services().BuildServiceProvider();
        var (keeper, other) = (await bank.ActorAsync(services, Role.BpjsReviewer, cancel), await bank.ActorAsync(services, Role.BpjsSupervisor, cancel));
        var bare = Stopwatch.GetTimestamp();
        await bank.ExecuteAsync(
            $"""
             create table bare_rows (a bytea, b date, c uuid, d uuid, e bigint, primary key (a, b));
             insert into bare_rows select sha256(n::text::bytea), '2026-01-01'::date + m * 30, gen_random_uuid(), gen_random_uuid(), 8400
               from generate_series(1, {Lists * NamesAList}) n, generate_series(1, {Months}) m
             """,
            cancel);
        var reference = Stopwatch.GetElapsedTime(bare);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"reference: {Lists * NamesAList * Months:N0} bare rows with a key {reference.TotalSeconds,6:F1} s"));

        var fund = await FundAsync(services, bank, keeper, cancel);
        var (total, done) = (TimeSpan.Zero, 0);
        for (var list = 0; list < Lists; list++)
        {
            var file = await FileAsync(services, list, cancel);
            await TimeAsync($"list {list + 1} of {Lists}, {NamesAList:N0} names, {file.Length / 1024:N0} KiB: looked at", async scope =>
            {
                var planned = await scope.GetRequiredService<CsrListService>().PlanAsync(fund, $"daftar-{list}.xlsx", file, [Words], keeper, cancel);
                await scope.GetRequiredService<CsrLookKeeper>().RunAsync(cancel);
                var kept = await scope.GetRequiredService<CsrListService>().ConfirmAsync(planned.Value, [Words], keeper, cancel);
                done += kept.Value;
            });
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {done:N0} of {Lists * NamesAList:N0} names kept"));
        }

        await TimeAsync($"{done:N0} people chosen", async scope =>
        {
            var first = Month.Of(TimeProvider.System.Today()).Plus(1);
            var proposed = await scope.GetRequiredService<CsrAllocationService>().ProposeAsync(
                fund, new ProposeAllocation { Budget = "90.000.000.000", FirstMonth = $"{first.Number:00}-{first.Year}", Months = $"{Months}" }, other, cancel);
            if (proposed.IsRefused) throw new InvalidOperationException(proposed.Refusals[0].Code);
        });
        await TimeAsync($"{done:N0} people, {done * Months:N0} months bound", scope => scope.GetRequiredService<CsrAllocationKeeper>().RunAsync(cancel));
        var workers = await bank.ReadAsync<int>($"select sum(workers)::int from csr_allocations where fund_id = '{fund}'");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"all of it {total.TotalSeconds,6:F1} s for {workers:N0} workers, {total / reference:F1} times the bare rows{(total > Limit ? "  over" : "")}"));
        return total > Limit || workers != Lists * NamesAList ? 1 : 0;

        async Task TimeAsync(string name, Func<IServiceProvider, Task> work)
        {
            await using var scope = services.CreateAsyncScope();
            var start = Stopwatch.GetTimestamp();
            await work(scope.ServiceProvider);
            var took = Stopwatch.GetElapsedTime(start);
            total += took;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-62}{took.TotalSeconds,7:F1} s"));
        }
    }

    private static async Task<Guid> FundAsync(IServiceProvider services, BenchmarkBank bank, Actor keeper, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var funds = scope.ServiceProvider.GetRequiredService<CsrFundService>();
        var first = Month.Of(TimeProvider.System.Today()).Plus(1);
        var fund = await funds.RegisterAsync(
            new RegisterFund
            {
                DonorName = "Donatur Rekaan",
                DonorKind = "Company",
                Name = "Seratus ribu pekerja",
                Code = "SC",
                AgreementNumber = "PKS-1",
                AgreementOn = "01-11-2026",
                Commitment = "100.000.000.000",
                FirstMonth = $"{first.Number:00}-{first.Year}",
                Months = $"{Months}",
                Remainder = "Kept",
                OfficeId = $"{await bank.ReadAsync<Guid>("select id from offices where institution = 'Bjb' and kind = 'HeadOffice'")}",
                BpjsOfficeId = $"{keeper.OfficeId}",
                Regions = [new RegisterFundRegion { Code = "32", Share = "100" }],
            },
            keeper, cancel);
        await using var second = services.CreateAsyncScope();
        var paid = await second.ServiceProvider.GetRequiredService<CsrFundService>().RecordDonationAsync(
            fund.Value, new RecordDonation { Direction = "In", Amount = "100.000.000.000", PaidOn = $"{TimeProvider.System.Today():dd-MM-yyyy}", Reference = "SETOR-1" }, keeper, cancel);
        return paid.IsRefused ? throw new InvalidOperationException(paid.Refusals[0].Code) : fund.Value;
    }

    private static async Task<byte[]> FileAsync(IServiceProvider services, int list, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var columns = (await scope.ServiceProvider.GetRequiredService<CsrListService>().SheetAsync(cancel)).Columns;
        string[] regencies = ["3204", "3205", "3212", "3218"];
        using var file = new MemoryStream();
        SheetWriter.Write(file, "Daftar", columns, Words, Enumerable.Range(0, NamesAList).Select(place =>
        {
            var number = (list * NamesAList) + place;
            string[] values =
            [
                $"320400{1 + (number / 9_999):00}0380{1 + (number % 9_999):0000}", "Orang Rekaan", place % 10 == 0 ? "OJEK" : "NELAYAN",
                regencies[place % regencies.Length], "VillageLetter", $"SK-{number}", "Desa Rekaan",
            ];
            return new SheetRow(0, columns.Zip(values).ToDictionary(pair => pair.First.Key, pair => (string?)pair.Second), []);
        }));
        return file.ToArray();
    }
}
