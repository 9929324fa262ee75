using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.Configurations;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Contributions;

/// <summary>Records payments, which make the database cover months, and replaces bills that have expired.</summary>
public sealed class ContributionService
{
    public static readonly Refusal UnknownBill = new("bill.unknown");
    public static readonly Refusal BillChanged = new("bill.changed-meanwhile");

    private const int LongestReference = 40;

    private static readonly Dictionary<string, Refusal> PaymentRefusals = new()
    {
        [PaymentConfiguration.OnePaymentPerBill] = Bill.AlreadyPaid,
        [ReceiptConfiguration.OneReferenceOnce] = Payment.ReferenceUsed.On(nameof(RecordPayment.Reference)),
        [PaymentConfiguration.OneReferenceOnce] = Payment.ReferenceUsed.On(nameof(RecordPayment.Reference)),
        ["covered_months"] = Payment.MonthAlreadyCovered,
    };

    private static readonly HashSet<string> Waitable =
    [
        Payment.AmountDiffers.Code, Payment.AfterDueDate.Code, Payment.BeforeBill.Code, Bill.AlreadyPaid.Code, Bill.AlreadyCancelled.Code,
    ];

    private static readonly Dictionary<string, Refusal> ReissueRefusals = new()
    {
        [BillConfiguration.OneOpenBillPerParticipation] = BillChanged,
    };

    private readonly BpjsBjbDbContext _db;
    private readonly FormVault _forms;
    private readonly RuleBookSource _rules;
    private readonly ReferenceSource _reference;
    private readonly TimeProvider _clock;
    private readonly ILogger<ContributionService> _log;

    internal ContributionService(
        BpjsBjbDbContext db, FormVault forms, RuleBookSource rules, ReferenceSource reference, TimeProvider clock, ILogger<ContributionService> log) =>
        (_db, _forms, _rules, _reference, _clock, _log) = (db, forms, rules, reference, clock, log);

    /// <summary>Whether money refused for these reasons alone may be taken all the same, to wait in suspense.</summary>
    public static bool CanWait(IReadOnlyList<Refusal> refusals) => refusals.Count > 0 && refusals.All(refusal => Waitable.Contains(refusal.Code));

    /// <summary>Records the payment of a bill. The same receipt sent twice is one payment and both answers are yes.</summary>
    public async Task<Result<Guid>> RecordPaymentAsync(Guid billId, RecordPayment input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var amount = Rupiah.Parse(input.Amount);
        var paidOn = TypedDate.Parse(input.PaidOn);
        var channel = SectionValidators.Choice<PaymentChannel>(input.Channel);
        var reference = (input.Reference ?? "").Trim();
        List<Refusal> refusals =
        [
            .. amount.Refusals.Select(refusal => refusal.On(nameof(input.Amount))),
            .. paidOn.Refusals.Select(refusal => refusal.On(nameof(input.PaidOn))),
        ];
        if (channel is null) refusals.Add(Payment.ChannelMissing.On(nameof(input.Channel)));
        if (reference.Length == 0) refusals.Add(Payment.ReferenceMissing.On(nameof(input.Reference)));
        if (reference.Length > LongestReference) refusals.Add(Payment.ReferenceTooLong.With(LongestReference).On(nameof(input.Reference)));
        if (refusals.Count > 0) return refusals;

        var found = await _db.BillWithCaseAsync(billId, by, cancel);
        if (found is null) return UnknownBill;
        if (channel == PaymentChannel.Suspense) return Payment.ChannelMissing.On(nameof(input.Channel));
        if (await IsSameAsync(billId, amount.Value, channel!.Value, reference, cancel)) return billId;

        var (bill, enrollment) = found.Value;
        var now = _clock.GetUtcNow();
        var receipt = Receipt.Of(bill, amount.Value, paidOn.Value, channel.Value, reference, by, now);
        var settled = await SettleAsync(bill, receipt, TypedText.IsTicked(input.Hold), by, now, cancel);
        if (settled.IsRefused) return settled.Refusals.ToArray();

        var held = settled.Value;
        _db.Add(receipt);
        _db.AddRange(held.Movements.Select(move => MoneyEntry.Of(move.ReceiptId, move.Account, move.Amount, bill.Id, by.UserId, now)));
        if (held.Payment is { } payment)
        {
            _db.Add(payment);
            enrollment.Note(EnrollmentEventKind.Paid, by, now, bill.Number);
        }

        var waits = held.Movements.FirstOrDefault(move => move.ReceiptId == receipt.Id && move.Account != MoneyAccount.Bill)?.Account;
        if (waits is { } account) enrollment.Note(EnrollmentEventKind.MoneyHeld, by, now, account.ToString());
        var failed = await _db.TrySaveAsync(Bill.AlreadyPaid, PaymentRefusals, cancel);
        if (failed.Count > 0)
        {
            return await IsSameAsync(billId, amount.Value, channel.Value, reference, cancel) ? billId : failed.ToArray();
        }

        if (held.Payment is not null) _log.PaymentRecorded(held.Payment.Id, billId);
        if (waits is { } kept) _log.MoneyHeld(receipt.Id, billId, kept);
        return billId;
    }

    /// <summary>The payment a receipt makes, if it makes one, and where each of its rupiah goes.</summary>
    /// <param name="holds">Whether money that does not fit is taken and waits; else it is refused with what is amiss.</param>
    private async Task<Result<Settlement>> SettleAsync(
        Bill bill, Receipt receipt, bool holds, Actor by, DateTimeOffset now, CancellationToken cancel)
    {
        if (receipt.Amount == Rupiah.Zero) return Receipt.AmountMissing.On(nameof(RecordPayment.Amount));
        if (receipt.PaidOn > JakartaTime.DateIn(now)) holds = false; // no money of tomorrow, whatever is ticked

        var waiting = await _db.SuspenseLines.AsNoTracking()
            .Where(line => line.BillId == bill.Id && line.Account == MoneyAccount.Partial)
            .OrderBy(line => line.RecordedAt).Select(line => new Standing(line.ReceiptId, line.Account, line.Amount)).ToListAsync(cancel);
        var waits = waiting.Select(standing => standing.Amount).Sum();
        var movements = MoneyAllocation.Settle(bill.Total, waiting, (receipt.Id, receipt.Amount));
        var isEnough = movements.Any(move => move.Account == MoneyAccount.Bill);
        var isMore = waits + receipt.Amount > bill.Total;
        var paid = bill.Pay(
            holds && isEnough ? bill.Total : waits + receipt.Amount, receipt.PaidOn, receipt.Channel, receipt.Reference, by, now);
        if (!paid.IsRefused) return new Settlement(paid.Value, movements);
        if (!holds)
        {
            return paid.Refusals.Select(refusal => refusal.Code == Payment.AmountDiffers.Code ? refusal.With(bill.Total - waits) : refusal).ToArray();
        }


        var codes = paid.Refusals.Select(refusal => refusal.Code).ToHashSet();
        var account = codes.Contains(Bill.AlreadyPaid.Code) ? MoneyAccount.Duplicate
            : codes.All(code => code == Payment.AmountDiffers.Code) && !isMore ? MoneyAccount.Partial
            : MoneyAccount.WrongPeriod;
        return new Settlement(null, [new Movement(receipt.Id, account, receipt.Amount)]);
    }

    private sealed record Settlement(Payment? Payment, IReadOnlyList<Movement> Movements);

    /// <summary>Ends an expired bill and issues one for the same number of months from the current month, by today's rows.</summary>
    public async Task<Result<Guid>> ReissueAsync(Guid billId, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await _db.BillWithCaseAsync(billId, by, cancel) is not { } found) return UnknownBill;

        var (bill, enrollment) = found;
        var now = _clock.GetUtcNow();
        var today = JakartaTime.DateIn(now);
        if (bill.StatusOn(today) != BillStatus.Reversed)
        {
            var cancelled = bill.Cancel(today, now);
            if (cancelled.IsRefused) return cancelled.Refusals.ToArray();
        }

        var application = Application.From(_forms.Open(enrollment), await _reference.ReadAsync(cancel));
        var quote = ContributionQuote.For(
            new ContributionQuestion(
                application.MonthlyIncome, application.Category, application.Sector, ContributionPayer.Participant, application.WithJht,
                Month.Of(today), bill.Months),
            await _rules.ReadAsync(cancel));
        var replacement = Bill.Issue(bill.ParticipationId, bill.EnrollmentId, quote, by, now);
        enrollment.Note(EnrollmentEventKind.BillReissued, by, now, bill.Number);

        _db.Add(replacement);
        var failed = await _db.TrySaveAsync(BillChanged, ReissueRefusals, cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.BillIssued(replacement.Id, bill.ParticipationId, replacement.Months);
        return replacement.Id;
    }

    private Task<bool> IsSameAsync(Guid billId, Rupiah amount, PaymentChannel channel, string reference, CancellationToken cancel) =>
        _db.Receipts.AsNoTracking().AnyAsync(
            receipt => receipt.BillId == billId && receipt.Amount == amount && receipt.Channel == channel && receipt.Reference == reference,
            cancel);
}
