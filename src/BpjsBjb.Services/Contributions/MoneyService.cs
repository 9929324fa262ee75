using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.Configurations;
using BpjsBjb.Services.Enrollments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Contributions;

/// <summary>What is done with money that is already there: suspense used for a bill or given back, a payment taken back.</summary>
public sealed class MoneyService
{
    public static readonly Refusal TooLittle = new("suspense.too-little");
    public static readonly Refusal NotWaiting = new("suspense.not-waiting");

    private static readonly Dictionary<string, Refusal> MoneyRefusals = new()
    {
        [PaymentConfiguration.OnePaymentPerBill] = Bill.AlreadyPaid,
        [PaymentReversalConfiguration.OnceOnly] = PaymentReversal.AlreadyReversed,
        ["covered_months"] = Payment.MonthAlreadyCovered,
        ["money.taken-twice"] = NotWaiting,
    };

    private readonly BpjsBjbDbContext _db;
    private readonly TimeProvider _clock;
    private readonly ILogger<MoneyService> _log;

    internal MoneyService(BpjsBjbDbContext db, TimeProvider clock, ILogger<MoneyService> log) => (_db, _clock, _log) = (db, clock, log);

    /// <summary>Pays an open bill from what waits for its participant. Sent twice it is paid once.</summary>
    public async Task<Result<Guid>> UseAsync(Guid billId, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await _db.BillWithCaseAsync(billId, by, cancel) is not { } found) return ContributionService.UnknownBill;

        var (bill, enrollment) = found;
        var now = _clock.GetUtcNow();
        var waiting = await WaitingAsync(bill.ParticipationId, cancel);
        var movements = MoneyAllocation.Settle(bill.Total, waiting, receipt: null);
        if (movements.Count == 0) return TooLittle.With(bill.Total, waiting.Select(standing => standing.Amount).Sum());

        var paid = bill.Pay(bill.Total, JakartaTime.DateIn(now), PaymentChannel.Suspense, bill.Number, by, now);
        if (paid.IsRefused) return paid.Refusals.ToArray();

        _db.Add(paid.Value);
        Move(movements, bill.Id, by, now);
        enrollment.Note(EnrollmentEventKind.Paid, by, now, bill.Number);
        var failed = await _db.TrySaveAsync(ContributionService.BillChanged, MoneyRefusals, cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.PaymentRecorded(paid.Value.Id, billId);
        return billId;
    }

    /// <summary>Writes down that waiting money was given back.</summary>
    public async Task<Result<Guid>> RefundAsync(Guid billId, Guid receiptId, string? account, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await _db.BillWithCaseAsync(billId, by, cancel) is not { } found) return ContributionService.UnknownBill;
        if (SectionValidators.Choice<MoneyAccount>(account) is not { } from) return NotWaiting;

        var line = await _db.SuspenseLines.AsNoTracking().SingleOrDefaultAsync(
            row => row.ReceiptId == receiptId && row.Account == from && row.ParticipationId == found.Bill.ParticipationId, cancel);
        if (line is null) return NotWaiting;

        var now = _clock.GetUtcNow();
        Move([new(receiptId, from, Rupiah.Zero - line.Amount), new(receiptId, MoneyAccount.Refunded, line.Amount)], billId, by, now);
        found.Enrollment.Note(EnrollmentEventKind.MoneyRefunded, by, now, found.Bill.Number);
        var failed = await _db.TrySaveAsync(ContributionService.BillChanged, MoneyRefusals, cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.MoneyRefunded(receiptId, by.UserId);
        return billId;
    }

    /// <summary>
    /// Takes back the payment of a bill: its months are no longer covered, and its money is gone or waits, as the reason says. Never by whoever
    /// recorded it.
    /// </summary>
    public async Task<Result<Guid>> ReverseAsync(Guid billId, string? why, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await _db.BillWithCaseAsync(billId, by, cancel) is not { } found) return ContributionService.UnknownBill;
        if (SectionValidators.Choice<ReversalReason>(why) is not { } reason) return PaymentReversal.ReasonMissing.On("Reason");

        var payment = await _db.Payments.AsNoTracking().SingleOrDefaultAsync(row => row.BillId == billId, cancel);
        if (payment is null) return PaymentReversal.NotPaid;

        var now = _clock.GetUtcNow();
        var reversal = PaymentReversal.Of(payment, reason, by, now);
        if (reversal.IsRefused) return reversal.Refusals.ToArray();

        var lies = (await _db.MoneyEntries.AsNoTracking().Where(entry => entry.BillId == billId).ToListAsync(cancel))
            .GroupBy(entry => entry.ReceiptId, entry => entry.Amount).Select(group => new Standing(group.Key, MoneyAccount.Bill, group.Sum()));
        var to = reason == ReversalReason.ForAnotherBill ? MoneyAccount.WrongPeriod : MoneyAccount.Reversed;
        _db.Add(reversal.Value);
        foreach (var lie in lies.Where(lie => lie.Amount > Rupiah.Zero))
        {
            Move([new(lie.ReceiptId, MoneyAccount.Bill, Rupiah.Zero - lie.Amount), new(lie.ReceiptId, to, lie.Amount)], billId, by, now);
        }

        found.Enrollment.Note(EnrollmentEventKind.PaymentReversed, by, now, reason.ToString());
        var failed = await _db.TrySaveAsync(ContributionService.BillChanged, MoneyRefusals, cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.PaymentReversed(payment.Id, by.UserId, reason);
        return billId;
    }

    private void Move(IEnumerable<Movement> movements, Guid billId, Actor by, DateTimeOffset at) =>
        _db.AddRange(movements.Select(move => MoneyEntry.Of(move.ReceiptId, move.Account, move.Amount, billId, by.UserId, at)));

    /// <summary>Whatever waits for a participant, the oldest first.</summary>
    private async Task<IReadOnlyList<Standing>> WaitingAsync(Guid participationId, CancellationToken cancel) =>
        [
            .. (await _db.SuspenseLines.AsNoTracking().Where(row => row.ParticipationId == participationId)
                .OrderBy(row => row.RecordedAt).ThenBy(row => row.ReceiptId).ToListAsync(cancel))
                .Select(row => new Standing(row.ReceiptId, row.Account, row.Amount)),
        ];
}
