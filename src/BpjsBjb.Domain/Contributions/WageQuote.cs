using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Domain.Contributions;

/// <summary>What must be known to price a wage earner's contribution.</summary>
/// <param name="RiskGroup">JKK group of the business, 1–5.</param>
/// <param name="MonthlyWage">Basic wage and fixed allowances, rupiah a month.</param>
/// <param name="Programs">Those the employer takes; JKP need not be named, because nothing is billed for it.</param>
/// <param name="Months">How many contribution months, at least one.</param>
public sealed record WageQuestion(
    EnterpriseClass EmployerClass,
    int RiskGroup,
    Rupiah MonthlyWage,
    IReadOnlyCollection<InsuranceProgram> Programs,
    Month FirstMonth,
    int Months);

/// <summary>What one payer owes for one programme in one month.</summary>
/// <param name="Basis">The wage, or the ceiling of that month where the programme has one.</param>
/// <param name="Sen">The contribution before it is shown in whole rupiah, in hundredths of a rupiah.</param>
/// <param name="Amount">The same in whole rupiah, so that the lines of a month add up to its total.</param>
/// <param name="Rate">Row of the rate; for JKP that of its share out of JKK, which costs nothing.</param>
/// <param name="Ceiling">Row of the wage ceiling, for JP alone.</param>
public sealed record WageLine(
    Month Month,
    InsuranceProgram Program,
    WagePayer Payer,
    Rupiah Basis,
    long Sen,
    Rupiah Amount,
    DatedRule Rate,
    JpWageCeiling? Ceiling)
{
    /// <summary>True where a new ceiling is due before the month, and this one only stands in until it is known.</summary>
    public bool IsProvisional => Ceiling is not null && Month.FirstDay >= Ceiling.RenewedOn;
}

/// <summary>A price in which every rupiah names its month, programme, payer, basis and row of the law.</summary>
/// <param name="Notes">What a reader must know besides, as warnings: nothing here makes the price void.</param>
public sealed record WageQuote(IReadOnlyList<WageLine> Lines, IReadOnlyList<Refusal> Notes)
{
    /// <summary>Longest run of months answered at once; no rule, a bound on the work.</summary>
    public const int MostMonths = 120;

    public static readonly Refusal NotPositive = new("wage.not-positive");
    public static readonly Refusal RiskGroupUnknown = new("wage.risk-group-unknown");
    public static readonly Refusal MonthsOutOfRange = new("wage.months-out-of-range");
    public static readonly Refusal ProgramMissing = new("wage.program-missing");
    public static readonly Refusal ProgramNotAllowed = new("wage.program-not-allowed");
    public static readonly Refusal MonthWithoutRule = new("wage.month-without-rule");
    public static readonly Refusal JkpRecomposed = new("wage.jkp-recomposed", IsWarning: true);
    public static readonly Refusal CeilingOutdated = new("wage.ceiling-outdated", IsWarning: true);
    public static readonly Refusal RoundingUnconfirmed = new("wage.rounding-unconfirmed", IsWarning: true);

    public Rupiah Total => Lines.Select(line => line.Amount).Sum();

    /// <summary>False when a row of the price rests on no source that was read, a ceiling is outdated or a fraction was rounded.</summary>
    public bool IsConfirmed =>
        Lines.All(line => line.Rate.IsConfirmed && line.Ceiling is null or { IsConfirmed: true } && !line.IsProvisional && line.Sen % 100 == 0);

    public Rupiah TotalOf(Month month) => Lines.Where(line => line.Month == month).Select(line => line.Amount).Sum();

    public Rupiah TotalOf(WagePayer payer) => Lines.Where(line => line.Payer == payer).Select(line => line.Amount).Sum();

    /// <summary>Prices each month by the rows that hold on its first day, or says every reason why it cannot be priced.</summary>
    public static Result<WageQuote> For(WageQuestion question, RuleBook rules)
    {
        var refusals = RefusalsOf(question, rules).ToList();
        if (refusals.Count > 0) return refusals;

        var months = Enumerable.Range(0, question.Months).Select(offset => question.FirstMonth.Plus(offset)).ToList();
        refusals.AddRange(months.SelectMany(month => RefusalsIn(month, question, rules)).DistinctBy(refusal => (refusal.Code, refusal.Values![0])));
        if (refusals.Count > 0) return refusals;

        List<WageLine> lines = [.. months.SelectMany(month => InWholeRupiah([.. LinesOf(month, question, rules)]))];
        return new WageQuote(lines, [.. NotesOn(lines, rules)]);
    }

    private static IEnumerable<Refusal> RefusalsOf(WageQuestion question, RuleBook rules)
    {
        if (question.MonthlyWage <= Rupiah.Zero) yield return NotPositive.On(nameof(question.MonthlyWage));
        if (question.MonthlyWage.Amount > Rupiah.Largest) yield return Rupiah.TooLarge.On(nameof(question.MonthlyWage));
        if (question.Months is < 1 or > MostMonths || question.FirstMonth.Plus(question.Months).Year > DateOnly.MaxValue.Year)
        {
            yield return MonthsOutOfRange.With(MostMonths).On(nameof(question.Months));
        }

        var groups = rules.WageRates.Select(rate => rate.RiskGroup).OfType<int>().ToHashSet();
        if (groups.Count > 0 && !groups.Contains(question.RiskGroup)) yield return RiskGroupUnknown.With(groups.Max()).On(nameof(question.RiskGroup));
    }

    private static IEnumerable<Refusal> RefusalsIn(Month month, WageQuestion question, RuleBook rules)
    {
        var duties = rules.WageDutiesOf(question.EmployerClass, month.FirstDay);
        foreach (var duty in duties.Where(duty => duty.IsMandatory && !question.Programs.Contains(duty.Program)).OrderBy(duty => duty.Program))
        {
            yield return ProgramMissing.With(Name(duty.Program)).On(nameof(question.Programs));
        }

        foreach (var program in question.Programs.Distinct().Order())
        {
            var isKnown = program == InsuranceProgram.Jkp || duties.Any(duty => duty.Program == program);
            if (duties.Count > 0 && !isKnown)
            {
                yield return ProgramNotAllowed.With(Name(program)).On(nameof(question.Programs));
            }
            else if (!isKnown || !HasRows(program, question.RiskGroup, month.FirstDay, rules))
            {
                yield return MonthWithoutRule.With(Name(program), month).On(nameof(question.FirstMonth));
            }
        }

        if (question.Programs.Count == 0 && duties.Count == 0)
        {
            yield return MonthWithoutRule.With(Name(InsuranceProgram.Jkk), month).On(nameof(question.FirstMonth));
        }
    }

    private static bool HasRows(InsuranceProgram program, int riskGroup, DateOnly on, RuleBook rules) => program switch
    {
        InsuranceProgram.Jkp => rules.JkpSharesOn(on).Count > 0,
        InsuranceProgram.Jp => rules.WageRatesOf(program, riskGroup, on).Count > 0 && rules.JpWageCeilingOn(on) is not null,
        _ => rules.WageRatesOf(program, riskGroup, on).Count > 0,
    };

    private static IEnumerable<WageLine> LinesOf(Month month, WageQuestion question, RuleBook rules)
    {
        foreach (var program in question.Programs.Distinct().Where(program => program != InsuranceProgram.Jkp).Order())
        {
            var ceiling = program == InsuranceProgram.Jp ? rules.JpWageCeilingOn(month.FirstDay) : null;
            var basis = ceiling is not null && question.MonthlyWage > ceiling.Ceiling ? ceiling.Ceiling : question.MonthlyWage;
            foreach (var rate in rules.WageRatesOf(program, question.RiskGroup, month.FirstDay))
            {
                yield return new WageLine(month, program, rate.Payer, basis, rate.SenOf(basis), Rupiah.Zero, rate, ceiling);
            }
        }

        if (rules.JkpSharesOn(month.FirstDay).FirstOrDefault(share => share.Source == JkpSource.Jkk) is { } recomposed)
        {
            yield return new WageLine(
                month, InsuranceProgram.Jkp, WagePayer.Employer, question.MonthlyWage, Sen: 0, Rupiah.Zero, recomposed, Ceiling: null);
        }
    }

    /// <summary>
    /// The sum of the sen, half a rupiah rounded up, shared out again: every line keeps its whole rupiah, and those with
    /// the largest rest get one more until the total is reached. See decision 0027.
    /// </summary>
    private static IEnumerable<WageLine> InWholeRupiah(IReadOnlyList<WageLine> month)
    {
        var total = (month.Sum(line => line.Sen) + 50) / 100;
        var missing = (int)(total - month.Sum(line => line.Sen / 100));
        var raised = month.OrderByDescending(line => line.Sen % 100).Take(missing).ToHashSet(ReferenceEqualityComparer.Instance);
        return month.Select(line => line with { Amount = new Rupiah((line.Sen / 100) + (raised.Contains(line) ? 1 : 0)) });
    }

    private static IEnumerable<Refusal> NotesOn(IReadOnlyList<WageLine> lines, RuleBook rules)
    {
        foreach (var line in lines.Where(line => line.Program == InsuranceProgram.Jkp).DistinctBy(line => line.Rate.Id))
        {
            var shares = rules.JkpSharesOn(line.Month.FirstDay);
            yield return JkpRecomposed.With(
                Percent(shares.Sum(share => share.Hundredths)),
                Percent(shares.Where(share => share.Source == JkpSource.Government).Sum(share => share.Hundredths)));
        }

        if (lines.FirstOrDefault(line => line.IsProvisional) is { } outdated) yield return CeilingOutdated.With(outdated.Ceiling!.RenewedOn);
        if (lines.Any(line => line.Sen % 100 != 0)) yield return RoundingUnconfirmed;
    }

    private static decimal Percent(int hundredths) => hundredths / 100m;

    private static string Name(InsuranceProgram program) => program.ToString().ToUpperInvariant();
}
