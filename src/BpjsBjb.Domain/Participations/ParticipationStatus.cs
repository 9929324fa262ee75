using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Participations;

/// <summary>Bukan Penerima Upah (earns no wage) or Penerima Upah (wage earner).</summary>
public enum Segment
{
    Bpu,
    Pu,
}

public enum ParticipationStatus
{
    /// <summary>Asked for, not yet accepted by BPJS: there is no card number.</summary>
    NotRegistered,

    /// <summary>Accepted, but only who has paid is a participant (PP 44/2015 art. 1).</summary>
    AwaitingPayment,
    Active,

    /// <summary>Cover has ended, arrears may still be paid; protection cannot be assured.</summary>
    Grace,
    Ended,

    /// <summary>Ended, and the old-age savings (JHT) were claimed (Perdir 22/PERDIR.02/072022, BPU 12b).</summary>
    Inactive,
}

public static class ParticipationStates
{
    /// <summary>The status on a day, derived from the covered months and the grace rule; nobody sets it.</summary>
    /// <param name="hasCard">Whether BPJS has issued a card number.</param>
    /// <param name="coveredThrough">Last day of the last covered month, or null when none was ever paid.</param>
    /// <param name="isMonthCovered">Whether the month of <paramref name="today"/> is in the ledger.</param>
    /// <param name="graceMonths">Months of arrears after cover ended (Perdir 22/PERDIR.02/072022, BPU 12a).</param>
    /// <param name="hasClaimedJht">Whether the old-age savings were claimed by then (the same, BPU 12b).</param>
    public static ParticipationStatus On(
        DateOnly today,
        bool hasCard,
        DateOnly? coveredThrough,
        bool isMonthCovered,
        int graceMonths,
        bool hasClaimedJht = false)
    {
        if (!hasCard) return ParticipationStatus.NotRegistered;
        if (isMonthCovered) return ParticipationStatus.Active;
        if (coveredThrough is null || coveredThrough > today) return ParticipationStatus.AwaitingPayment;

        if (today <= Month.Of(coveredThrough.Value).Plus(graceMonths).LastDay) return ParticipationStatus.Grace;

        return hasClaimedJht ? ParticipationStatus.Inactive : ParticipationStatus.Ended;
    }
}
