using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Domain.Contributions;

public enum BillStatus
{
    Open,
    Paid,

    /// <summary>Its first month is over unpaid: cover cannot start in the past, so a new bill is issued.</summary>
    Expired,
    Cancelled,

    /// <summary>Its payment was taken back: its months are not covered, and a new bill takes its place.</summary>
    Reversed,
}

/// <summary>What a participant has to pay for a run of months. The payment number of a BPU participant is the NIK.</summary>
public sealed class Bill
{
    public static readonly Refusal AlreadyPaid = new("bill.already-paid");
    public static readonly Refusal AlreadyCancelled = new("bill.already-cancelled");
    public static readonly Refusal StillOpen = new("bill.still-open");

    private readonly List<BillLine> _lines = [];

    private Bill()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>I-2026-000001, given by the database.</summary>
    public string Number { get; private init; } = "";

    public Guid ParticipationId { get; private init; }

    public Guid? EnrollmentId { get; private init; }

    /// <summary>First day of the first contribution month.</summary>
    public DateOnly FirstMonth { get; private init; }

    public int Months { get; private init; }

    public ContributionPayer Payer { get; private init; }

    /// <summary>As stated when it was priced: what the participant states later changes no bill.</summary>
    public ParticipantCategory Category { get; private init; }

    public ContributionSector Sector { get; private init; }

    public Rupiah Total { get; private init; }

    public DateTimeOffset IssuedAt { get; private init; }

    /// <summary>Empty where the portal issued it by itself.</summary>
    public Guid IssuedBy { get; private init; }

    public DateOnly DueOn { get; private init; }

    public DateTimeOffset? PaidAt { get; private set; }

    public DateTimeOffset? CancelledAt { get; private set; }

    /// <summary>When its payment was taken back; kept by the database.</summary>
    public DateTimeOffset? ReversedAt { get; private init; }

    public uint Version { get; private init; }

    public IReadOnlyList<BillLine> Lines => _lines;

    /// <summary>A bill from a quote; due on the last day of its first month, so that no month is covered after it has passed.</summary>
    public static Bill Issue(Guid participationId, Guid? enrollmentId, ContributionQuote quote, Actor by, DateTimeOffset at) =>
        Issue(participationId, enrollmentId, quote, quote.Question.FirstMonth.LastDay, by.UserId, at);

    /// <summary>A bill the portal issues by itself for the months after cover ends.</summary>
    public static Bill IssueRenewal(Guid participationId, Guid enrollmentId, ContributionQuote quote, DateTimeOffset at) =>
        Issue(participationId, enrollmentId, quote, quote.Question.FirstMonth.LastDay, Guid.Empty, at);

    /// <summary>
    /// A bill for the months missed since cover ended, while arrears are taken (Perdir 22/PERDIR.02/072022, BPU 12a); due when the month of issue
    /// ends, because the next month is one more in arrears.
    /// </summary>
    public static Bill IssueArrears(Guid participationId, Guid? enrollmentId, ContributionQuote quote, Actor by, DateTimeOffset at) =>
        Issue(participationId, enrollmentId, quote, Month.Of(JakartaTime.DateIn(at)).LastDay, by.UserId, at);

    private static Bill Issue(Guid participationId, Guid? enrollmentId, ContributionQuote quote, DateOnly dueOn, Guid issuedBy, DateTimeOffset at)
    {
        var months = quote.Lines.Select(line => line.Month).Distinct().Order().ToList();
        var bill = new Bill
        {
            Id = Guid.CreateVersion7(at),
            ParticipationId = participationId,
            EnrollmentId = enrollmentId,
            FirstMonth = months[0].FirstDay,
            Months = months.Count,
            Payer = quote.Question.Payer,
            Category = quote.Question.Category,
            Sector = quote.Question.Sector,
            Total = quote.Total,
            IssuedAt = at,
            IssuedBy = issuedBy,
            DueOn = dueOn,
        };
        bill._lines.AddRange(quote.Lines.Select(line => BillLine.Of(bill.Id, line)));
        return bill;
    }

    /// <summary>Prices the same months again by a book, from what the bill itself states; a base lies in the bracket of its income.</summary>
    /// <exception cref="InvalidOperationException">The book has no row for one of the months: see <see cref="RuleBook.Prices"/>.</exception>
    public IReadOnlyList<ContributionLine> PricedBy(RuleBook rules) =>
    [
        .. _lines.GroupBy(line => line.Month).OrderBy(month => month.Key).SelectMany(month => ContributionQuote.For(
            new ContributionQuestion(
                month.First().Base, Category, Sector, Payer, month.Any(line => line.Program == InsuranceProgram.Jht), Month.Of(month.Key), Months: 1),
            rules).Lines),
    ];

    public BillStatus StatusOn(DateOnly today) => StatusOn(today, PaidAt, CancelledAt, DueOn, ReversedAt);

    public static BillStatus StatusOn(
        DateOnly today, DateTimeOffset? paidAt, DateTimeOffset? cancelledAt, DateOnly dueOn, DateTimeOffset? reversedAt = null) =>
        reversedAt is not null ? BillStatus.Reversed
        : paidAt is not null ? BillStatus.Paid
        : cancelledAt is not null ? BillStatus.Cancelled
        : today > dueOn ? BillStatus.Expired
        : BillStatus.Open;

    /// <summary>Ends an expired bill so that a new one, priced from the current month, can take its place.</summary>
    public Result<Bill> Cancel(DateOnly today, DateTimeOffset at)
    {
        switch (StatusOn(today))
        {
            case BillStatus.Paid: return AlreadyPaid;
            case BillStatus.Cancelled: return AlreadyCancelled;
            case BillStatus.Open: return StillOpen.With(DueOn);
            case BillStatus.Reversed: return AlreadyPaid;
        }

        CancelledAt = at;
        return this;
    }

    /// <param name="amount">What comes now, with what already waits for this bill.</param>
    public Result<Payment> Pay(Rupiah amount, DateOnly paidOn, PaymentChannel channel, string reference, Actor by, DateTimeOffset at)
    {
        if (PaidAt is not null) return AlreadyPaid;
        if (CancelledAt is not null) return AlreadyCancelled;

        List<Refusal> refusals = [];
        if (amount != Total) refusals.Add(Payment.AmountDiffers.With(Total).On("Amount"));
        if (paidOn > JakartaTime.DateIn(at)) refusals.Add(Payment.InTheFuture.On("PaidOn"));
        if (paidOn < JakartaTime.DateIn(IssuedAt)) refusals.Add(Payment.BeforeBill.With(JakartaTime.DateIn(IssuedAt)).On("PaidOn"));
        if (paidOn > DueOn) refusals.Add(Payment.AfterDueDate.With(DueOn).On("PaidOn"));
        if (refusals.Count > 0) return refusals;

        PaidAt = at;
        return Payment.Record(Id, amount, paidOn, channel, reference, by, at);
    }
}

/// <summary>One programme in one month of a bill, with the rows of the law it was priced by.</summary>
public sealed class BillLine
{
    private BillLine()
    {
    }

    public Guid BillId { get; private init; }

    /// <summary>First day of the contribution month.</summary>
    public DateOnly Month { get; private init; }

    public InsuranceProgram Program { get; private init; }

    public Rupiah Base { get; private init; }

    public Rupiah Gross { get; private init; }

    public int DiscountPercent { get; private init; }

    public Rupiah Amount { get; private init; }

    /// <summary>The bracket or flat row that gave the gross amount.</summary>
    public int RateRuleId { get; private init; }

    public int? DiscountRuleId { get; private init; }

    internal static BillLine Of(Guid billId, ContributionLine line) => new()
    {
        BillId = billId,
        Month = line.Month.FirstDay,
        Program = line.Program,
        Base = line.Base,
        Gross = line.Gross,
        DiscountPercent = line.DiscountPercent,
        Amount = line.Amount,
        RateRuleId = line.Rate.Id,
        DiscountRuleId = line.Discount?.Id,
    };
}
