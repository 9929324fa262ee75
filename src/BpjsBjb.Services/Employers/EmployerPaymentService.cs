using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Employers;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.Configurations;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Employers;

/// <summary>Records what an employer paid for a month. Whom it covers is the database's to write.</summary>
public sealed class EmployerPaymentService
{
    public const int LongestReference = 60;

    private static readonly Dictionary<string, Refusal> PaymentRefusals = new()
    {
        [EmployerPaymentConfiguration.OneReferenceOnce] = EmployerPayment.ReferenceUsed.On(nameof(RecordEmployerPayment.Reference)),
    };

    private readonly BpjsBjbDbContext _db;
    private readonly EmployerPrices _prices;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;
    private readonly ILogger<EmployerPaymentService> _log;

    internal EmployerPaymentService(
        BpjsBjbDbContext db, EmployerPrices prices, RuleBookSource rules, TimeProvider clock, ILogger<EmployerPaymentService> log) =>
        (_db, _prices, _rules, _clock, _log) = (db, prices, rules, clock, log);

    /// <summary>The payment of those workers of the month who are not covered yet; it must be exactly what they cost.</summary>
    public async Task<Result<Guid>?> RecordAsync(Guid employerId, Month month, RecordEmployerPayment typed, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await _db.Employers.AsNoTracking().VisibleTo(by).SingleOrDefaultAsync(row => row.Id == employerId, cancel) is not { } employer) return null;

        var now = _clock.GetUtcNow();
        List<Refusal> refusals = [];
        var amount = Rupiah.Parse(typed.Amount);
        refusals.AddRange(amount.Refusals.Select(refusal => refusal.On(nameof(typed.Amount))));
        var paidOn = TypedText.DayOf(typed.PaidOn, nameof(typed.PaidOn), refusals, TypedDate.Missing);
        var reference = TypedText.Of(typed.Reference);
        if (reference is null) refusals.Add(Payment.ReferenceMissing.On(nameof(typed.Reference)));
        else if (reference.Length > LongestReference) refusals.Add(Payment.ReferenceTooLong.With(LongestReference).On(nameof(typed.Reference)));
        if (refusals.Count > 0) return refusals;
        if (employer.Npp is null) return EmployerPayment.NppMissing;

        var same = await _db.EmployerPayments.AsNoTracking()
            .SingleOrDefaultAsync(row => row.EmployerId == employerId && row.Reference == reference, cancel);
        if (same is not null && same.Amount == amount.Value && same.Month == month.FirstDay) return same.Id;

        var owed = await _prices.OfAsync(employer, month, await _rules.ReadAsync(cancel), cancel);
        if (owed.Refusals.Count > 0) return owed.Refusals.ToArray();
        if (owed.Unpaid.Count == 0) return EmployerPayment.NobodyToPayFor;
        if (amount.Value != owed.Due) return EmployerPayment.AmountDiffers.With(owed.Due, owed.Unpaid.Count).On(nameof(typed.Amount));

        var payment = EmployerPayment.Record(employerId, month, owed.Unpaid.Count, amount.Value, paidOn!.Value, reference!, by, now);
        _db.Add(payment);
        var failed = await _db.TrySaveAsync(Employer.ChangedMeanwhile, PaymentRefusals, cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.EmployerPaid(payment.Id, employerId, owed.Unpaid.Count);
        return payment.Id;
    }
}
