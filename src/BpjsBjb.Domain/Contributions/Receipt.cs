using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Contributions;

/// <summary>Where a rupiah of a receipt stands. Every rupiah stands in exactly one place; the database adds them up at commit.</summary>
public enum MoneyAccount
{
    /// <summary>It paid a bill.</summary>
    Bill,

    /// <summary>Too little so far: it waits for the rest of its bill.</summary>
    Partial,

    /// <summary>More than the bill: it waits for the next one.</summary>
    Overpaid,

    /// <summary>For a bill that was paid already.</summary>
    Duplicate,

    /// <summary>On a day on which its bill could no longer, or not yet, be paid.</summary>
    WrongPeriod,

    /// <summary>A discount learned of later made paid months cheaper: it waits for the next bill.</summary>
    CarriedForward,

    /// <summary>Given back.</summary>
    Refunded,

    /// <summary>The channel took it back, or it never came.</summary>
    Reversed,
}

/// <summary>Why a settled receipt is taken back.</summary>
public enum ReversalReason
{
    /// <summary>The channel took the money back.</summary>
    TakenBack,

    /// <summary>Typed by mistake: no such money came.</summary>
    NeverCame,

    /// <summary>The money came, but was for something else: it goes to suspense.</summary>
    ForAnotherBill,
}

/// <summary>Money that came in for a participant, as its channel tells. Rows are only ever added.</summary>
public sealed class Receipt
{
    public static readonly IReadOnlyList<MoneyAccount> Suspense =
        [MoneyAccount.Partial, MoneyAccount.Overpaid, MoneyAccount.Duplicate, MoneyAccount.WrongPeriod, MoneyAccount.CarriedForward];

    public static readonly Refusal AmountMissing = new("receipt.amount-missing");

    private Receipt()
    {
    }

    public Guid Id { get; private init; }

    public Guid ParticipationId { get; private init; }

    /// <summary>The bill it was brought for.</summary>
    public Guid BillId { get; private init; }

    public Rupiah Amount { get; private init; }

    public DateOnly PaidOn { get; private init; }

    public PaymentChannel Channel { get; private init; }

    /// <summary>The channel's own reference; unique, so one receipt cannot be recorded twice.</summary>
    public string Reference { get; private init; } = "";

    public Guid RecordedBy { get; private init; }

    public DateTimeOffset RecordedAt { get; private init; }

    public static Receipt Of(
        Bill bill, Rupiah amount, DateOnly paidOn, PaymentChannel channel, string reference, Actor by, DateTimeOffset at) => new()
        {
            Id = Guid.CreateVersion7(at),
            ParticipationId = bill.ParticipationId,
            BillId = bill.Id,
            Amount = amount,
            PaidOn = paidOn,
            Channel = channel,
            Reference = reference,
            RecordedBy = by.UserId,
            RecordedAt = at,
        };
}

/// <summary>A movement of a receipt's money: positive into an account, negative out of it. Rows are only ever added.</summary>
public sealed class MoneyEntry
{
    private MoneyEntry()
    {
    }

    public Guid Id { get; private init; }

    public Guid ReceiptId { get; private init; }

    public MoneyAccount Account { get; private init; }

    /// <summary>The bill it paid; null in every other account.</summary>
    public Guid? BillId { get; private init; }

    /// <summary>Rupiah, signed.</summary>
    public Rupiah Amount { get; private init; }

    public Guid By { get; private init; }

    public DateTimeOffset At { get; private init; }

    /// <param name="by">Empty where the portal moves it by itself.</param>
    public static MoneyEntry Of(Guid receiptId, MoneyAccount account, Rupiah amount, Guid billId, Guid by, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        ReceiptId = receiptId,
        Account = account,
        Amount = amount,
        BillId = account == MoneyAccount.Bill ? billId : null,
        By = by,
        At = at,
    };
}

/// <summary>What stands in an account of one receipt.</summary>
public sealed record Standing(Guid ReceiptId, MoneyAccount Account, Rupiah Amount);

/// <summary>Puts money where it belongs. It makes none and loses none: what goes in comes out.</summary>
public static class MoneyAllocation
{
    /// <summary>
    /// Takes what a bill costs from what is waiting, the oldest first, then from the receipt; the rest of the receipt goes to an account of its own.
    /// </summary>
    /// <param name="waiting">What stands in suspense and may be used for this bill, in the order in which it is used.</param>
    /// <param name="receipt">The money that has just come, or null when only what waits is used.</param>
    /// <returns>The movements; none pays the bill when there is too little, and then all of the receipt waits as partial.</returns>
    public static IReadOnlyList<Movement> Settle(Rupiah total, IReadOnlyList<Standing> waiting, (Guid Id, Rupiah Amount)? receipt)
    {
        var available = waiting.Select(standing => standing.Amount).Sum() + (receipt?.Amount ?? Rupiah.Zero);
        if (available < total)
        {
            return receipt is { } partial ? [new Movement(partial.Id, MoneyAccount.Partial, partial.Amount)] : [];
        }

        List<Movement> movements = [];
        var open = total;
        foreach (var standing in waiting)
        {
            var used = standing.Amount < open ? standing.Amount : open;
            if (used == Rupiah.Zero) break;

            movements.Add(new Movement(standing.ReceiptId, standing.Account, Rupiah.Zero - used));
            movements.Add(new Movement(standing.ReceiptId, MoneyAccount.Bill, used));
            open -= used;
        }

        if (receipt is not { } came) return movements;
        if (open > Rupiah.Zero) movements.Add(new Movement(came.Id, MoneyAccount.Bill, open));
        if (came.Amount > open) movements.Add(new Movement(came.Id, MoneyAccount.Overpaid, came.Amount - open));
        return movements;
    }
}

/// <summary>An amount that moves into an account of a receipt, or out of it.</summary>
public sealed record Movement(Guid ReceiptId, MoneyAccount Account, Rupiah Amount);
