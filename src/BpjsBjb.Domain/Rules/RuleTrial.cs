using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Participations;

namespace BpjsBjb.Domain.Rules;

/// <summary>What a trial must know of a debtor; nothing that names one.</summary>
/// <param name="Base">Contribution base, rupiah a month; it lies in the bracket of the income, which stays sealed.</param>
/// <param name="Pays">False where participation was declined, or where another case already counts the same participation.</param>
/// <param name="Prepaid">First days of the months already paid.</param>
public sealed record LiveDebtor(
    ParticipantCategory Category,
    ContributionSector Sector,
    ContributionPayer Payer,
    bool WithJht,
    Rupiah Base,
    bool Pays,
    string ProductCode,
    Rupiah LoanAmount,
    bool HasCard,
    DateOnly? CoveredThrough,
    IReadOnlyList<DateOnly> Prepaid);

/// <summary>One debtor under the rules in force and under the proposal.</summary>
/// <param name="Before">Contribution of the priced month under the rules in force, in rupiah.</param>
/// <param name="DutyBefore">The duty of such a loan if it were applied for on the day; null where the product is not to be had.</param>
/// <param name="PrepaidMonths">Months paid ahead that the proposal prices otherwise.</param>
/// <param name="Credit">What those months cost less: to be refunded or carried forward; negative where they cost more.</param>
public sealed record TrialOutcome(
    Rupiah Before,
    Rupiah After,
    Duty? DutyBefore,
    Duty? DutyAfter,
    ParticipationStatus StatusBefore,
    ParticipationStatus StatusAfter,
    int PrepaidMonths,
    long Credit)
{
    public bool IsNewlyBound => !Binds(DutyBefore) && Binds(DutyAfter);

    public bool IsNoLongerBound => Binds(DutyBefore) && !Binds(DutyAfter);

    public bool IsChanged => Before != After || DutyBefore != DutyAfter || StatusBefore != StatusAfter || PrepaidMonths > 0;

    private static bool Binds(Duty? duty) => duty is Duty.Mandatory or Duty.BankPolicy;
}

/// <summary>Asks two books the same questions: the rules in force, and the same with the proposal among them.</summary>
public sealed class RuleTrial(RuleBook present, RuleBook proposed, DateOnly validFrom, DateOnly today)
{
    private readonly Dictionary<(RuleBook, ContributionQuestion), Rupiah> _prices = [];

    /// <summary>The day duties and standings are judged on: the first day of the proposal that is not past.</summary>
    public DateOnly Day { get; } = validFrom > today ? validFrom : today;

    /// <summary>The month that is priced: the first whose first day is neither before the proposal nor before this month.</summary>
    public Month Month { get; } = FirstMonth(validFrom, today);

    /// <exception cref="InvalidOperationException">The proposal leaves a fraction of a rupiah, or a day without its row.</exception>
    public TrialOutcome Of(LiveDebtor debtor)
    {
        var isPriced = debtor.Pays && debtor.Base > Rupiah.Zero;
        var (months, credit) = isPriced ? Prepaid(debtor) : (0, 0);
        return new TrialOutcome(
            isPriced ? Price(present, debtor, Month) : Rupiah.Zero,
            isPriced ? Price(proposed, debtor, Month) : Rupiah.Zero,
            present.DutyOf(debtor.ProductCode, debtor.LoanAmount, Day)?.Duty,
            proposed.DutyOf(debtor.ProductCode, debtor.LoanAmount, Day)?.Duty,
            Status(present, debtor),
            Status(proposed, debtor),
            months,
            credit);
    }

    private (int Months, long Credit) Prepaid(LiveDebtor debtor)
    {
        var (months, credit) = (0, 0L);
        foreach (var day in debtor.Prepaid.Where(day => day >= Month.FirstDay))
        {
            var less = Price(present, debtor, Month.Of(day)).Amount - Price(proposed, debtor, Month.Of(day)).Amount;
            if (less == 0) continue;

            months++;
            credit += less;
        }

        return (months, credit);
    }

    /// <summary>The domain's own price. The same question is asked for many debtors, so each answer is kept.</summary>
    private Rupiah Price(RuleBook book, LiveDebtor debtor, Month month)
    {
        var question = new ContributionQuestion(debtor.Base, debtor.Category, debtor.Sector, debtor.Payer, debtor.WithJht, month, Months: 1);
        if (_prices.TryGetValue((book, question), out var known)) return known;

        return _prices[(book, question)] = ContributionQuote.For(question, book).Total;
    }

    private ParticipationStatus Status(RuleBook book, LiveDebtor debtor) => ParticipationStates.On(
        Day, debtor.HasCard, debtor.CoveredThrough, debtor.Prepaid.Contains(Month.Of(Day).FirstDay), book.LimitOf(LimitKind.GraceMonths, Day).Value);

    private static Month FirstMonth(DateOnly validFrom, DateOnly today)
    {
        var from = validFrom.Day == 1 ? Month.Of(validFrom) : Month.Of(validFrom).Plus(1);
        return from > Month.Of(today) ? from : Month.Of(today);
    }
}
