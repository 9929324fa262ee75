using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Participations;

namespace BpjsBjb.Domain.Cover;

/// <summary>How loudly a cover asks for somebody.</summary>
public enum CoverAlert
{
    None,

    /// <summary>Paid for now, but the last paid month ends soon.</summary>
    EndsSoon,

    /// <summary>A month is missed: protection cannot be assured, arrears may still be paid.</summary>
    Missed,

    /// <summary>The last days in which arrears keep the membership; after them every payment is a new registration.</summary>
    LastChance,

    /// <summary>The membership has ended.</summary>
    Ended,
}

/// <summary>The numbers of the law and of the portal's policy by which a cover is judged, as they stand on a day.</summary>
/// <param name="GraceMonths">Months of arrears after cover ended.</param>
/// <param name="WaitingMonths">Paid months in a row before the full death benefit.</param>
/// <param name="EndsSoonDays">Days before the end of cover from which the portal warns.</param>
/// <param name="LastChanceDays">Days before the end of the grace months from which the portal warns loudest.</param>
public sealed record CoverRules(int GraceMonths, int WaitingMonths, int EndsSoonDays, int LastChanceDays);

/// <summary>Where a cover stands on a day and what each way on would do: pay the arrears, pay later, or nothing.</summary>
public sealed record CoverOutlook
{
    private CoverOutlook()
    {
    }

    public required ParticipationStatus Status { get; init; }

    public required CoverAlert Alert { get; init; }

    /// <summary>Last day paid for without a gap up to now, or of the cover that ended; null where nothing was ever paid.</summary>
    public DateOnly? CoveredThrough { get; private init; }

    /// <summary>The unpaid months since cover ended, up to this one; arrears are these.</summary>
    public required IReadOnlyList<Month> Missed { get; init; }

    /// <summary>Last day on which the arrears may be paid; null where there is nothing to fall into arrears with.</summary>
    public DateOnly? ArrearsUntil { get; private init; }

    /// <summary>Days until cover ends, or, once a month is missed, until arrears are no longer taken; never negative.</summary>
    public int? DaysLeft { get; private init; }

    /// <summary>The month from which the family has the full death benefit if cover goes on without a gap.</summary>
    public required Month FullBenefitKept { get; init; }

    /// <summary>The same, if the debtor pays anew once the arrears are no longer taken, or from this month where they already are not.</summary>
    public required Month FullBenefitAnew { get; init; }

    /// <summary>The first month a new registration could cover.</summary>
    public required Month Anew { get; init; }

    /// <summary>Whether a death now would find the full benefit; false for every month that is not paid.</summary>
    public required bool HasFullBenefit { get; init; }

    /// <param name="hasClaimedJht">Whether the old-age savings were claimed.</param>
    public static CoverOutlook Of(DateOnly today, bool hasCard, IReadOnlySet<DateOnly> covered, CoverRules rules, bool hasClaimedJht = false)
    {
        var current = Month.Of(today);
        var run = CoveragePeriod.Around(current, covered);
        var last = run?.Through ?? covered.Select(Month.Of).Where(month => month < current).Select(month => (Month?)month).Max();
        var lastEver = covered.Count == 0 ? (DateOnly?)null : Month.Of(covered.Max()).LastDay;
        var status = ParticipationStates.On(today, hasCard, lastEver, run is not null, rules.GraceMonths, hasClaimedJht);
        var arrearsUntil = last?.Plus(rules.GraceMonths).LastDay;
        var canPayArrears = arrearsUntil >= today;
        var missed = run is null && last is { } end && canPayArrears
            ? [.. Enumerable.Range(1, current.Since(end)).Select(end.Plus)]
            : (IReadOnlyList<Month>)[];
        var ends = missed.Count > 0 ? arrearsUntil : run?.LastDay;
        var daysLeft = ends is { } day ? Math.Max(0, day.DayNumber - today.DayNumber) : (int?)null;
        var kept = last is { } paid && (run is not null || canPayArrears) ? CoveragePeriod.Around(paid, covered)!.Value.From : current;
        var anew = canPayArrears ? last!.Value.Plus(rules.GraceMonths + 1) : current;
        return new CoverOutlook
        {
            Status = status,
            CoveredThrough = last?.LastDay,
            Missed = missed,
            ArrearsUntil = canPayArrears ? arrearsUntil : null,
            DaysLeft = daysLeft,
            Alert = AlertOf(run is not null, last is not null, missed.Count > 0, daysLeft, rules),
            FullBenefitKept = kept.Plus(rules.WaitingMonths - 1),
            FullBenefitAnew = anew.Plus(rules.WaitingMonths - 1),
            Anew = anew,
            HasFullBenefit = run is { } now && current.Since(now.From) + 1 >= rules.WaitingMonths,
        };
    }

    private static CoverAlert AlertOf(bool isCovered, bool wasCovered, bool isMissed, int? daysLeft, CoverRules rules)
    {
        if (isCovered) return daysLeft <= rules.EndsSoonDays ? CoverAlert.EndsSoon : CoverAlert.None;
        if (isMissed) return daysLeft <= rules.LastChanceDays ? CoverAlert.LastChance : CoverAlert.Missed;
        return wasCovered ? CoverAlert.Ended : CoverAlert.None;
    }
}
