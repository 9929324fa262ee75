using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace BpjsBjb.Benchmarks.Rows;

/// <summary>How long the database takes to decide on a payout: of one debtor, and of a cooperative with five hundred required members.</summary>
internal static class GateBenchmark
{
    private const int Members = 500;
    private const int Times = 100;

    private const string Scope =
        """
        select set_config('app.user', '00000000-0000-0000-0000-000000000000', false), set_config('app.bank_lo', '0', false),
               set_config('app.bank_hi', '2147483647', false), set_config('app.bpjs_lo', '0', false), set_config('app.bpjs_hi', '2147483647', false)
        """;

    /// <summary>Five hundred copies of one covered debtor on the list of one cooperative's loan.</summary>
    private const string FillSql =
        """
        set session_replication_role = replica;
        create table the_loan as select l.id from loans l join employers e on e.id = l.employer_id where e.legal_form = 'Cooperative' limit 1;
        create table the_debtor as select p.id, p.person_id from participations p
         where p.segment = 'Bpu' and p.kpj_hash is not null
           and exists (select from covered_months c where c.participation_id = p.id and c.month = month_of(portal_today())) limit 1;
        insert into people select (jsonb_populate_record(p, jsonb_build_object('id', md5('m' || n)::uuid, 'nik_hash', '\x' || md5('n' || n)))).*
          from people p join the_debtor d on d.person_id = p.id, generate_series(1, $1) n;
        insert into participations select (jsonb_populate_record(p, jsonb_build_object('id', md5('m' || n)::uuid, 'person_id', md5('m' || n)::uuid, 'kpj_hash', '\x' || md5('k' || n)))).*
          from participations p join the_debtor d on d.id = p.id, generate_series(1, $1) n;
        insert into covered_months (participation_id, month, payer, amount, recorded_at)
        select md5('m' || n)::uuid, month_of(portal_today()), 'Participant', 1, now() from generate_series(1, $1) n;
        delete from loan_members where loan_id = (select id from the_loan);
        insert into loan_members (id, loan_id, nik_hash, nik_sealed, full_name, added_by, added_at)
        select md5('m' || n)::uuid, (select id from the_loan), decode(md5('n' || n), 'hex'), ''::bytea, 'Anggota Rekaan', (select id from users limit 1), now()
          from generate_series(1, $1) n;
        """;

    /// <returns>0 when both keep their limit at the 95th percentile.</returns>
    public static async Task<int> RunAsync(CancellationToken cancel)
    {
        var bank = await BenchmarkBank.OpenAsync("bpjsbjb_benchmark_gate", BenchmarkBank.NewPassword(), cancel);
        await bank.ExecuteAsync(FillSql.Replace("$1", $"{Members}", StringComparison.Ordinal), cancel);
        await bank.ExecuteAsync("vacuum analyze", cancel);
        var cooperative = await bank.ReadAsync<Guid>("select id from the_loan");
        var debtor = await bank.ReadAsync<Guid>("select l.id from loans l where l.employer_id is null and l.status = 'Disbursed' order by l.id limit 1");

        await using var connection = new NpgsqlConnection(bank.Logins.App);
        await connection.OpenAsync(cancel);
        await TimeAsync("reference: select 1", "select 1", TimeSpan.MaxValue);
        await ExecuteAsync(Scope);
        await using (var count = new NpgsqlCommand(
            $"select count(*) from loan_member_cover('{cooperative}', portal_today()) m where m.is_required and m.is_covered", connection))
        {
            // Else the question would be another.
            if (await count.ExecuteScalarAsync(cancel) is not (long)Members) throw new InvalidOperationException("Not every member is covered.");
        }

        var isLate = await TimeAsync("a single debtor", $"select decide_gate(gen_random_uuid(), '{debtor}', portal_today())", TimeSpan.FromMilliseconds(10));
        isLate |= await TimeAsync(
            $"a cooperative of {Members} members", $"select decide_gate(gen_random_uuid(), '{cooperative}', portal_today())", TimeSpan.FromMilliseconds(100));
        return isLate ? 1 : 0;

        async Task<bool> TimeAsync(string name, string sql, TimeSpan limit)
        {
            await ExecuteAsync(Scope);
            List<TimeSpan> times = [];
            for (var i = -3; i < Times; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await ExecuteAsync(sql);
                if (i >= 0) times.Add(Stopwatch.GetElapsedTime(start));
            }

            times.Sort();
            var (p50, p95) = (times[Times / 2], times[Times * 95 / 100]);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-34}p50{p50.TotalMilliseconds,8:F1} ms   p95{p95.TotalMilliseconds,8:F1} ms{(p95 > limit ? "  over" : "")}"));
            return p95 > limit;
        }

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancel);
        }
    }
}
