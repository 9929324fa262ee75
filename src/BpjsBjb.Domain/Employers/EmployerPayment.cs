using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Employers;

/// <summary>An employer's payment for its workers of one month. The database writes from it which of them are covered.</summary>
public sealed class EmployerPayment
{
    public static readonly Refusal NobodyToPayFor = new("employer.nobody-to-pay-for");
    public static readonly Refusal NppMissing = new("employer.npp-missing");
    public static readonly Refusal AmountDiffers = new("employer.amount-differs");
    public static readonly Refusal MonthOutOfRange = new("employer.month-out-of-range");
    public static readonly Refusal ReferenceUsed = new("employer.payment-reference-used");
    public static readonly Refusal WorkersChanged = new("employer.workers-changed");

    private EmployerPayment()
    {
    }

    public Guid Id { get; private init; }

    public Guid EmployerId { get; private init; }

    /// <summary>First day of the month paid for.</summary>
    public DateOnly Month { get; private init; }

    /// <summary>Workers it pays for; the database refuses it when they are not as many.</summary>
    public int WorkerCount { get; private init; }

    public Rupiah Amount { get; private init; }

    public DateOnly PaidOn { get; private init; }

    public string Reference { get; private init; } = "";

    public Guid RecordedBy { get; private init; }

    public DateTimeOffset RecordedAt { get; private init; }

    public static EmployerPayment Record(
        Guid employerId, Month month, int workerCount, Rupiah amount, DateOnly paidOn, string reference, Actor by, DateTimeOffset at) => new()
        {
            Id = Guid.CreateVersion7(at),
            EmployerId = employerId,
            Month = month.FirstDay,
            WorkerCount = workerCount,
            Amount = amount,
            PaidOn = paidOn,
            Reference = reference,
            RecordedBy = by.UserId,
            RecordedAt = at,
        };
}

/// <summary>A month in which a worker is covered through this employer: the wage earners' part of the ledger, the database's to write.</summary>
public sealed class WorkerMonth
{
    private WorkerMonth()
    {
    }

    public Guid EmployerId { get; private init; }

    public byte[] NikHash { get; private init; } = [];

    /// <summary>First day of the month.</summary>
    public DateOnly Month { get; private init; }

    public Guid PaymentId { get; private init; }
}
