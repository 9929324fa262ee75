using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Domain.Claims;

/// <summary>A month in the ledger and when its money came.</summary>
/// <param name="PaidOn">The day of the payment; null where BPJS vouched for a month paid elsewhere.</param>
/// <param name="RecordedOn">The day the portal learned of it; counts where the day of the payment is not known.</param>
/// <param name="Base">Contribution base it was paid on; null where it was paid elsewhere.</param>
public sealed record LedgerMonth(Month Month, DateOnly? PaidOn, DateOnly RecordedOn, ContributionPayer Payer, Rupiah Amount, Rupiah? Base)
{
    public DateOnly Since => PaidOn ?? RecordedOn;
}

/// <summary>Whether the debtor was covered when it happened, by what had been paid before.</summary>
public enum ClaimStanding
{
    Covered,

    /// <summary>The month was paid on the very day, and no payment has an hour: before or after is not known.</summary>
    PaidThatDay,

    /// <summary>Cover had ended, arrears could still be paid: whether BPJS pays is not known.</summary>
    Grace,
    NotCovered,
}

public enum ExpectedState
{
    Due,

    /// <summary>Due as far as one of its conditions is met, which the portal cannot know.</summary>
    Conditional,
    NotKnown,
    NotDue,
}

/// <summary>Why a benefit is due or not; its words are <c>Enum.ExpectedReason.{value}</c>.</summary>
public enum ExpectedReason
{
    WaitedLongEnough,
    NotWaitedLongEnough,
    NoWaitingRuleKnown,
    FullBenefitHoldsIt,
    TimesTheBase,
    FixedSum,
    ByMedicalNeed,
    IfTotallyDisabled,
    IfUnableToWork,
    ScholarshipWithoutWaiting,
    ScholarshipYearsPaid,
    ScholarshipYearsNotPaid,
    NotKnownInGrace,
    NotKnownThatDay,
    NotCoveredThen,
}

/// <summary>One benefit the family, or after an accident the participant, may expect.</summary>
/// <param name="Amount">Null where it has no ceiling.</param>
/// <param name="Condition">The rule its state was judged by, beside its own; null where none.</param>
public sealed record ExpectedLine(BenefitRule Rule, ExpectedState State, Rupiah? Amount, ExpectedReason Reason, Limit? Condition);

/// <summary>
/// What may be expected after an event, by the rules of its day and the months that were paid before it. What was paid for afterwards does not count:
/// BPJS refuses it. Nothing here is the bank's, and nothing is set against a loan.
/// </summary>
public sealed record ClaimOutlook
{
    private ClaimOutlook()
    {
    }

    public required ClaimStanding Standing { get; init; }

    /// <summary>Months that count: paid before the day it happened.</summary>
    public required IReadOnlyList<LedgerMonth> Counted { get; init; }

    /// <summary>Months paid for on that day or later, up to that of the event: they do not count.</summary>
    public required IReadOnlyList<LedgerMonth> PaidTooLate { get; init; }

    /// <summary>Months paid ahead, after that of the event: for BPJS to give back (Perdir 22/PERDIR.02/072022, BPU 10a).</summary>
    public required IReadOnlyList<LedgerMonth> PaidAhead { get; init; }

    /// <summary>Paid months without a gap up to that of the event; zero where that one was not paid.</summary>
    public required int Run { get; init; }

    /// <summary>Base the multiples are taken of: that of the month of the event, else the one the debtor stated.</summary>
    public required Rupiah Base { get; init; }

    public required IReadOnlyList<ExpectedLine> Lines { get; init; }

    public Limit? WaitingRule { get; private init; }

    public Limit? GraceRule { get; private init; }

    /// <summary>The sums in money that are due without a further condition; a scholarship is paid by the year and not among them.</summary>
    public Rupiah Total => Lines
        .Where(line => line is { State: ExpectedState.Due, Amount: not null, Rule.Kind: not BenefitKind.Scholarship }).Select(line => line.Amount!.Value).Sum();

    /// <summary>The most that may be expected where it is not known whether anything is.</summary>
    public Rupiah AtMost => Lines
        .Where(line => line is { State: ExpectedState.Due or ExpectedState.NotKnown, Amount: not null, Rule.Kind: not BenefitKind.Scholarship })
        .Select(line => line.Amount!.Value).Sum();

    /// <param name="statedBase">Base of the participation, for a month that was paid elsewhere or not at all.</param>
    public static ClaimOutlook Of(ClaimKind kind, DateOnly happenedOn, IReadOnlyList<LedgerMonth> ledger, Rupiah statedBase, RuleBook book) =>
        Of(kind, happenedOn, ledger, statedBase, book.FindLimit(LimitKind.JkmWaitingMonths, happenedOn), book);

    /// <summary>The same for a wage earner: the waiting months are a condition of those who earn no wage (Permenaker 1/2025).</summary>
    /// <param name="wage">Rupiah a month on that day.</param>
    public static ClaimOutlook OfWageEarner(ClaimKind kind, DateOnly happenedOn, IReadOnlyList<LedgerMonth> ledger, Rupiah wage, RuleBook book) =>
        Of(kind, happenedOn, ledger, wage, waiting: null, book);

    private static ClaimOutlook Of(
        ClaimKind kind, DateOnly happenedOn, IReadOnlyList<LedgerMonth> ledger, Rupiah statedBase, Limit? waiting, RuleBook book)
    {
        var month = Month.Of(happenedOn);
        var counted = ledger.Where(paid => paid.Since < happenedOn && paid.Month <= month).OrderBy(paid => paid.Month).ToList();
        var late = ledger.Where(paid => paid.Since >= happenedOn && paid.Month <= month).OrderBy(paid => paid.Month).ToList();
        var grace = book.FindLimit(LimitKind.GraceMonths, happenedOn);
        var months = counted.Select(paid => paid.Month).ToHashSet();
        var run = 0;
        while (months.Contains(month.Plus(-run))) run++;
        var standing = StandingOf(month, happenedOn, counted, late, grace);
        var contributionBase = counted.LastOrDefault(paid => paid.Base is not null)?.Base ?? statedBase;
        return new ClaimOutlook
        {
            Standing = standing,
            Counted = counted,
            PaidTooLate = late,
            PaidAhead = [.. ledger.Where(paid => paid.Month > month).OrderBy(paid => paid.Month)],
            Run = run,
            Base = contributionBase,
            Lines =
            [
                .. book.BenefitsOn(happenedOn)
                    .Select(rule => LineOf(rule, kind, standing, run, counted.Count, contributionBase, happenedOn, waiting, book)).OfType<ExpectedLine>(),
            ],
            WaitingRule = waiting,
            GraceRule = grace,
        };
    }

    private static ClaimStanding StandingOf(
        Month month, DateOnly happenedOn, List<LedgerMonth> counted, List<LedgerMonth> late, Limit? grace)
    {
        if (counted.Exists(paid => paid.Month == month)) return ClaimStanding.Covered;
        if (late.Exists(paid => paid.Month == month && paid.Since == happenedOn)) return ClaimStanding.PaidThatDay;

        return counted.Count > 0 && grace is not null && month.Since(counted[^1].Month) <= grace.Value ? ClaimStanding.Grace : ClaimStanding.NotCovered;
    }

    private static ExpectedLine? LineOf(
        BenefitRule rule, ClaimKind kind, ClaimStanding standing, int run, int paidMonths, Rupiah contributionBase, DateOnly on, Limit? waiting,
        RuleBook book)
    {
        if (!Answers(rule.Kind, kind)) return null;

        var amount = rule.BaseMonths is { } times ? contributionBase * times : rule.Amount;
        if (standing == ClaimStanding.NotCovered) return new ExpectedLine(rule, ExpectedState.NotDue, amount, ExpectedReason.NotCoveredThen, null);
        if (standing == ClaimStanding.PaidThatDay) return new ExpectedLine(rule, ExpectedState.NotKnown, amount, ExpectedReason.NotKnownThatDay, null);
        if (standing == ClaimStanding.Grace)
        {
            return new ExpectedLine(rule, ExpectedState.NotKnown, amount, ExpectedReason.NotKnownInGrace, book.FindLimit(LimitKind.GraceMonths, on));
        }

        var hasWaited = waiting is null || run >= waiting.Value;
        return rule.Kind switch
        {
            BenefitKind.JkmDeath => new ExpectedLine(
                rule, hasWaited ? ExpectedState.Due : ExpectedState.NotDue, amount,
                waiting is null ? ExpectedReason.NoWaitingRuleKnown : hasWaited ? ExpectedReason.WaitedLongEnough : ExpectedReason.NotWaitedLongEnough, waiting),
            BenefitKind.JkmFuneralOnly => new ExpectedLine(
                rule, hasWaited ? ExpectedState.NotDue : ExpectedState.Due, amount,
                hasWaited ? ExpectedReason.FullBenefitHoldsIt : ExpectedReason.NotWaitedLongEnough, waiting),
            BenefitKind.Scholarship => ScholarshipOf(rule, kind, paidMonths, on, book),
            BenefitKind.JkkMedical => new ExpectedLine(rule, ExpectedState.Conditional, null, ExpectedReason.ByMedicalNeed, null),
            BenefitKind.JkkDisabilityBaseMonths or BenefitKind.JkkDisabilityFixed => new ExpectedLine(
                rule, ExpectedState.Conditional, amount, ExpectedReason.IfTotallyDisabled, null),
            BenefitKind.JkkUnableBaseMonths => new ExpectedLine(rule, ExpectedState.Conditional, amount, ExpectedReason.IfUnableToWork, null),
            BenefitKind.JkkDeathBaseMonths => new ExpectedLine(rule, ExpectedState.Due, amount, ExpectedReason.TimesTheBase, null),
            _ => new ExpectedLine(rule, ExpectedState.Due, amount, ExpectedReason.FixedSum, null),
        };
    }

    private static ExpectedLine ScholarshipOf(BenefitRule rule, ClaimKind kind, int paidMonths, DateOnly on, RuleBook book)
    {
        if (kind == ClaimKind.DeathAtWork)
        {
            return new ExpectedLine(rule, ExpectedState.Conditional, rule.Amount, ExpectedReason.ScholarshipWithoutWaiting, null);
        }

        var years = book.FindLimit(LimitKind.ScholarshipYears, on);
        return years is not null && paidMonths >= years.Value * 12
            ? new ExpectedLine(rule, ExpectedState.Conditional, rule.Amount, ExpectedReason.ScholarshipYearsPaid, years)
            : new ExpectedLine(rule, ExpectedState.NotDue, rule.Amount, ExpectedReason.ScholarshipYearsNotPaid, years);
    }

    private static bool Answers(BenefitKind benefit, ClaimKind kind) => benefit switch
    {
        BenefitKind.JkmDeath or BenefitKind.JkmFuneralOnly => kind == ClaimKind.DeathNotAtWork,
        BenefitKind.JkkDeathBaseMonths or BenefitKind.JkkDeathFixed => kind == ClaimKind.DeathAtWork,
        BenefitKind.JkkMedical => kind.IsAtWork(),
        BenefitKind.Scholarship => kind.IsDeath(),
        _ => !kind.IsDeath(),
    };
}
