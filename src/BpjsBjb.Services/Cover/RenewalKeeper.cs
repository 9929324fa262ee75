using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Jobs;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BpjsBjb.Services.Cover;

/// <summary>
/// Bills by itself what cover needs next, before it ends. Each batch of bills is one transaction; killed, nothing is half done; run twice or on two
/// servers, the second finds it done.
/// </summary>
public sealed class RenewalKeeper : IJob
{
    private const int Batch = 2_000;

    /// <summary>Sessions that bill side by side, each its own covers: one leaves a processor idle.</summary>
    private const int Lanes = 2;

    private readonly WorkerDatabase _databases;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;
    private readonly ILogger<RenewalKeeper> _log;

    internal RenewalKeeper(WorkerDatabase databases, RuleBookSource rules, TimeProvider clock, ILogger<RenewalKeeper> log) =>
        (_databases, _rules, _clock, _log) = (databases, rules, clock, log);

    /// <summary>Bills the renewal of every cover that ends soon while its debtor's loan goes on and nothing is billed yet.</summary>
    /// <returns>How many bills were issued.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var issued = (await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => RenewAsync(lane, cancel)))).Sum();
        if (issued > 0) _log.RenewalsBilled(issued);
        return issued;
    }

    private async Task<int> RenewAsync(int lane, CancellationToken cancel)
    {
        var issued = 0;
        for (Cover? last = new(Guid.Empty, DateOnly.MinValue); last is not null;)
        {
            (var count, last) = await RenewBatchAsync(lane, last, cancel);
            issued += count;
        }

        return issued;
    }

    /// <summary>The last byte of a key is chance, so that the lanes are equally long.</summary>
    private static bool IsOf(int lane, Guid cover) => cover.ToByteArray()[^1] % Lanes == lane;

    /// <summary>The covers after <paramref name="last"/>, in order: how many were billed, and the last of them; null after the end.</summary>
    private async Task<(int Issued, Cover? Last)> RenewBatchAsync(int lane, Cover last, CancellationToken cancel)
    {
        await using var db = _databases.Create();
        var now = _clock.GetUtcNow();
        var today = JakartaTime.DateIn(now);
        var book = await _rules.ReadAsync(cancel);
        var through = today.AddDays(book.LimitOf(LimitKind.RenewalDays, today).Value);
        await using var work = await db.Database.BeginTransactionAsync(cancel);
        // One server a lane at a time; who comes second waits, and finds the bills.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({$"renewals {lane}"}, 0))", cancel);
        var ending = await db.Database.SqlQuery<Cover>(
            $"select * from covers_ending({today}, {through}, {last.CoveredThrough}, {last.Id}, {Batch * Lanes})").ToListAsync(cancel);
        if (ending.Count == 0) return (0, null);

        var own = ending.Where(cover => IsOf(lane, cover.Id)).Select(cover => cover.Id).ToList();
        var due = await db.Database.SqlQuery<Due>($"select * from renewals_due({own})").ToListAsync(cancel);
        if (due.Count == 0) return (0, ending[^1]);

        var terms = book.PrepaymentTermsOn(today);
        Dictionary<ContributionQuestion, ContributionQuote> quotes = [];
        List<Bill> bills = new(due.Count);
        foreach (var cover in due)
        {
            var question = cover.Question(terms);
            if (!quotes.TryGetValue(question, out var quote)) quotes[question] = quote = ContributionQuote.For(question, book);
            bills.Add(Bill.IssueRenewal(cover.ParticipationId, cover.EnrollmentId, quote, now));
        }

        await StoreAsync(db, bills, now, cancel);
        await work.CommitAsync(CancellationToken.None);
        return (bills.Count, ending[^1]);
    }

    /// <summary>Many rows in three statements, column by column.</summary>
    private static async Task StoreAsync(BpjsBjbDbContext db, List<Bill> bills, DateTimeOffset at, CancellationToken cancel)
    {
        var lines = bills.SelectMany(bill => bill.Lines).ToList();
        await InsertAsync(
            """
            insert into bills (id, participation_id, enrollment_id, first_month, months, payer, category, sector, total, issued_at, issued_by, due_on)
            select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::date[], $5::int[], $6::text[], $7::text[], $8::text[], $9::bigint[],
                   $10::timestamptz[], $11::uuid[], $12::date[])
            """,
            bills.ConvertAll(bill => bill.Id), bills.ConvertAll(bill => bill.ParticipationId), bills.ConvertAll(bill => bill.EnrollmentId!.Value),
            bills.ConvertAll(bill => bill.FirstMonth), bills.ConvertAll(bill => bill.Months), bills.ConvertAll(bill => bill.Payer.ToString()),
            bills.ConvertAll(bill => bill.Category.ToString()), bills.ConvertAll(bill => bill.Sector.ToString()), bills.ConvertAll(bill => bill.Total.Amount),
            bills.ConvertAll(bill => bill.IssuedAt), bills.ConvertAll(bill => bill.IssuedBy), bills.ConvertAll(bill => bill.DueOn));
        await InsertAsync(
            """
            insert into bill_lines (bill_id, month, program, base, gross, discount_percent, amount, rate_rule_id, discount_rule_id)
            select * from unnest($1::uuid[], $2::date[], $3::text[], $4::bigint[], $5::bigint[], $6::int[], $7::bigint[], $8::int[], $9::int[])
            """,
            lines.ConvertAll(line => line.BillId), lines.ConvertAll(line => line.Month), lines.ConvertAll(line => line.Program.ToString()),
            lines.ConvertAll(line => line.Base.Amount), lines.ConvertAll(line => line.Gross.Amount), lines.ConvertAll(line => line.DiscountPercent),
            lines.ConvertAll(line => line.Amount.Amount), lines.ConvertAll(line => line.RateRuleId), lines.ConvertAll(line => line.DiscountRuleId));
        await InsertAsync(
            """
            insert into enrollment_history (id, enrollment_id, kind, by, at)
            select id, enrollment_id, 'RenewalBilled', $3, $4 from unnest($1::uuid[], $2::uuid[]) as t (id, enrollment_id)
            """,
            bills.ConvertAll(_ => Guid.CreateVersion7(at)), bills.ConvertAll(bill => bill.EnrollmentId!.Value), Guid.Empty, at);

        async Task InsertAsync(string sql, params object[] columns)
        {
            await using var command = new NpgsqlCommand(sql, (NpgsqlConnection)db.Database.GetDbConnection());
            foreach (var column in columns) command.Parameters.Add(new NpgsqlParameter { Value = column });
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    private sealed record Cover(Guid Id, DateOnly CoveredThrough);

    /// <summary>Row of <c>renewals_due</c>.</summary>
    private sealed class Due
    {
        public Guid ParticipationId { get; init; }

        public Guid EnrollmentId { get; init; }

        public string Category { get; init; } = "";

        public string Sector { get; init; } = "";

        public string Payer { get; init; } = "";

        public long ContributionBase { get; init; }

        public bool WithJht { get; init; }

        public DateOnly FirstMonth { get; init; }

        /// <summary>Months of the bill paid last: the debtor's habit.</summary>
        public int MonthsBefore { get; init; }

        /// <summary>Months from the first unpaid one to maturity.</summary>
        public int LoanMonthsLeft { get; init; }

        /// <summary>As many months as last time, in a term that can be paid ahead and not beyond the loan.</summary>
        public ContributionQuestion Question(IReadOnlyList<PrepaymentTerm> terms) => new(
            new Rupiah(ContributionBase), Enum.Parse<ParticipantCategory>(Category), Enum.Parse<ContributionSector>(Sector),
            Enum.Parse<ContributionPayer>(Payer), WithJht, Month.Of(FirstMonth),
            terms.Where(term => term.Months <= Math.Min(MonthsBefore, LoanMonthsLeft)).Select(term => term.Months).DefaultIfEmpty(1).Max());
    }
}
