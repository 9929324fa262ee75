using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Participations;

/// <summary>An unbroken run of covered months. First and last month of a ledger with a gap in it are not one.</summary>
public readonly record struct CoveragePeriod(Month From, Month Through)
{
    public DateOnly FirstDay => From.FirstDay;

    public DateOnly LastDay => Through.LastDay;

    public int Months => Through.Since(From) + 1;

    /// <summary>The run that holds <paramref name="month"/>, or null when that month is not covered.</summary>
    public static CoveragePeriod? Around(Month month, IReadOnlySet<DateOnly> coveredMonths)
    {
        if (!coveredMonths.Contains(month.FirstDay)) return null;

        var (from, through) = (month, month);
        while (coveredMonths.Contains(from.Plus(-1).FirstDay)) from = from.Plus(-1);
        while (coveredMonths.Contains(through.Plus(1).FirstDay)) through = through.Plus(1);
        return new CoveragePeriod(from, through);
    }
}
