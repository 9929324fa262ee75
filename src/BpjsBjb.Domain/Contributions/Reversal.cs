using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Domain.Contributions;

/// <summary>A settled payment taken back by somebody who did not record it; its months are no longer covered.</summary>
public sealed class PaymentReversal
{
    public static readonly Refusal NotPaid = new("reversal.not-paid");
    public static readonly Refusal AlreadyReversed = new("reversal.already-reversed");
    public static readonly Refusal OwnPayment = new("reversal.own-payment");
    public static readonly Refusal ReasonMissing = new("reversal.reason-missing");

    private PaymentReversal()
    {
    }

    public Guid PaymentId { get; private init; }

    public ReversalReason Reason { get; private init; }

    public Guid ReversedBy { get; private init; }

    public DateTimeOffset ReversedAt { get; private init; }

    public static Result<PaymentReversal> Of(Payment payment, ReversalReason reason, Actor by, DateTimeOffset at) =>
        payment.RecordedBy == by.UserId
            ? OwnPayment
            : new PaymentReversal { PaymentId = payment.Id, Reason = reason, ReversedBy = by.UserId, ReversedAt = at };
}

/// <summary>A paid month that a discount learned of later made cheaper, and what was carried forward for it: once a programme and month.</summary>
public sealed class CarriedDiscount
{
    private CarriedDiscount()
    {
    }

    public Guid BillId { get; private init; }

    /// <summary>First day of the contribution month.</summary>
    public DateOnly Month { get; private init; }

    public InsuranceProgram Program { get; private init; }

    public Rupiah Credited { get; private init; }

    /// <summary>The discount row by which the month is cheaper; null where the rate itself fell.</summary>
    public int? DiscountRuleId { get; private init; }

    public DateTimeOffset At { get; private init; }

    public static CarriedDiscount Of(BillLine paid, ContributionLine now, DateTimeOffset at) => new()
    {
        BillId = paid.BillId,
        Month = paid.Month,
        Program = paid.Program,
        Credited = paid.Amount - now.Amount,
        DiscountRuleId = now.Discount?.Id,
        At = at,
    };
}
