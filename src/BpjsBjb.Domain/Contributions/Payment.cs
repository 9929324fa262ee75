using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Contributions;

public enum PaymentChannel
{
    BankBjb,
    OtherBank,
    PaymentPoint,
    MobileApp,

    /// <summary>Money that waited in suspense; nobody brings it.</summary>
    Suspense,
}

/// <summary>Money received for a bill. Recording it makes the database write the covered months in the same transaction.</summary>
public sealed class Payment
{
    public static readonly Refusal AmountDiffers = new("payment.amount-differs");
    public static readonly Refusal InTheFuture = new("payment.in-the-future");
    public static readonly Refusal BeforeBill = new("payment.before-bill");
    public static readonly Refusal AfterDueDate = new("payment.after-due-date");
    public static readonly Refusal ReferenceMissing = new("payment.reference-missing");
    public static readonly Refusal ReferenceTooLong = new("payment.reference-too-long");
    public static readonly Refusal ReferenceUsed = new("payment.reference-used");
    public static readonly Refusal ChannelMissing = new("payment.channel-missing");
    public static readonly Refusal MonthAlreadyCovered = new("payment.month-already-covered");

    private Payment()
    {
    }

    public Guid Id { get; private init; }

    public Guid BillId { get; private init; }

    public Rupiah Amount { get; private init; }

    public DateOnly PaidOn { get; private init; }

    public PaymentChannel Channel { get; private init; }

    /// <summary>The channel's own reference; unique, so one receipt cannot be recorded twice.</summary>
    public string Reference { get; private init; } = "";

    public Guid RecordedBy { get; private init; }

    public DateTimeOffset RecordedAt { get; private init; }

    internal static Payment Record(
        Guid billId, Rupiah amount, DateOnly paidOn, PaymentChannel channel, string reference, Actor by, DateTimeOffset at) => new()
        {
            Id = Guid.CreateVersion7(at),
            BillId = billId,
            Amount = amount,
            PaidOn = paidOn,
            Channel = channel,
            Reference = reference,
            RecordedBy = by.UserId,
            RecordedAt = at,
        };
}
