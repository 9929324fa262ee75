using System.Diagnostics;
using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Cover;
using BpjsBjb.Services.Mails;
using BpjsBjb.Services.Notices;
using BpjsBjb.Services.Reviews;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BpjsBjb.Benchmarks.Rows;

/// <summary>
/// How long the first of a month takes when a million debtors take part, each with a paid-out loan: the month turns, what ends soon is billed and
/// whom it concerns is told, in the worker's own login and under its policies.
/// </summary>
internal static class TurnBenchmark
{
    /// <summary>Whose rows are copied: a debtor of one loan who has a card and has paid.</summary>
    private const string TemplateSql =
        """
        create table template as
        select p.id as participation, p.person_id as person, e.id as enrollment, l.id as loan,
               (select b.id from bills b where b.participation_id = p.id and b.paid_at is not null and b.reversed_at is null
                 order by b.first_month desc limit 1) as bill
          from participations p
          join enrollments e on e.participation_id = p.id and e.status = 'Accepted'
          join loan_insured i on i.participation_id = p.id and i.decline_reason is null
          join loans l on l.id = i.loan_id and l.status = 'Disbursed'
         where p.segment = 'Bpu' and p.kpj_hash is not null and p.covered_through >= portal_today()
           and (select count(*) from loan_insured o where o.participation_id = p.id) = 1
           and (select count(*) from loan_insured o where o.loan_id = l.id) = 1
           and (select count(*) from enrollments o where o.participation_id = p.id) = 1
           and (select count(*) from disbursements d where d.loan_id = l.id) = 1
           and not exists (select from loan_closures c where c.loan_id = l.id)
         order by p.id limit 1;
        create table branch as select row_number() over (order by id) - 1 as nth, id as at_branch, position as at_position from offices where institution = 'Bjb' and kind = 'Branch' order by id limit 40;
        -- Half pay month by month, a fifth by the quarter, a tenth by the half-year, a fifth by the year. Sixty in a hundred have paid this month, eight
        -- fall into grace with it, twelve are in grace or just leave it, twenty ended before.
        create table copy as
        select n, habit, (month_of(portal_today()) + make_interval(months =>
                   case when n % 100 < 60 then (n / 100) % habit
                        when n % 100 < 68 then -1
                        when n % 100 < 80 then -2 - n % 3
                        else -5 - n % 8 end))::date as last_month
          from (select n, case when n % 10 < 5 then 1 when n % 10 < 7 then 3 when n % 10 < 8 then 6 else 12 end as habit
                  from (select ((g * 7919::bigint) % 1000003 + 1)::int as n from generate_series(1, $1) g) scattered) habits;
        alter table copy add primary key (n);
        analyze copy;
        """;

    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(5);

    /// <summary>Of what the page reads for a branch or a region: its list, its tabs and its radar.</summary>
    private static readonly TimeSpan _page = TimeSpan.FromSeconds(1);

    /// <param name="wanted">Participations with a card; a tenth of the million shows a rate in a minute.</param>
    /// <returns>0 when the jobs of the first of a month together keep their limit, and the page of a branch and of a region theirs.</returns>
    public static async Task<int> RunAsync(int wanted, CancellationToken cancel)
    {
        var bank = await BenchmarkBank.OpenAsync("bpjsbjb_benchmark_turn", BenchmarkBank.NewPassword(), cancel);
        var participations = await FillAsync(bank, wanted, cancel);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{participations:N0} participations with a card."));
        await using var provider = bank.Services().BuildServiceProvider();
        var whole = await bank.ActorAsync(provider, Role.RegionalAdmin, cancel);

        var reference = await TimeAsync("reference: their rows copied to a bare table", TimeSpan.Zero, async scope =>
        {
            await bank.ExecuteAsync("create unlogged table bare as select * from participations; drop table bare", cancel);
            return wanted;
        });
        var sum = TimeSpan.Zero;
        sum += await TimeAsync("the month turns", reference, scope => scope.GetRequiredService<MonthKeeper>().RunAsync(cancel));
        sum += await TimeAsync("cases age", reference, scope => scope.GetRequiredService<EscalationKeeper>().RunAsync(cancel));
        sum += await TimeAsync("what ends soon is billed", reference, scope => scope.GetRequiredService<RenewalKeeper>().RunAsync(cancel));
        sum += await TimeAsync("whom it concerns is told", reference, scope => scope.GetRequiredService<CoverKeeper>().RunAsync(cancel));
        sum += await TimeAsync("whose bill runs out is told", reference, scope => scope.GetRequiredService<BillKeeper>().RunAsync(cancel));
        await bank.ExecuteAsync("analyze notices, bills, bill_lines, audit_entries, enrollment_history", cancel); // by then autovacuum has
        var digest = await TimeAsync("and by mail the next morning", reference, async _ =>
        {
            await using var tomorrow = bank.Services().AddSingleton<TimeProvider>(new TomorrowEvening()).AddSingleton<IMailCarrier>(new CountingCarrier())
                .BuildServiceProvider();
            return await tomorrow.GetRequiredService<MailKeeper>().RunAsync(cancel);
        });
        sum += digest;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The turn took {sum.TotalSeconds:0.0} s; {_limit.TotalSeconds:0} are allowed.\n"));

        await TimeAsync("later: nothing is billed twice", reference, scope => scope.GetRequiredService<RenewalKeeper>().RunAsync(cancel));
        await TimeAsync("later: nobody is told twice", reference, scope => scope.GetRequiredService<CoverKeeper>().RunAsync(cancel));
        await TimeAsync("what was done is sealed", reference, scope => scope.GetRequiredService<AuditSealer>().RunAsync(cancel));

        var isLate = sum > _limit;
        foreach (var (name, sql) in new[]
        {
            ("a branch", "select position, position_end from offices where institution = 'Bjb' and kind = 'Branch' order by id limit 1"),
            ("a region", "select position, position_end from offices where institution = 'Bjb' and kind = 'Region' order by position_end - position desc limit 1"),
            ("the whole bank", "select 0, 2147483647"),
        })
        {
            var from = await bank.ReadAsync<int>(sql);
            var to = await bank.ReadAsync<int>($"select position_end from ({sql}) as office (position, position_end)");
            var reader = new Actor(whole.UserId, whole.Role, whole.OfficeId, new OfficeInterval(from, to), whole.Bpjs);
            await TimeAsync($"{name}: covers ending, first time", reference, scope => EndingAsync(scope, reader));
            var list = await TimeAsync($"{name}: covers ending", reference, scope => EndingAsync(scope, reader));
            var radar = await TimeAsync($"{name}: tabs and radar", reference, async scope =>
                (await scope.GetRequiredService<CoverSearch>().BoardAsync(reader, cancel)).Counts.Sum(count => count.Loans));
            isLate |= name != "the whole bank" && list + radar > _page;
        }

        return isLate ? 1 : 0;

        async Task<int> EndingAsync(IServiceProvider scope, Actor reader) =>
            (await scope.GetRequiredService<CoverSearch>().ListAsync(CoverTab.Ending, 1, reader, cancel)).Total;

        async Task<TimeSpan> TimeAsync(string name, TimeSpan beside, Func<IServiceProvider, Task<int>> work)
        {
            await using var scope = provider.CreateAsyncScope();
            var watch = Stopwatch.StartNew();
            var count = await work(scope.ServiceProvider);
            var took = watch.Elapsed;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-46}{count,12:N0}{took.TotalSeconds,9:0.00} s{(beside > TimeSpan.Zero ? $"{took / beside,9:0.0} ×" : "")}"));
            return took;
        }
    }

    private static async Task<long> FillAsync(BenchmarkBank bank, int wanted, CancellationToken cancel)
    {
        var there = await bank.ReadAsync<long>("select count(*) from participations where kpj_hash is not null");
        await bank.ExecuteAsync(TemplateSql.Replace("$1", $"{wanted - there}", StringComparison.Ordinal), cancel);
        await using var connection = new NpgsqlConnection(bank.Admin);
        await connection.OpenAsync(cancel);
        await using (var replica = new NpgsqlCommand("set session_replication_role = replica; set synchronous_commit = off", connection))
        {
            await replica.ExecuteNonQueryAsync(cancel);
        }

        const string Through = "(copy.last_month + interval '1 month' - interval '1 day')::date";
        Dictionary<string, string> placed = new()
        {
            ["office_id"] = "at_branch",
            ["bank_position"] = "at_position",
            ["bpjs_position"] = "bpjs_position",
            ["covered_from"] = "(copy.last_month - interval '5 months')::date",
            ["covered_through"] = Through,
            ["first_month"] = "(copy.last_month - make_interval(months => copy.habit - 1))::date",
            ["months"] = "copy.habit",
        };
        foreach (var (table, rows) in new[]
        {
            ("people", "id = (select person from template)"), ("participations", "id = (select participation from template)"),
            ("enrollments", "id = (select enrollment from template)"), ("loans", "id = (select loan from template)"),
            ("loan_insured", "loan_id = (select loan from template)"), ("disbursements", "loan_id = (select loan from template)"),
            ("bills", "id = (select bill from template)"), ("payments", "bill_id = (select bill from template)"),
        })
        {
            await MillionRows.CopyAsync(connection, table, rows, "copy join branch on nth = copy.n % (select count(*) from branch)", placed);
        }

        placed["month"] = "(copy.last_month - make_interval(months => before))::date";
        await MillionRows.CopyAsync(
            connection, "covered_months", "(participation_id, month) = (select participation, max(c.month) from template t join covered_months c on c.participation_id = t.participation group by 1)",
            "copy cross join generate_series(0, 5) before", placed);
        await bank.ExecuteAsync("analyze", cancel); // else what follows is planned for the tables as they were
        await bank.ExecuteAsync(
            "set session_replication_role = replica; delete from cover_changes; delete from cover_turns; drop table template, branch, copy; "
            + "insert into loan_covers select * from loan_covers_of(null) on conflict do nothing", cancel);
        await bank.ExecuteAsync("vacuum analyze", cancel);
        return await bank.ReadAsync<long>("select count(*) from participations where kpj_hash is not null");
    }

    /// <summary>Tomorrow at 23:00 in Jakarta: what was told today stands in the digest.</summary>
    private sealed class TomorrowEvening : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(System.GetUtcNow().UtcDateTime.Date.AddDays(1).AddHours(16), TimeSpan.Zero);
    }

    /// <summary>Takes every mail and brings it nowhere.</summary>
    private sealed class CountingCarrier : IMailCarrier
    {
        public bool IsOn => true;

        public Task CarryAsync(OutgoingMail mail, CancellationToken cancel) => Task.CompletedTask;
    }
}
