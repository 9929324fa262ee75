using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Cover;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;
using BpjsBjb.UnitTests.Cover;

namespace BpjsBjb.IntegrationTests.Cover;

/// <summary>The database's radar and status against a walk from month to month, over a thousand invented histories.</summary>
public sealed class RadarTests(PostgresServer server)
{
    private const int Histories = 1_000;
    private const int Grace = 3;
    private const long PaidOut = 120_000_000;

    /// <summary>Copies one paid-out loan with all it hangs on a thousand times; the guards that would ask for the whole job of each stand aside for it.</summary>
    private const string Copy =
        """
        alter table people disable trigger user; alter table participations disable trigger user; alter table loans disable trigger user;
        alter table loan_insured disable trigger user; alter table disbursements disable trigger user; alter table covered_months disable trigger user;
        create temp table history as select n, md5('h' || n)::uuid as id, term, first from unnest($1::int[], $2::date[]) with ordinality as t (term, first, n);
        insert into people select (jsonb_populate_record(p, jsonb_build_object('id', h.id, 'nik_hash', '\x' || md5('n' || h.n)))).*
          from people p join loan_insured i on i.person_id = p.id and i.loan_id = $3, history h;
        insert into participations select (jsonb_populate_record(p, jsonb_build_object('id', h.id, 'person_id', h.id, 'kpj_hash', '\x' || md5('k' || h.n),
                 'covered_from', null, 'covered_through', null))).*
          from participations p join loan_insured i on i.participation_id = p.id and i.loan_id = $3, history h;
        insert into loans select (jsonb_populate_record(l, jsonb_build_object('id', h.id, 'application_number', 'RADAR-' || h.n, 'term_months', h.term))).*
          from loans l, history h where l.id = $3;
        insert into loan_insured select (jsonb_populate_record(i, jsonb_build_object('loan_id', h.id, 'person_id', h.id, 'participation_id', h.id))).*
          from loan_insured i, history h where i.loan_id = $3;
        insert into disbursements select (jsonb_populate_record(d, jsonb_build_object('id', h.id, 'loan_id', h.id, 'reference', 'RADAR-' || h.n, 'value_date', h.first))).*
          from disbursements d, history h where d.loan_id = $3;
        insert into covered_months (participation_id, month, payer, amount, recorded_at)
        select md5('h' || n)::uuid, month, 'Participant', 1, now() from unnest($4::bigint[], $5::date[]) as t (n, month);
        update participations p set covered_from = c.first, covered_through = c.last
          from (select participation_id, min(month) as first, (max(month) + interval '1 month' - interval '1 day')::date as last
                  from covered_months group by participation_id) c where c.participation_id = p.id and p.id in (select id from history);
        insert into loan_covers select c.* from history h cross join lateral loan_covers_of(array[h.id]) c;
        """;

    [Fact]
    public async Task Radar_and_status_tell_what_a_walk_from_month_to_month_tells()
    {
        await using var desk = new Desk(server);
        await desk.InitializeAsync();
        var loan = await desk.PaidOutAsync();
        var today = desk.Clock.Today();
        var current = Month.Of(today);
        var random = new Random(1_126);
        var stories = Enumerable.Range(1, Histories).Select(n => (
            Number: (long)n, First: current.Plus(-random.Next(0, 30)), Term: random.Next(6, 61), Paid: MonthWalker.Invented(random, current))).ToList();
        await CopyAsync(desk, loan.Id, stories.Select(story => (story.Number, story.First, story.Term, story.Paid)).ToList());

        var told = ((string)(await desk.Database.AsAppAsync(
            RowScope.Everything,
            """
            select string_agg(concat_ws('|', n, w.is_covered, coalesce(w.covered_through::text, '-'), w.uncovered, w.outstanding,
                     coalesce(participation_status(w.participation_id, $1), '-'), w.arrears_until >= $1), ';' order by n)
              from generate_series(1, $2) n join cover_standings($1, $1) w on w.loan_id = md5('h' || n)::uuid
            """,
            today,
            Histories))!).Split(';');

        Assert.Equal(stories.Select(story => Expected(story.Number, story.First, story.Term, new MonthWalker(story.Paid, Grace), story.Paid, current)), told);
    }

    private static string Expected(long n, Month first, int term, MonthWalker walker, HashSet<Month> paid, Month current)
    {
        var through = walker.Through(current);
        var left = Math.Clamp(first.Plus(term).Since(current > first ? current : first), 0, term);
        var state = walker.StateOf(current, current);
        var isAhead = paid.Any(month => month > current); // paid from a later month on: the portal waits for it
        var status = state == HorizonState.Covered ? "Active"
            : paid.Count == 0 || isAhead ? "AwaitingPayment"
            : state == HorizonState.Grace ? "Grace" : "Ended";
        return string.Join('|', n, state == HorizonState.Covered ? "t" : "f", through?.LastDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-",
            walker.UncoveredAhead(first, term, current), PaidOut * left / term, status,
            through is null ? "" : through.Value.Plus(Grace) >= current ? "t" : "f").TrimEnd('|');
    }

    private static async Task CopyAsync(Desk desk, Guid loanId, List<(long Number, Month First, int Term, HashSet<Month> Paid)> stories)
    {
        var months = stories.SelectMany(story => story.Paid.Order().Select(month => (story.Number, month.FirstDay))).ToList();
        foreach (var statement in Copy.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // Each statement takes its own values; a temporary table is a plain one here, because each runs on a connection of its own.
            var sql = statement.Replace("create temp table", "create table", StringComparison.Ordinal);
            object[] values = sql.Contains("$1", StringComparison.Ordinal)
                ? [stories.Select(story => story.Term).ToArray(), stories.Select(story => story.First.FirstDay).ToArray()]
                : sql.Contains("$4", StringComparison.Ordinal)
                    ? [months.Select(month => month.Number).ToArray(), months.Select(month => month.FirstDay).ToArray()]
                    : sql.Contains("$3", StringComparison.Ordinal) ? [loanId] : [];
            // By an administrator: payouts are the gate's alone.
            await desk.Database.AsRoleAsync(null, sql.Replace("$3", "$1", StringComparison.Ordinal).Replace("$4", "$1", StringComparison.Ordinal)
                .Replace("$5", "$2", StringComparison.Ordinal), values);
        }
    }
}
