using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Cover;

namespace BpjsBjb.UnitTests.Cover;

/// <summary>
/// The rules of a cover told a second time, as slowly and as plainly as can be: month after month, by hand. It knows nothing of the code it checks.
/// </summary>
public sealed class MonthWalker
{
    private static readonly Month Beginning = new(2020, 1);

    private readonly HashSet<Month> _paid;
    private readonly int _grace;

    /// <param name="paid">Every paid month.</param>
    /// <param name="graceMonths">Months of arrears after cover ended.</param>
    public MonthWalker(IEnumerable<Month> paid, int graceMonths) => (_paid, _grace) = ([.. paid], graceMonths);

    /// <summary>A history of stretches paid and stretches missed around a month.</summary>
    public static HashSet<Month> Invented(Random random, Month current)
    {
        HashSet<Month> paid = [];
        var month = current.Plus(-random.Next(0, 40));
        var isPaying = random.Next(5) > 0;
        while (month < current.Plus(30))
        {
            var stretch = random.Next(1, isPaying ? 13 : 6);
            for (var i = 0; i < stretch; i++, month = month.Plus(1))
            {
                if (isPaying) paid.Add(month);
            }

            isPaying = !isPaying;
            if (random.Next(6) == 0) break;
        }

        return paid;
    }

    public bool IsCovered(Month month) => _paid.Contains(month);

    public HorizonState StateOf(Month month, Month current)
    {
        if (_paid.Contains(month)) return HorizonState.Covered;
        if (month > current) return HorizonState.NotPaidYet;

        var missedInARow = 0;
        var everPaid = false;
        for (var walked = Beginning; walked <= month; walked = walked.Plus(1))
        {
            if (_paid.Contains(walked)) (missedInARow, everPaid) = (0, true);
            else missedInARow++;
        }

        if (!everPaid) return HorizonState.NotPaidYet;
        return missedInARow <= _grace ? HorizonState.Grace : HorizonState.Gap;
    }

    /// <summary>The last month paid without a gap from this one on, or the last one paid before it.</summary>
    public Month? Through(Month current)
    {
        Month? last = null;
        for (var walked = Beginning; walked < current.Plus(120); walked = walked.Plus(1))
        {
            if (_paid.Contains(walked)) last = walked;
            else if (walked >= current) break;
        }

        return last;
    }

    /// <summary>Months missed up to this one that may still be paid.</summary>
    public int Arrears(Month current)
    {
        if (Through(current) is not { } through) return 0;

        var missed = 0;
        for (var walked = through.Plus(1); walked <= current; walked = walked.Plus(1)) missed++;
        return missed <= _grace ? missed : 0;
    }

    public int UncoveredAhead(Month first, int termMonths, Month current)
    {
        var count = 0;
        for (var i = 0; i < termMonths; i++)
        {
            if (first.Plus(i) >= current && !_paid.Contains(first.Plus(i))) count++;
        }

        return count;
    }
}
