using BpjsBjb.Domain.Common;
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

/// <param name="Rule">Which rows of the law, by a name that stays.</param>
/// <param name="Citation">Where they stand.</param>
public sealed record QuoteLine(InsuranceProgram Program, LineBearer Bearer, Rupiah Amount, string Rule, string Citation);

/// <param name="Base">What rates are taken of, rupiah.</param>
public sealed record QuoteMonth(Month Month, Rupiah Base, IReadOnlyList<QuoteLine> Lines);

/// <param name="Notes">What a reader must know of the price: a discount and its end, a rule that nobody has confirmed.</param>
public sealed record PricedQuote(Rupiah Total, IReadOnlyList<QuoteMonth> Months, IReadOnlyList<Refusal> Notes);
