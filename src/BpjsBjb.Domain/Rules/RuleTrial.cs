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
    IReadOnlyList<DateOnly> Prepaid,
    AwaitedPayout? Awaited = null);

/// <summary>What the gate knows today of a loan that is not paid out yet.</summary>
/// <param name="IsAsked">False where participation was declined: nobody has to be covered.</param>
/// <param name="Evidence">The weakest of everybody's; null while somebody is not covered.</param>
/// <param name="GuaranteedShare">Basis points that stand today.</param>
public sealed record AwaitedPayout(bool IsAsked, EvidenceStrength? Evidence, int GuaranteedShare);

/// <summary>A facility of an employer.</summary>
/// <param name="Awaited">Null once it is paid out.</param>
public sealed record LiveFacility(string ProductCode, Rupiah Amount, AwaitedPayout? Awaited);

/// <summary>What a trial must know of an employer with a facility.</summary>
/// <param name="Loans">Each facility that is not called off.</param>
public sealed record LiveEmployer(EnterpriseClass Class, IReadOnlyList<LiveFacility> Loans);

/// <summary>What a trial must know of a wage earner of such an employer; nothing that names one.</summary>
/// <param name="RiskGroup">JKK group of the business, 1–5.</param>
/// <param name="Wage">Rupiah a month.</param>
/// <param name="Prepaid">First days of the months already paid.</param>
public sealed record LiveWorker(EnterpriseClass Class, int RiskGroup, Rupiah Wage, IReadOnlyList<DateOnly> Prepaid);

/// <summary>What an employer must do under the rules in force and under the proposal.</summary>
/// <param name="DutyBefore">The strictest of its facilities, were they applied for on the day; null where no product is to be had.</param>
/// <param name="ProgramsBefore">Programmes its class must take in the priced month.</param>
/// <param name="NewlyHeld">Facilities whose payout evidence or guarantee allow now and would not under the proposal.</param>
public sealed record EmployerOutcome(
    Duty? DutyBefore, Duty? DutyAfter, IReadOnlyList<InsuranceProgram> ProgramsBefore, IReadOnlyList<InsuranceProgram> ProgramsAfter, int NewlyHeld,
    int NoLongerHeld)
{
    public bool IsChanged => DutyBefore != DutyAfter || !ProgramsBefore.SequenceEqual(ProgramsAfter);
}

/// <summary>One debtor, or one wage earner of a debtor, under the rules in force and under the proposal.</summary>
/// <param name="Before">Contribution of the priced month under the rules in force, in rupiah.</param>
/// <param name="DutyBefore">The duty of such a loan if it were applied for on the day; null where the product is not to be had.</param>
/// <param name="PrepaidMonths">Months paid ahead that the proposal prices otherwise.</param>
/// <param name="Credit">What those months cost less: to be refunded or carried forward; negative where they cost more.</param>
public sealed record TrialOutcome(
    Rupiah Before,
    Rupiah After,
    Duty? DutyBefore,
    Duty? DutyAfter,
    ParticipationStatus? StatusBefore,
    ParticipationStatus? StatusAfter,
    int PrepaidMonths,
    long Credit)
{
    /// <summary>What the employer must do, of a wage earner; null of a debtor.</summary>
    public EmployerOutcome? Employer { get; init; }

    /// <summary>Whether evidence or guarantee hold the payout under the rules in force; null where nothing waits to be paid out.</summary>
    public bool? HeldBefore { get; init; }

    public bool? HeldAfter { get; init; }

    public bool IsNewlyHeld => HeldBefore == false && HeldAfter == true;

    public bool IsNoLongerHeld => HeldBefore == true && HeldAfter == false;

    /// <summary>Wage earners are never newly bound by a product: the law binds them wherever they earn a wage.</summary>
    public bool IsNewlyBound => Employer is null && !Binds(DutyBefore) && Binds(DutyAfter);

    public bool IsNoLongerBound => Employer is null && Binds(DutyBefore) && !Binds(DutyAfter);

    public bool IsChanged =>
        Before != After || DutyBefore != DutyAfter || StatusBefore != StatusAfter || PrepaidMonths > 0 || HeldBefore != HeldAfter
        || Employer is { IsChanged: true };

    private static bool Binds(Duty? duty) => duty is Duty.Mandatory or Duty.BankPolicy;
}

/// <summary>Asks two books the same questions: the rules in force, and the same with the proposal among them.</summary>
public sealed class RuleTrial(RuleBook present, RuleBook proposed, DateOnly validFrom, DateOnly today)
{
    private readonly Dictionary<(RuleBook, ContributionQuestion), Rupiah> _prices = [];
    private readonly Dictionary<(RuleBook, EnterpriseClass, int, Rupiah, Month), Rupiah?> _wagePrices = [];
    private readonly Dictionary<(RuleBook, EnterpriseClass, Month), IReadOnlyList<InsuranceProgram>> _programs = [];

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
            credit)
        {
            HeldBefore = IsHeld(present, debtor.ProductCode, debtor.Awaited),
            HeldAfter = IsHeld(proposed, debtor.ProductCode, debtor.Awaited),
        };
    }

    public EmployerOutcome Of(LiveEmployer employer)
    {
        var held = employer.Loans.Select(loan => (
            Before: IsHeld(present, loan.ProductCode, loan.Awaited), After: IsHeld(proposed, loan.ProductCode, loan.Awaited))).ToList();
        return new EmployerOutcome(
            Strictest(present, employer), Strictest(proposed, employer), Programs(present, employer.Class, Month), Programs(proposed, employer.Class, Month),
            held.Count(loan => loan is (false, true)), held.Count(loan => loan is (true, false)));
    }

    /// <exception cref="InvalidOperationException">The proposal leaves a programme or a month of a wage without its row.</exception>
    public TrialOutcome Of(LiveWorker worker, EmployerOutcome employer)
    {
        var before = Price(present, worker, Month);
        var (months, credit) = before is null ? (0, 0) : Prepaid(worker.Prepaid, (book, month) => Price(book, worker, month));
        return new TrialOutcome(
            before ?? Rupiah.Zero, before is null ? Rupiah.Zero : Sure(Price(proposed, worker, Month)), employer.DutyBefore, employer.DutyAfter,
            StatusBefore: null, StatusAfter: null, months, credit)
        {
            Employer = employer,
        };
    }

    private (int Months, long Credit) Prepaid(LiveDebtor debtor) => Prepaid(debtor.Prepaid, (book, month) => Price(book, debtor, month));

    private (int Months, long Credit) Prepaid(IEnumerable<DateOnly> paid, Func<RuleBook, Month, Rupiah?> price)
    {
        var (months, credit) = (0, 0L);
        foreach (var day in paid.Where(day => day >= Month.FirstDay))
        {
            if (price(present, Month.Of(day)) is not { } before) continue;

            var less = before.Amount - Sure(price(proposed, Month.Of(day))).Amount;
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

    /// <summary>The domain's own price of what the class must take; null where the book has no price.</summary>
    private Rupiah? Price(RuleBook book, LiveWorker worker, Month month)
    {
        var asked = (book, worker.Class, worker.RiskGroup, worker.Wage, month);
        if (_wagePrices.TryGetValue(asked, out var known)) return known;

        var quote = WageQuote.For(
            new WageQuestion(worker.Class, worker.RiskGroup, worker.Wage, Programs(book, worker.Class, month), month, Months: 1), book);
        return _wagePrices[asked] = quote.IsRefused ? null : quote.Value.Total;
    }

    private static Rupiah Sure(Rupiah? price) => price ?? throw new InvalidOperationException("The proposed rules have no price where those in force have one.");

    private IReadOnlyList<InsuranceProgram> Programs(RuleBook book, EnterpriseClass size, Month month)
    {
        if (_programs.TryGetValue((book, size, month), out var known)) return known;

        return _programs[(book, size, month)] =
            [.. book.WageDutiesOf(size, month.FirstDay).Where(duty => duty.IsMandatory).Select(duty => duty.Program).Order()];
    }

    /// <summary>Duties are declared from the strictest on.</summary>
    private Duty? Strictest(RuleBook book, LiveEmployer employer) =>
        employer.Loans.Select(loan => book.DutyOf(loan.ProductCode, loan.Amount, Day)?.Duty).Where(duty => duty is not null).Min();

    private ParticipationStatus Status(RuleBook book, LiveDebtor debtor) => ParticipationStates.On(
        Day, debtor.HasCard, debtor.CoveredThrough, debtor.Prepaid.Contains(Month.Of(Day).FirstDay), book.LimitOf(LimitKind.GraceMonths, Day).Value);

    /// <summary>The gate's two demands by product (gate.v3.sql); null where nothing waits to be paid out.</summary>
    private bool? IsHeld(RuleBook book, string productCode, AwaitedPayout? awaited)
    {
        if (awaited is null) return null;

        var isShown = !awaited.IsAsked || awaited.Evidence >= book.EvidenceOf(productCode, Day)?.Strength;
        var isGuaranteed = book.GuaranteeOf(productCode, Day) is not { IsConfirmed: true } demanded || awaited.GuaranteedShare >= demanded.LeastShare;
        return !isShown || !isGuaranteed;
    }

    private static Month FirstMonth(DateOnly validFrom, DateOnly today)
    {
        var from = validFrom.Day == 1 ? Month.Of(validFrom) : Month.Of(validFrom).Plus(1);
        return from > Month.Of(today) ? from : Month.Of(today);
    }
}
