using System.Diagnostics;
using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Rules;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BpjsBjb.Benchmarks.Rows;

/// <summary>How long a proposed rule runs over a hundred thousand live debtors, in the worker's own login and under its policies.</summary>
internal static class TrialBenchmark
{
    private const int Wanted = 100_000;
    private const int Earners = 20_000;

    private const string CountSql =
        """
        select count(*) from enrollments e join loans l on l.id = e.loan_id
         where e.status = 'Accepted' and e.participation_id is not null and l.status <> 'Cancelled'
        """;

    /// <summary>Rows the copier counts, so that it can be told how many are wanted.</summary>
    private const string RowsSql =
        """
        select coalesce(sum((xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %s', c.oid::regclass), false, true, '')))[1]::text::bigint), 0)::bigint
          from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relforcerowsecurity and not c.relispartition
           and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attidentity <> '')
        """;

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    /// <returns>0 when every run keeps the limit.</returns>
    public static async Task<int> RunAsync(CancellationToken cancel)
    {
        var bank = await BenchmarkBank.OpenAsync("bpjsbjb_benchmark_trial", BenchmarkBank.NewPassword(), cancel);

        var (live, rows) = (await bank.ReadAsync<long>(CountSql), await bank.ReadAsync<long>(RowsSql));
        await MillionRows.FillAsync(bank.Admin, rows * (Wanted / live), cancel);
        live = await bank.ReadAsync<long>(CountSql);
        await HireAsync(bank.Admin, new PersonalDataVault(bank.Keys));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{live:N0} live debtors, {Earners:N0} wage earners of employers with a facility."));

        await using var provider = bank.Services().BuildServiceProvider();
        var proposer = await bank.ReadAsync<Guid>("select id from users where role = 'SystemAdmin' order by id limit 1");
        var isLate = false;
        foreach (var (kind, input) in Proposals())
        {
            isLate |= await TimeAsync(
                provider, kind, input, new Actor(proposer, Role.SystemAdmin, Guid.Empty, OfficeInterval.Nothing, OfficeInterval.Nothing), cancel);
        }

        return isLate ? 1 : 0;
    }

    private static async Task<bool> TimeAsync(ServiceProvider provider, ProposalKind kind, ProposeRule input, Actor by, CancellationToken cancel)
    {
        await using var scope = provider.CreateAsyncScope();
        var proposals = scope.ServiceProvider.GetRequiredService<RuleProposalService>();
        var id = (await proposals.ProposeAsync(kind, input, by, cancel)).Value;
        _ = (await proposals.TryAsync(id, by, cancel)).Value;
        var watch = Stopwatch.StartNew();
        await scope.ServiceProvider.GetRequiredService<TrialKeeper>().RunAsync(cancel);
        var (took, memory) = (watch.Elapsed, Process.GetCurrentProcess().PeakWorkingSet64 / 1_048_576);
        var trial = (await scope.ServiceProvider.GetRequiredService<RuleProposalSearch>().DetailsAsync(id, by, cancel))!.Trial!;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{kind,-18}{trial.Status,-10}{trial.Debtors,10:N0} debtors{trial.Total.Changed,10:N0} affected{took.TotalSeconds,8:0.0} s, {memory:N0} MB at most"));
        return took > _limit || trial.Status != TrialStatus.Finished;
    }

    /// <summary>Wage earners whose wages open: a copy's seal is bound to the row it was copied from.</summary>
    private static async Task HireAsync(string connectionString, PersonalDataVault vault)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var employers = new NpgsqlCommand(
            "set session_replication_role = replica; delete from employer_workers; select distinct employer_id from loans where employer_id is not null and status <> 'Cancelled'",
            connection);
        List<Guid> ids = [];
        await using (var reader = await employers.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync()) ids.Add(reader.GetGuid(0));
        }

        var workers = Enumerable.Range(0, Earners).Select(_ => Guid.CreateVersion7(TimeProvider.System.GetUtcNow())).ToArray();
        await using var hire = new NpgsqlCommand(
            """
            insert into employer_workers (id, employer_id, nik_hash, nik_sealed, full_name, birth_date, role, wage_sealed, valid_from, registered_by, registered_at)
            select w.id, w.employer, sha256(w.id::text::bytea), ''::bytea, 'Pekerja Rekaan', date '1990-01-01', 'Worker', w.wage, date '2024-01-01',
                   (select id from users limit 1), now()
              from unnest($1::uuid[], $2::uuid[], $3::bytea[]) as w(id, employer, wage)
            """,
            connection);
        hire.Parameters.Add(new NpgsqlParameter { Value = workers });
        hire.Parameters.Add(new NpgsqlParameter { Value = workers.Select((_, i) => ids[i % ids.Count]).ToArray() });
        hire.Parameters.Add(new NpgsqlParameter
        {
            Value = workers.Select((id, i) => vault.Seal(
                SealedColumns.WorkerWage, id, (2_000_000 + (i * 397 % 9_000_000)).ToString(CultureInfo.InvariantCulture))).ToArray(),
        });
        await hire.ExecuteNonQueryAsync();
    }

    private static IEnumerable<(ProposalKind Kind, ProposeRule Input)> Proposals()
    {
        var next = TimeProvider.System.Today().AddMonths(2);
        var cited = new ProposeRule { ValidFrom = $"1-{next.Month}-{next.Year}", Regulation = "PP Rekaan", Article = "ps. 1", Reason = "Pengukuran", Credit = nameof(CreditHandling.Refund) };
        yield return (ProposalKind.FlatContribution, cited with { Amount = "7.000" });
        yield return (
            ProposalKind.Duty, cited with { ProductCode = "KUR-MIKRO", AmountAbove = "10.000.000", AmountUpTo = "100.000.000", Duty = nameof(Duty.Mandatory) });
        yield return (ProposalKind.WageRate, cited with { Program = "Jkm", WagePayer = "Employer", Share = "0,40" });
        yield return (ProposalKind.Limit, cited with { Limit = nameof(LimitKind.GraceMonths), Value = "1" });
    }
}
