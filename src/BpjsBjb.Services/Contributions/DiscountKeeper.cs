using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Jobs;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Contributions;

/// <summary>
/// Where an approved rule makes months cheaper that are already paid, moves the difference to where its proposers chose: forward to the next bill, or
/// to be given back. A paid month is credited once; killed, it goes on with the next bill.
/// </summary>
public sealed class DiscountKeeper : IJob
{
    private const int Batch = 500;

    private readonly WorkerDatabase _databases;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;
    private readonly ILogger<DiscountKeeper> _log;

    internal DiscountKeeper(WorkerDatabase databases, RuleBookSource rules, TimeProvider clock, ILogger<DiscountKeeper> log) =>
        (_databases, _rules, _clock, _log) = (databases, rules, clock, log);

    /// <returns>How many months of a programme were credited.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var db = _databases.Create();
        var due = await db.Database.SqlQuery<Cheaper>(
            $"""
             select p.id, p.valid_from, p.credit from rule_proposals p
              where p.status = 'Approved' and p.credit is not null
                and p.kind in ('contribution_brackets', 'flat_contributions', 'contribution_discounts')
                and not exists (select from discount_runs d where d.proposal_id = p.id)
              order by p.decided_at, p.id
             """).ToListAsync(cancel);
        var all = 0;
        foreach (var rule in due)
        {
            var months = 0;
            var last = Guid.Empty;
            while (await CreditAsync(rule, last, cancel) is { } done) (last, months) = (done.Last, months + done.Months);
            await db.Database.ExecuteSqlAsync($"insert into discount_runs (proposal_id, months) values ({rule.Id}, {months}) on conflict do nothing", cancel);
            if (months > 0) _log.DiscountsCarried(months);
            all += months;
        }

        return all;
    }

    /// <summary>One batch of paid bills in one transaction; null when there are no more.</summary>
    private async Task<(Guid Last, int Months)?> CreditAsync(Cheaper rule, Guid after, CancellationToken cancel)
    {
        await using var db = _databases.Create();
        var now = _clock.GetUtcNow();
        var book = await _rules.ReadAsync(cancel);
        await using var work = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('discounts', 0))", cancel);
        var ids = await db.Database.SqlQuery<Guid>(
            $"""
             select id as "Value" from bills
              where paid_at is not null and reversed_at is null and id > {after}
                and (first_month + make_interval(months => months))::date > {rule.ValidFrom}
              order by id limit {Batch}
             """).ToListAsync(cancel);
        if (ids.Count == 0) return null;

        var bills = await db.Bills.AsNoTracking().Include(bill => bill.Lines).Where(bill => ids.Contains(bill.Id)).ToListAsync(cancel);
        var credited = (await db.CarriedDiscounts.AsNoTracking().Where(row => ids.Contains(row.BillId)).ToListAsync(cancel))
            .Select(row => (row.BillId, row.Month, row.Program)).ToHashSet();
        var lies = (await db.MoneyEntries.AsNoTracking().Where(entry => ids.Contains(entry.BillId!.Value)).ToListAsync(cancel))
            .ToLookup(entry => entry.BillId!.Value);
        var months = 0;
        foreach (var bill in bills.Where(bill => bill.Lines.Select(line => Month.Of(line.Month)).All(book.Prices)))
        {
            var cheaper = bill.Lines.Where(line => line.Month >= rule.ValidFrom && !credited.Contains((bill.Id, line.Month, line.Program)))
                .Join(bill.PricedBy(book), line => (line.Month, line.Program), line => (line.Month.FirstDay, line.Program), (paid, priced) => (paid, priced))
                .Where(pair => pair.priced.Amount < pair.paid.Amount).Select(pair => CarriedDiscount.Of(pair.paid, pair.priced, now)).ToList();
            if (cheaper.Count == 0) continue;

            months += cheaper.Count;
            db.AddRange(cheaper);
            db.AddRange(Moved(bill.Id, cheaper.Select(row => row.Credited).Sum(), lies[bill.Id], rule.To, now));
        }

        await db.SaveChangesAsync(cancel);
        await work.CommitAsync(CancellationToken.None);
        return (ids[^1], months);
    }

    /// <summary>Takes an amount from the receipts that paid a bill.</summary>
    private static IEnumerable<MoneyEntry> Moved(Guid billId, Rupiah amount, IEnumerable<MoneyEntry> lies, MoneyAccount to, DateTimeOffset at)
    {
        foreach (var (receiptId, lying) in lies.GroupBy(entry => entry.ReceiptId, entry => entry.Amount).Select(group => (group.Key, group.Sum())))
        {
            var taken = lying < amount ? lying : amount;
            if (taken <= Rupiah.Zero) continue;

            amount -= taken;
            yield return MoneyEntry.Of(receiptId, MoneyAccount.Bill, Rupiah.Zero - taken, billId, Guid.Empty, at);
            yield return MoneyEntry.Of(receiptId, to, taken, billId, Guid.Empty, at);
        }
    }

    private sealed class Cheaper
    {
        public Guid Id { get; init; }

        public DateOnly ValidFrom { get; init; }

        public string Credit { get; init; } = "";

        public MoneyAccount To => Credit == "CarryForward" ? MoneyAccount.CarriedForward : MoneyAccount.Overpaid;
    }
}
