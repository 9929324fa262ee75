using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Cover;

/// <summary>How the bank reached the debtor.</summary>
public enum ContactMeans
{
    Phone,
    Message,
    Visit,
    AtBranch,
}

/// <summary>What came of it.</summary>
public enum ContactOutcome
{
    PaysArrears,
    PaysNext,
    PaysLater,
    DoesNotPay,
    NotReached,
}

/// <summary>An officer spoke with a debtor about the cover. Rows are only ever added.</summary>
public sealed class CoverContact
{
    public static readonly Refusal MeansMissing = new("cover.means-missing");
    public static readonly Refusal OutcomeMissing = new("cover.outcome-missing");
    public static readonly Refusal AgainInThePast = new("cover.again-in-the-past");

    private CoverContact()
    {
    }

    public Guid Id { get; private init; }

    public Guid LoanId { get; private init; }

    public Guid ParticipationId { get; private init; }

    public ContactMeans Means { get; private init; }

    public ContactOutcome Outcome { get; private init; }

    /// <summary>When to ask again; null for never.</summary>
    public DateOnly? AgainOn { get; private init; }

    public Guid By { get; private init; }

    public DateTimeOffset At { get; private init; }

    public static Result<CoverContact> Record(
        Guid loanId, Guid participationId, ContactMeans means, ContactOutcome outcome, DateOnly? againOn, Actor by, DateTimeOffset at) =>
        againOn < JakartaTime.DateIn(at)
            ? AgainInThePast.On("AgainOn")
            : new CoverContact
            {
                Id = Guid.CreateVersion7(at),
                LoanId = loanId,
                ParticipationId = participationId,
                Means = means,
                Outcome = outcome,
                AgainOn = againOn,
                By = by.UserId,
                At = at,
            };
}

/// <summary>What is still owed on a loan on a day, as the bank's core system says. Until one is recorded the portal estimates.</summary>
public sealed class LoanBalance
{
    public static readonly Refusal OutstandingMissing = new("balance.outstanding-missing");
    public static readonly Refusal AboveLoanAmount = new("balance.above-loan-amount");
    public static readonly Refusal InTheFuture = new("balance.in-the-future");
    public static readonly Refusal BeforePayout = new("balance.before-payout");
    public static readonly Refusal AlreadyRecorded = new("balance.already-recorded");

    private LoanBalance()
    {
    }

    public Guid LoanId { get; private init; }

    public DateOnly AsOf { get; private init; }

    public Rupiah Outstanding { get; private init; }

    public Guid RecordedBy { get; private init; }

    public DateTimeOffset RecordedAt { get; private init; }

    public static LoanBalance Of(Guid loanId, DateOnly asOf, Rupiah outstanding, Actor by, DateTimeOffset at) => new()
    {
        LoanId = loanId,
        AsOf = asOf,
        Outstanding = outstanding,
        RecordedBy = by.UserId,
        RecordedAt = at,
    };

    /// <summary>The principal left if it is repaid in equal parts: an estimate, and shown as one.</summary>
    /// <param name="monthsLeft">Months of the term from this one on.</param>
    public static Rupiah Estimate(Rupiah paidOut, int termMonths, int monthsLeft) =>
        new(paidOut.Amount * Math.Clamp(monthsLeft, 0, termMonths) / termMonths);
}

/// <summary>Why a loan is no longer on the bank's books.</summary>
public enum ClosureReason
{
    PaidOff,
    Refinanced,
    WrittenOff,
}

/// <summary>The bank closed a loan. What becomes of the debtor's cover is said apart, in a <see cref="CoverExit"/>.</summary>
public sealed class LoanClosure
{
    public static readonly Refusal NotPaidOut = new("closure.not-paid-out");
    public static readonly Refusal AlreadyClosed = new("closure.already-closed");
    public static readonly Refusal ReasonMissing = new("closure.reason-missing");
    public static readonly Refusal InTheFuture = new("closure.in-the-future");
    public static readonly Refusal BeforePayout = new("closure.before-payout");

    private LoanClosure()
    {
    }

    public Guid LoanId { get; private init; }

    public ClosureReason Reason { get; private init; }

    public DateOnly ClosedOn { get; private init; }

    public Guid RecordedBy { get; private init; }

    public DateTimeOffset RecordedAt { get; private init; }

    public static LoanClosure Of(Guid loanId, ClosureReason reason, DateOnly closedOn, Actor by, DateTimeOffset at) => new()
    {
        LoanId = loanId,
        Reason = reason,
        ClosedOn = closedOn,
        RecordedBy = by.UserId,
        RecordedAt = at,
    };
}

/// <summary>Why the bank no longer follows a debtor's cover.</summary>
public enum ExitReason
{
    PaidOff,
    Died,
    Moved,
    Defaulted,
    EndedByBpjs,
}

/// <summary>
/// The end of the bank's care for one debtor's cover: no renewal bill, no reminder. It ends no membership; that follows from the ledger alone.
/// </summary>
public sealed class CoverExit
{
    public static readonly Refusal ReasonMissing = new("exit.reason-missing");
    public static readonly Refusal InTheFuture = new("exit.in-the-future");
    public static readonly Refusal AlreadyRecorded = new("exit.already-recorded");
    public static readonly Refusal LoanStillOpen = new("exit.loan-still-open");

    private CoverExit()
    {
    }

    public Guid LoanId { get; private init; }

    public Guid ParticipationId { get; private init; }

    public ExitReason Reason { get; private init; }

    public DateOnly ExitedOn { get; private init; }

    public Guid RecordedBy { get; private init; }

    public DateTimeOffset RecordedAt { get; private init; }

    public static CoverExit Of(Guid loanId, Guid participationId, ExitReason reason, DateOnly exitedOn, Actor by, DateTimeOffset at) => new()
    {
        LoanId = loanId,
        ParticipationId = participationId,
        Reason = reason,
        ExitedOn = exitedOn,
        RecordedBy = by.UserId,
        RecordedAt = at,
    };
}
