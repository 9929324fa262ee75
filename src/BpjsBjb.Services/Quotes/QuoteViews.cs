using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Services.Quotes;

/// <summary>Whose money pays for a participant who earns no wage.</summary>
public enum QuotePayer
{
    Self,

    /// <summary>The bank's own money: no state budget, and read like its CSR money.</summary>
    Bank,
    Csr,
    StateBudget,
}

/// <summary>Who bears a line: participants without a wage their own whole contribution, of wage earners each side its share.</summary>
public enum LineBearer
{
    Self,
    Employer,
    Worker,
}

/// <summary>What a price of a participant without a wage (BPU) depends on.</summary>
/// <param name="Programs">Exactly these are priced: a mandatory one that is missing is refused, not added.</param>
public sealed record QuoteBpu(
    ParticipantCategory Category,
    ContributionSector Sector,
    Rupiah MonthlyIncome,
    IReadOnlyCollection<InsuranceProgram> Programs,
    QuotePayer Payer,
    Month FirstMonth,
    int Months);

/// <param name="Base">What the rate is taken of, rupiah: of JP the wage up to its ceiling.</param>
/// <param name="Gross">Before any discount, rupiah.</param>
/// <param name="Rate">The bracket, flat amount or rate it was priced by.</param>
/// <param name="Beside">The discount that cuts it, or the ceiling of its base; null for neither.</param>
public sealed record QuoteLine(
    InsuranceProgram Program, LineBearer Bearer, Rupiah Base, Rupiah Gross, int DiscountPercent, Rupiah Amount, DatedRule Rate, DatedRule? Beside)
{
    public IReadOnlyList<DatedRule> Rows => Beside is { } other ? [Rate, other] : [Rate];

    /// <summary>Which rows of the law, by a name that stays.</summary>
    public string Rule => string.Join(" + ", Rows.Select(RuleNames.Of));

    /// <summary>Where they stand.</summary>
    public string Citation => string.Join("; ", Rows.Select(RuleNames.CitationOf));

    internal static QuoteLine Of(ContributionLine line) =>
        new(line.Program, LineBearer.Self, line.Base, line.Gross, line.DiscountPercent, line.Amount, line.Rate, line.Discount);

    internal static QuoteLine Of(WageLine line) => new(
        line.Program, line.Payer == WagePayer.Employer ? LineBearer.Employer : LineBearer.Worker, line.Basis, line.Amount, DiscountPercent: 0,
        line.Amount, line.Rate, line.Ceiling);
}

/// <param name="Base">What rates are taken of, rupiah.</param>
public sealed record QuoteMonth(Month Month, Rupiah Base, IReadOnlyList<QuoteLine> Lines)
{
    public Rupiah Total => Lines.Select(line => line.Amount).Sum();
}

/// <summary>Months in a row that cost the same by the same rows; the lines are those of one month.</summary>
public sealed record QuoteRun(Month From, Month Through, IReadOnlyList<QuoteLine> Lines)
{
    public int Months => Through.Since(From) + 1;

    public Rupiah Monthly => Lines.Select(line => line.Amount).Sum();

    public Rupiah Total => Monthly * Months;

    public static IReadOnlyList<QuoteRun> Of(IEnumerable<QuoteMonth> months)
    {
        List<QuoteRun> runs = [];
        foreach (var month in months.OrderBy(month => month.Month))
        {
            if (runs.Count > 0 && runs[^1] is var last && last.Through.Plus(1) == month.Month && last.Lines.SequenceEqual(month.Lines))
            {
                runs[^1] = last with { Through = month.Month };
            }
            else
            {
                runs.Add(new QuoteRun(month.Month, month.Month, month.Lines));
            }
        }

        return runs;
    }
}

/// <param name="Notes">What a reader must know of the price: a discount and its end, a rule that nobody has confirmed.</param>
public sealed record PricedQuote(Rupiah Total, IReadOnlyList<QuoteMonth> Months, IReadOnlyList<Refusal> Notes);
