using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Dashboards;

namespace BpjsBjb.Services.Data.Demo;

/// <summary>Targets for the invented branches, set so that this month a regency has reached between half and a little more than all of its own.</summary>
internal static class DemoTargets
{
    private const double LeastReached = 0.50;
    private const double MostReached = 1.15;
    private const int RupiahStep = 10_000;

    public static IEnumerable<Target> For(IReadOnlyList<(string RegencyCode, Bill Bill)> paid, Month thisMonth)
    {
        var regencies = paid.GroupBy(row => row.RegencyCode).OrderBy(regency => regency.Key).ToList();
        for (var i = 0; i < regencies.Count; i++)
        {
            var regency = regencies[i];
            var lines = regency.SelectMany(row => row.Bill.Lines).Where(line => line.Month == thisMonth.FirstDay).ToList();
            var people = lines.Select(line => line.BillId).Distinct().Count();
            var rupiah = lines.Select(line => line.Amount).Sum().Amount;
            for (var number = 1; number <= 12; number++)
            {
                var month = new Month(thisMonth.Year, number);
                var share = Share(number) / Share(thisMonth.Number);
                yield return Of(regency.Key, Measure.Participants, month, Math.Max(1, (long)Math.Round(people * share / Reached(i * 13))));
                yield return Of(
                    regency.Key, Measure.Contributions, month, RupiahStep * Math.Max(1, (long)Math.Round(rupiah * share / Reached(i * 19) / RupiahStep)));
            }
        }

        Target Of(string regencyCode, Measure measure, Month month, long amount) => new()
        {
            RegencyCode = regencyCode, Month = month.FirstDay, Measure = measure, Amount = amount, Version = 1,
        };
    }

    /// <summary>A plan that grows evenly through the year.</summary>
    private static double Share(int month) => month + 3;

    private static double Reached(int shuffled) => LeastReached + ((MostReached - LeastReached) * (shuffled % 35) / 34);
}
