using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Cover;
using BpjsBjb.Services.Notices;
using BpjsBjb.UnitTests.Cover;

namespace BpjsBjb.IntegrationTests.Cover;

/// <summary>A loan of an employer stands on the work list and the radar by what is paid for its workers.</summary>
public sealed class EmployerCoverTests(PostgresServer server)
{
    private const int Grace = 3;
    private const int DueDay = 15;
    private const int SoonDays = 30;
    private const long PaidOut = 300_000_000;

    private static readonly DateOnly Never = new(9999, 12, 31);

    /// <summary>Rows that are kept and should not be, or should be and are not.</summary>
    private const string Differences =
        """
        select count(*) from ((table employer_covers except select * from employer_covers_of(null))
                              union all (select * from employer_covers_of(null) except table employer_covers)) differing
        """;

    [Fact]
    public async Task A_month_is_in_arrears_once_its_due_day_is_over_and_whoever_lent_is_told_once()
    {
        await using var desk = new Desk(server);
        await desk.InitializeAsync();
        var (employer, loan) = await PaidOutAsync(desk);
        await StandsAsync("Covered 2026-11-30 2026-11 1/1 23");

        await desk.MoveToAsync(new DateOnly(2026, 12, 15)); // December is due on 15 January
        await StandsAsync("Covered 2026-11-30 2026-12 0/1 23");
        await desk.MoveToAsync(new DateOnly(2026, 12, 16));
        await StandsAsync("Ending 2026-11-30 2026-12 0/1 23");
        Assert.Equal((1, 0), (await TellAsync(), await TellAsync()));

        await desk.MoveToAsync(new DateOnly(2027, 1, 15));
        await StandsAsync("Ending 2026-11-30 2026-12 0/1 22");
        await desk.MoveToAsync(new DateOnly(2027, 1, 16));
        await StandsAsync("Grace 2026-11-30 2026-12 0/1 22");
        Assert.Equal((1, 0), (await TellAsync(), await TellAsync()));

        Assert.Empty((await desk.PayAsync(employer, new Month(2026, 12))).Refusals);
        await StandsAsync("Ending 2026-12-31 2027-01 0/1 22");
        // Somebody who worked in December as well and nobody paid for: the month is not whole.
        await desk.WithWorkerAsync(employer, EmployerFixtures.Worker(from: new DateOnly(2026, 12, 1)));
        await StandsAsync("Grace 2026-11-30 2026-12 1/2 22");
        Assert.Empty((await desk.PayAsync(employer, new Month(2026, 12))).Refusals);
        await StandsAsync("Ending 2026-12-31 2027-01 0/2 22");

        await desk.MoveToAsync(new DateOnly(2027, 5, 15)); // March is missed for good after 15 May
        Assert.StartsWith("Grace", await StandingAsync(), StringComparison.Ordinal);
        await desk.MoveToAsync(new DateOnly(2027, 5, 16));
        Assert.StartsWith("Ended", await StandingAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await TellAsync());
        Assert.Equal(
            ["CoverEnded", "CoverEnding", "GraceBegan"],
            await desk.Database.ListAsync<string>("select distinct kind::text from notices where about = $1 order by 1", loan));

        async Task StandsAsync(string expected) => Assert.Equal(expected, await StandingAsync());

        async Task<string> StandingAsync()
        {
            Assert.Equal(0L, await desk.Database.AsRoleAsync(null, Differences));
            var row = (await desk.WatchedAsync(loan))!;
            Assert.Equal(row.Outstanding * row.Uncovered, row.Risk);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Tab} {row.CoveredThrough:yyyy-MM-dd} {row.Workers!.Month} {row.Workers.Paid}/{row.Workers.All} {row.Uncovered}");
        }

        Task<int> TellAsync() => desk.Get<CoverKeeper>().RunAsync(Desk.Cancel);
    }

    [Fact]
    public async Task Tabs_and_radar_count_it_a_balance_changes_it_and_a_closed_loan_leaves()
    {
        await using var desk = new Desk(server);
        await desk.InitializeAsync();
        var (_, loan) = await PaidOutAsync(desk);
        await desk.PaidOutAsync(); // a debtor's beside it
        var covers = desk.Get<CoverSearch>();

        var branch = Assert.Single(await covers.RadarAsync(SmallBank.Officer.Actor, Desk.Cancel));
        Assert.Equal((2, 0), (branch.Loans, branch.Uncovered));
        Assert.Empty((await desk.Get<CoverService>().ReportBalanceAsync(
            loan, new RecordBalance { Outstanding = "200.000.000", AsOf = A.Date(A.Today) }, SmallBank.Officer.Actor, Desk.Cancel)).Refusals);
        Assert.Equal(200_000_000L * 23, (await desk.WatchedAsync(loan))!.Risk.Amount);
        Assert.Equal(
            (200_000_000L * 23) + (120_000_000L * 11),
            Assert.Single(await covers.RadarAsync(SmallBank.Officer.Actor, Desk.Cancel)).Risk.Amount);
        Assert.Empty(await covers.RadarAsync(SmallBank.OtherOfficer.Actor, Desk.Cancel));

        var closing = new CloseEmployerLoan { Closure = "PaidOff", ClosedOn = A.Date(A.Today) };
        var service = desk.Get<CoverService>();
        var officer = SmallBank.Officer.Actor;
        Assert.Equal(["cover.loan-unknown"], (await service.CloseEmployersAsync(loan, closing, SmallBank.OtherOfficer.Actor, Desk.Cancel)).Codes());
        var empty = await service.CloseEmployersAsync(loan, new CloseEmployerLoan(), officer, Desk.Cancel);
        Assert.Equal(["closure.reason-missing@Closure", "date.missing@ClosedOn"], empty.CodesAtFields().Order(StringComparer.Ordinal));
        Assert.Empty((await service.CloseEmployersAsync(loan, closing, officer, Desk.Cancel)).Refusals);
        Assert.Empty((await service.CloseEmployersAsync(loan, closing, officer, Desk.Cancel)).Refusals); // the other click
        Assert.Null(await desk.WatchedAsync(loan));
        Assert.Equal(0L, await desk.Database.AsRoleAsync(null, Differences));
    }

    /// <summary>Nobody writes it but what keeps it.</summary>
    [Theory]
    [InlineData("update employer_covers set run_through = run_through + 12")]
    [InlineData("delete from employer_covers")]
    [InlineData("select keep_employer_covers('{}')")]
    public async Task The_portals_role_may_not(string sql)
    {
        await using var desk = new Desk(server);
        await desk.InitializeAsync();

        Assert.Equal("42501", (await desk.Database.RefusalAsync(sql)).SqlState);
    }

    /// <summary>Two hundred invented employers with workers who come, go and are paid for or not, each asked about on several days.</summary>
    [Fact]
    public async Task The_list_tells_what_a_walk_from_worker_to_worker_and_month_to_month_tells()
    {
        await using var desk = new Desk(server);
        await desk.InitializeAsync();
        var (employer, loan) = await PaidOutAsync(desk);
        var current = Month.Of(desk.Clock.Today());
        var random = new Random(527);
        var stories = Enumerable.Range(1, 200).Select(n => Story.Invented(n, random, current)).ToList();
        await CopyAsync(desk, employer, loan, stories);

        foreach (var day in new[] { -20, -5, 0, 1, 5, 6, 7, 19, 21, 40, 66, 97, 128 }.Select(days => desk.Clock.Today().AddDays(days)))
        {
            var told = ((string)(await desk.Database.AsAppAsync(
                RowScope.Everything,
                """
                select string_agg(concat_ws('|', n, w.tab, w.is_covered, coalesce(w.covered_through::text, '-'), coalesce(w.arrears_until::text, '-'),
                         w.uncovered, w.outstanding), ';' order by n)
                  from generate_series(1, 200) n join cover_standings($1, $2) w on w.loan_id = md5('e' || n)::uuid
                """,
                day,
                day.AddDays(SoonDays)))!).Split(';');

            Assert.Equal(stories.Select(story => story.Told(day)), told);
        }
    }

    private static async Task<(Guid Employer, Guid Loan)> PaidOutAsync(Desk desk)
    {
        var employer = await desk.PaidEmployerAsync();
        var id = await desk.EmployerLoanAsync(employer);
        var loan = await desk.EmployerLoanOfAsync(id);
        Assert.Empty((await desk.Loans.ClearAsync(id, loan.Version, SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);
        loan = await desk.EmployerLoanOfAsync(id);
        Assert.Empty((await desk.Loans.DisburseAsync(id, loan.Version, A.Payout("300.000.000"), SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);
        return (employer, id);
    }

    /// <summary>Copies one employer with its paid-out loan; the guards that would ask for the whole job of each stand aside for it.</summary>
    private static async Task CopyAsync(Desk desk, Guid employer, Guid loan, List<Story> stories)
    {
        var workers = stories.SelectMany(story => story.Workers.Select((worker, i) => (story.Number, Worker: worker, Index: i))).ToList();
        var months = workers.SelectMany(one => one.Worker.Paid.Select(month => (one.Number, one.Index, Month: month.FirstDay))).ToList();
        (string Sql, object[] Values)[] statements =
        [
            ("alter table employers disable trigger user", []), ("alter table employer_workers disable trigger user", []),
            ("alter table worker_months disable trigger user", []), ("alter table loans disable trigger user", []),
            ("alter table disbursements disable trigger user", []),
            ("""
             create table history as
             select n, md5('e' || n)::uuid as id, term, first from unnest($1::int[], $2::date[]) with ordinality as t (term, first, n)
             """,
                [stories.Select(story => story.Term).ToArray(), stories.Select(story => story.First.FirstDay).ToArray()]),
            ("""
             insert into employers select (jsonb_populate_record(e, jsonb_build_object('id', h.id, 'npwp_hash', '\x' || md5('w' || h.n),
                      'npp', null, 'npp_by', null, 'npp_at', null))).* from employers e, history h where e.id = $1
             """,
                [employer]),
            ("""
             insert into loans select (jsonb_populate_record(l, jsonb_build_object('id', h.id, 'employer_id', h.id,
                      'application_number', 'RADAR-E' || h.n, 'term_months', h.term))).* from loans l, history h where l.id = $1
             """,
                [loan]),
            ("""
             insert into disbursements select (jsonb_populate_record(d, jsonb_build_object('id', h.id, 'loan_id', h.id,
                      'reference', 'RADAR-E' || h.n, 'value_date', h.first))).* from disbursements d, history h where d.loan_id = $1
             """,
                [loan]),
            ("""
             insert into employer_workers select (jsonb_populate_record(w, jsonb_build_object('id', md5('p' || t.n || '-' || t.i)::uuid,
                      'employer_id', md5('e' || t.n)::uuid, 'nik_hash', '\x' || md5('p' || t.n || '-' || t.i),
                      'valid_from', t.since, 'valid_to', nullif(t.until, date '9999-12-31')))).*
               from employer_workers w, unnest($2::int[], $3::int[], $4::date[], $5::date[]) as t (n, i, since, until) where w.employer_id = $1
             """,
                [
                    employer, workers.Select(one => one.Number).ToArray(), workers.Select(one => one.Index).ToArray(),
                    workers.Select(one => one.Worker.From).ToArray(), workers.Select(one => one.Worker.Until ?? Never).ToArray(),
                ]),
            ("""
             insert into worker_months select md5('e' || t.n)::uuid, decode(md5('p' || t.n || '-' || t.i), 'hex'), t.month, p.id
               from employer_payments p, unnest($2::int[], $3::int[], $4::date[]) as t (n, i, month) where p.employer_id = $1
             """,
                [
                    employer, months.Select(one => one.Number).ToArray(), months.Select(one => one.Index).ToArray(),
                    months.Select(one => one.Month).ToArray(),
                ]),
            ("insert into employer_covers select c.* from history h cross join lateral employer_covers_of(array[h.id]) c", []),
        ];
        // By an administrator: payouts are the gate's alone.
        foreach (var (sql, values) in statements) await desk.Database.AsRoleAsync(null, sql, values);
    }

    /// <summary>Somebody's time at the employer and the months paid for them.</summary>
    private sealed record Worker(DateOnly From, DateOnly? Until, HashSet<Month> Paid)
    {
        public bool WorksIn(Month month)
        {
            for (var day = month.FirstDay; day <= month.LastDay; day = day.AddDays(1))
            {
                if (day >= From && (Until is null || day <= Until)) return true;
            }

            return false;
        }
    }

    /// <summary>The rules of an employer's cover told a second time, as slowly and as plainly as can be.</summary>
    private sealed record Story(int Number, Month First, int Term, List<Worker> Workers)
    {
        public static Story Invented(int number, Random random, Month current)
        {
            var first = current.Plus(-random.Next(0, 20));
            List<Worker> workers = [];
            var paysUntil = current.Plus(-random.Next(0, 8));
            for (var i = random.Next(1, 5); i > 0; i--)
            {
                var from = first.FirstDay.AddDays(random.Next(-200, 200));
                DateOnly? until = random.Next(3) == 0 ? from.AddDays(random.Next(0, 400)) : null;
                var worker = new Worker(from, until, []);
                for (var month = Month.Of(from); month <= paysUntil; month = month.Plus(1))
                {
                    if (worker.WorksIn(month) && random.Next(12) > 0) worker.Paid.Add(month);
                }

                workers.Add(worker);
            }

            return new Story(number, first, random.Next(6, 61), workers);
        }

        public string Told(DateOnly day)
        {
            var current = Month.Of(day);
            HashSet<Month> whole = [];
            for (var month = new Month(2023, 1); month < current.Plus(60); month = month.Plus(1))
            {
                var there = Workers.Where(worker => worker.WorksIn(month)).ToList();
                if (there.Count > 0 && there.TrueForAll(worker => worker.Paid.Contains(month))) whole.Add(month);
            }

            // The last month whose payment is overdue; the loan's first one where none is.
            var judged = First;
            for (var month = First; IsOverdue(month, day); month = month.Plus(1)) judged = month;
            var walker = new MonthWalker(whole, Grace);
            var through = walker.Through(judged);
            var isCovered = whole.Contains(judged);
            var tab = isCovered ? IsOverdue(through!.Value.Plus(1), day.AddDays(SoonDays + 1)) ? "Ending" : "Covered"
                : through is { } last && judged.Since(last) <= Grace ? "Grace" : "Ended";
            var left = Math.Clamp(First.Plus(Term).Since(current > First ? current : First), 0, Term);
            DateOnly? until = through is { } end ? new DateOnly(end.Plus(Grace + 2).FirstDay.Year, end.Plus(Grace + 2).FirstDay.Month, DueDay) : null;
            return string.Join(
                '|', Number, tab, isCovered ? "t" : "f", Day(through?.LastDay), Day(until), walker.UncoveredAhead(First, Term, current), PaidOut * left / Term);

            static bool IsOverdue(Month month, DateOnly day) => day > new DateOnly(month.Plus(1).FirstDay.Year, month.Plus(1).FirstDay.Month, DueDay);

            static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-";
        }
    }
}
