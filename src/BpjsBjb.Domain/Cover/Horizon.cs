using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Cover;

public enum HorizonState
{
    Covered,
    Grace,
    Gap,
    NotPaidYet,
}

/// <summary>One month of the loan's life and whether it is covered.</summary>
public sealed record HorizonMonth(Month Month, HorizonState State, bool IsCurrent);

/// <summary>The months of a loan from signing to maturity, each with what the ledger holds of it.</summary>
public static class Horizon
{
    /// <param name="first">The month of the first payout, or of the application while nothing is paid out.</param>
    /// <param name="termMonths">The loan's term, one contribution month for each.</param>
    /// <param name="covered">First days of the months in the ledger, of this loan's life or not.</param>
    /// <param name="graceMonths">Months of arrears after cover ended (Perdir 22/PERDIR.02/072022, BPU 12a).</param>
    public static IReadOnlyList<HorizonMonth> Of(
        Month first, int termMonths, IReadOnlySet<DateOnly> covered, Month current, int graceMonths)
    {
        var last = covered.Select(Month.Of).Where(month => month < first).Select(month => (Month?)month).Max();
        var months = new List<HorizonMonth>(termMonths);
        for (var month = first; months.Count < termMonths; month = month.Plus(1))
        {
            var isCovered = covered.Contains(month.FirstDay);
            if (isCovered) last = month;
            months.Add(new HorizonMonth(month, StateOf(month, isCovered), month == current));
        }

        return months;

        HorizonState StateOf(Month month, bool isCovered) =>
            isCovered ? HorizonState.Covered
            : month > current || last is null ? HorizonState.NotPaidYet
            : month.Since(last.Value) <= graceMonths ? HorizonState.Grace
            : HorizonState.Gap;
    }

    /// <summary>Months from this one to maturity that nobody has paid: with what is still owed, the rupiah-months at risk.</summary>
    public static int UncoveredAhead(this IReadOnlyList<HorizonMonth> months, Month current) =>
        months.Count(month => month.Month >= current && month.State != HorizonState.Covered);
}
