using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Domain.Contributions;

/// <summary>What must be known to price a BPU participant's contribution.</summary>
/// <param name="MonthlyIncome">Stated income, rupiah a month.</param>
/// <param name="WithJht">Whether old-age savings are wanted; the duty of an employer adds them regardless.</param>
/// <param name="Months">How many contribution months, at least one.</param>
public sealed record ContributionQuestion(
    Rupiah MonthlyIncome,
    ParticipantCategory Category,
    ContributionSector Sector,
    ContributionPayer Payer,
    bool WithJht,
    Month FirstMonth,
    int Months);

/// <summary>One programme in one month: gross by its rate row, less its discount row.</summary>
public sealed record ContributionLine(
    Month Month,
    InsuranceProgram Program,
    Rupiah Base,
    Rupiah Gross,
    int DiscountPercent,
    Rupiah Amount,
    DatedRule Rate,
    ContributionDiscount? Discount);

/// <summary>A price in which every rupiah names its month, programme, rate row and discount row.</summary>
public sealed record ContributionQuote(ContributionQuestion Question, ContributionBracket FirstBracket, IReadOnlyList<ContributionLine> Lines)
{
    public Rupiah Total => Lines.Select(line => line.Amount).Sum();

    public Rupiah FirstMonthTotal => TotalOf(Lines[0].Month);

    public IEnumerable<InsuranceProgram> Programs => Lines.Select(line => line.Program).Distinct();

    public bool IsConfirmed => Lines.All(line => line.Rate.IsConfirmed && line.Discount is null or { IsConfirmed: true });

    public Rupiah TotalOf(Month month) => Lines.Where(line => line.Month == month).Select(line => line.Amount).Sum();

    /// <summary>Prices each contribution month by the rows of that month, never of the payment date (PP 50/2025 art. 4).</summary>
    public static ContributionQuote For(ContributionQuestion question, RuleBook rules)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(question.Months, 1);

        var lines = Enumerable.Range(0, question.Months)
            .SelectMany(offset => LinesOf(question.FirstMonth.Plus(offset), question, rules))
            .ToList();

        return new ContributionQuote(question, rules.BracketFor(question.MonthlyIncome, question.FirstMonth.FirstDay), lines);
    }

    private static IEnumerable<ContributionLine> LinesOf(Month month, ContributionQuestion question, RuleBook rules)
    {
        var on = month.FirstDay;
        var bracket = rules.BracketFor(question.MonthlyIncome, on);
        var jkm = rules.FlatFor(InsuranceProgram.Jkm, on);

        yield return Line(InsuranceProgram.Jkk, bracket.Jkk, bracket);
        yield return Line(InsuranceProgram.Jkm, jkm.Amount, jkm);
        if (question.WithJht || rules.MustTake(question.Category, InsuranceProgram.Jht, on))
        {
            yield return Line(InsuranceProgram.Jht, bracket.Jht, bracket);
        }

        ContributionLine Line(InsuranceProgram program, Rupiah gross, DatedRule rate)
        {
            var discount = rules.DiscountFor(program, question.Category, question.Sector, question.Payer, on);
            var percent = discount?.Percent ?? 0;
            return new ContributionLine(month, program, bracket.Base, gross, percent, gross.LessPercent(percent), rate, discount);
        }
    }
}
