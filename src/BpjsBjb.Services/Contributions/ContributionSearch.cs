using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Contributions;

public enum BillTab
{
    Open,
    Expired,
    Paid,
    All,
}

/// <summary>A row of the bill list.</summary>
public sealed record BillListItem(
    Guid Id, string Number, Guid EnrollmentId, string FullName, string MaskedNik, BillStatus Status, Month FirstMonth, int Months,
    Rupiah Total, DateOnly DueOn, DateOnly? PaidOn);

/// <summary>A bill in full: what to pay, with which number, why this much, and what happened to it.</summary>
public sealed record BillDetails(
    Guid Id,
    string Number,
    Guid EnrollmentId,
    Guid? LoanId,
    string FullName,
    string PaymentNumber,
    BillStatus Status,
    Month FirstMonth,
    Month LastMonth,
    int Months,
    Rupiah Total,
    DateOnly DueOn,
    DateTimeOffset IssuedAt,
    IReadOnlyList<PricedRun> Runs,
    Rupiah Base,
    DateOnly? PaidOn,
    PaymentChannel? Channel,
    string? PaymentReference,
    string? RecordedByName,
    DateTimeOffset? RecordedAt,
    Guid? ReplacementId,
    IReadOnlyList<ReceiptLine> Receipts,
    IReadOnlyList<WaitingMoney> Waiting,
    bool IsOwnRecord,
    ReversalReason? Reversal)
{
    /// <summary>All that waits for the participant.</summary>
    public Rupiah WaitingTotal => Waiting.Select(line => line.Amount).Sum();

    /// <summary>What is left to pay once what waits for this bill's rest is counted in.</summary>
    public Rupiah StillDue => Total - Receipts.SelectMany(receipt => receipt.Accounts).Where(standing => standing.Account == MoneyAccount.Partial)
        .Select(standing => standing.Amount).Sum();

    public bool CanBePaidFromSuspense => Status == BillStatus.Open && WaitingTotal >= Total;
}

/// <summary>Money that came for the bill, and where it stands now.</summary>
public sealed record ReceiptLine(
    Guid Id, Rupiah Amount, DateOnly PaidOn, PaymentChannel Channel, string Reference, string RecordedByName, DateTimeOffset RecordedAt,
    IReadOnlyList<(MoneyAccount Account, Rupiah Amount)> Accounts);

/// <summary>Money that waits for the participant, of this bill's receipts or another's.</summary>
public sealed record WaitingMoney(Guid ReceiptId, string Reference, DateOnly PaidOn, MoneyAccount Account, Rupiah Amount);

/// <summary>Reads bills of the cases a reader may see.</summary>
public sealed class ContributionSearch
{
    private const int PageSize = 25;

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal ContributionSearch(BpjsBjbDbContext db, PersonalDataVault vault, RuleBookSource rules, TimeProvider clock) =>
        (_db, _vault, _rules, _clock) = (db, vault, rules, clock);

    public async Task<Page<BillListItem>> ListAsync(BillTab tab, int page, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var today = _clock.Today();
        var found = _db.CaseBills.VisibleTo(actor);
        found = tab switch
        {
            BillTab.Open => found.Where(bill => bill.PaidAt == null && bill.CancelledAt == null && bill.DueOn >= today),
            BillTab.Expired => found.Where(bill => bill.PaidAt == null && bill.CancelledAt == null && bill.DueOn < today),
            BillTab.Paid => found.Where(bill => bill.PaidAt != null && bill.ReversedAt == null),
            _ => found,
        };
        var total = await found.CountAsync(cancel);
        var number = Math.Clamp(page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await found.OrderBy(bill => bill.PaidAt != null).ThenBy(bill => bill.DueOn).ThenByDescending(bill => bill.IssuedAt)
            .Skip((number - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return new Page<BillListItem>(
            [
                .. rows.Select(bill => new BillListItem(
                    bill.Id, bill.Number, bill.EnrollmentId, bill.FullName, OpenNik(bill.EnrollmentId, bill.NikSealed).ToString(),
                    Bill.StatusOn(today, bill.PaidAt, bill.CancelledAt, bill.DueOn, bill.ReversedAt), Month.Of(bill.FirstMonth), bill.Months, bill.Total,
                    bill.DueOn, bill.PaidOn)),
            ],
            number,
            PageSize,
            total);
    }

    /// <summary>One bill, or null when it is not there or not the reader's.</summary>
    public async Task<BillDetails?> DetailsAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var visible = _db.Enrollments.AsNoTracking().VisibleTo(actor);
        var row = await (
            from bill in _db.Bills.AsNoTracking()
            join enrollment in visible on bill.EnrollmentId equals enrollment.Id
            where bill.Id == id
            select new { bill, EnrollmentId = enrollment.Id, enrollment.LoanId, enrollment.FullName, enrollment.NikSealed })
            .SingleOrDefaultAsync(cancel);
        if (row is null) return null;

        var lines = await _db.BillLines.AsNoTracking().Where(line => line.BillId == id).OrderBy(line => line.Month).ToListAsync(cancel);
        var payment = await (
            from paid in _db.Payments.AsNoTracking()
            where paid.BillId == id
            join user in _db.Users on paid.RecordedBy equals user.Id into users
            from user in users.DefaultIfEmpty()
            join taken in _db.PaymentReversals on paid.Id equals taken.PaymentId into reversals
            from taken in reversals.DefaultIfEmpty()
            select new
            {
                paid.PaidOn,
                paid.Channel,
                paid.Reference,
                paid.RecordedAt,
                paid.RecordedBy,
                user.FullName,
                Reversal = (ReversalReason?)taken.Reason,
            }).SingleOrDefaultAsync(cancel);
        var found = row.bill;
        return new BillDetails(
            found.Id, found.Number, row.EnrollmentId, row.LoanId, row.FullName, OpenNik(row.EnrollmentId, row.NikSealed).Grouped,
            found.StatusOn(_clock.Today()), Month.Of(found.FirstMonth), Month.Of(found.FirstMonth).Plus(found.Months - 1), found.Months,
            found.Total, found.DueOn, found.IssuedAt, await RunsAsync(found, lines, cancel), lines[0].Base,
            payment?.PaidOn, payment?.Channel, payment?.Reference, payment?.FullName, payment?.RecordedAt,
            found.CancelledAt is null && found.ReversedAt is null ? null : await ReplacementAsync(found, cancel),
            await ReceiptsAsync(id, cancel),
            await WaitingAsync(found.ParticipationId, cancel),
            payment?.RecordedBy == actor.UserId,
            payment?.Reversal);
    }

    private async Task<IReadOnlyList<ReceiptLine>> ReceiptsAsync(Guid billId, CancellationToken cancel)
    {
        var receipts = await (
            from receipt in _db.Receipts.AsNoTracking()
            where receipt.BillId == billId
            join user in _db.Users on receipt.RecordedBy equals user.Id into users
            from user in users.DefaultIfEmpty()
            orderby receipt.RecordedAt
            select new { receipt, user.FullName }).ToListAsync(cancel);
        Guid[] ids = [.. receipts.Select(row => row.receipt.Id)];
        var entries = (await _db.MoneyEntries.AsNoTracking().Where(entry => ids.Contains(entry.ReceiptId)).ToListAsync(cancel)).ToLookup(entry => entry.ReceiptId);
        return
        [
            .. receipts.Select(row => new ReceiptLine(
                row.receipt.Id, row.receipt.Amount, row.receipt.PaidOn, row.receipt.Channel, row.receipt.Reference, row.FullName ?? "–", row.receipt.RecordedAt,
                [
                    .. entries[row.receipt.Id].GroupBy(entry => entry.Account, entry => entry.Amount).Select(group => (group.Key, group.Sum()))
                        .Where(standing => standing.Item2 > Rupiah.Zero),
                ])),
        ];
    }

    private async Task<IReadOnlyList<WaitingMoney>> WaitingAsync(Guid participationId, CancellationToken cancel) => await _db.SuspenseLines.AsNoTracking()
        .Where(line => line.ParticipationId == participationId).OrderBy(line => line.RecordedAt)
        .Select(line => new WaitingMoney(line.ReceiptId, line.Reference, line.PaidOn, line.Account, line.Amount)).ToListAsync(cancel);

    /// <summary>The bill that took the place of a cancelled one.</summary>
    private Task<Guid?> ReplacementAsync(Bill bill, CancellationToken cancel) => _db.Bills.AsNoTracking()
        .Where(other => other.EnrollmentId == bill.EnrollmentId && other.IssuedAt > bill.IssuedAt)
        .OrderBy(other => other.IssuedAt).Select(other => (Guid?)other.Id).FirstOrDefaultAsync(cancel);

    /// <summary>The stored lines with the very rows of the law they were priced by, in the wording of that time.</summary>
    private async Task<IReadOnlyList<PricedRun>> RunsAsync(Bill bill, IReadOnlyList<BillLine> lines, CancellationToken cancel)
    {
        var book = await _rules.ReadAsync(cancel);
        var then = book.WhenIssued(bill);
        return ContributionPanelSource.RunsOf(lines.Select(line => book.LineOf(line, then)));
    }

    private Nik OpenNik(Guid enrollmentId, byte[] nikSealed) =>
        Nik.Stored(_vault.Open(SealedColumns.EnrollmentNik, enrollmentId, nikSealed));
}
