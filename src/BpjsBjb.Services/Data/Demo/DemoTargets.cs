using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Dashboards;

namespace BpjsBjb.Services.Data.Demo;

/// <summary>Targets for the invented branches, set so that a regency has reached between half and a little more than all of its own.</summary>
internal static class DemoTargets
{
    private const double LeastReached = 0.50;
    private const double MostReached = 1.15;
    private const int MonthsPlayed = 11;
    private const int RupiahStep = 10_000;

    public static IEnumerable<Target> For(IReadOnlyList<(string RegencyCode, Bill Bill)> paid, Month thisMonth)
    {
        var regencies = paid.GroupBy(row => row.RegencyCode, row => row.Bill).OrderBy(regency => regency.Key).ToList();
        return regencies.SelectMany((bills, i) => OfRegency(bills.Key, [.. bills], i, thisMonth));
    }

    /// <summary>People are counted in a month; rupiah add up from January on, and are a plan over the months played.</summary>
    private static IEnumerable<Target> OfRegency(string code, IReadOnlyList<Bill> bills, int index, Month thisMonth)
    {
        var people = bills.Count(bill => bill.Lines.Any(line => line.Month == thisMonth.FirstDay)) / Reached(index * 13);
        var rupiah = bills.Select(bill => bill.Total).Sum().Amount / Reached(index * 19) * thisMonth.Number / MonthsPlayed;
        var soFar = Enumerable.Range(1, thisMonth.Number).Sum(Share);
        foreach (var number in Enumerable.Range(1, 12))
        {
            yield return Of(Measure.Participants, Rounded(people * Share(number) / Share(thisMonth.Number)));
            yield return Of(Measure.Contributions, Rounded(rupiah * Share(number) / soFar / RupiahStep) * RupiahStep);

            Target Of(Measure measure, long amount) => new()
            {
                RegencyCode = code,
                Month = new DateOnly(thisMonth.Year, number, 1),
                Measure = measure,
                Amount = amount,
                Version = 1,
            };
        }
    }

    private static long Rounded(double amount) => Math.Max(1, (long)Math.Round(amount));

    /// <summary>A plan that grows evenly through the year.</summary>
    private static double Share(int month) => month + 3;

    private static double Reached(int shuffled) => LeastReached + ((MostReached - LeastReached) * (shuffled % 35) / 34);
}
