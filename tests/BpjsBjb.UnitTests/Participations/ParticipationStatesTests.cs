using BpjsBjb.Domain.Participations;
using static BpjsBjb.Domain.Participations.ParticipationStatus;

namespace BpjsBjb.UnitTests.Participations;

public sealed class ParticipationStatesTests
{
    private const int GraceMonths = 3;

    /// <summary>Arrears may be paid for at most three contribution months after cover ended (Perdir 22/PERDIR.02/072022).</summary>
    public static readonly TheoryData<string, bool, string?, bool, ParticipationStatus> States = new()
    {
        // today, has a card, covered through, is this month covered, status
        { "2026-11-22", false, null, false, NotRegistered },
        { "2026-11-22", false, "2026-11-30", true, NotRegistered },
        { "2026-11-22", true, null, false, AwaitingPayment },
        { "2026-11-22", true, "2027-01-31", false, AwaitingPayment }, // paid from next month on
        { "2026-11-22", true, "2026-11-30", true, Active },
        { "2026-11-22", true, "2027-10-31", true, Active },
        { "2026-11-30", true, "2026-11-30", true, Active },
        { "2026-12-01", true, "2026-11-30", false, Grace },
        { "2027-01-15", true, "2026-11-30", false, Grace },
        { "2027-02-28", true, "2026-11-30", false, Grace },           // last day of the third month
        { "2027-03-01", true, "2026-11-30", false, Ended },
        { "2027-12-01", true, "2026-11-30", false, Ended },
        { "2026-05-31", true, "2026-02-28", false, Grace },           // months count, not days
        { "2026-06-01", true, "2026-02-28", false, Ended },
    };

    [Theory, MemberData(nameof(States))]
    public void The_status_follows_from_the_covered_months(
        string today, bool hasCard, string? coveredThrough, bool isMonthCovered, ParticipationStatus status) =>
        Assert.Equal(
            status,
            ParticipationStates.On(
                Day(today), hasCard, coveredThrough is null ? null : Day(coveredThrough), isMonthCovered, GraceMonths));

    /// <summary>BPU 12b: what the end is called after a JHT claim; before the end the claim changes nothing.</summary>
    [Theory, MemberData(nameof(States))]
    public void Once_it_has_ended_a_claim_of_old_age_savings_makes_it_inactive(
        string today, bool hasCard, string? coveredThrough, bool isMonthCovered, ParticipationStatus status) =>
        Assert.Equal(
            status == Ended ? Inactive : status,
            ParticipationStates.On(
                Day(today), hasCard, coveredThrough is null ? null : Day(coveredThrough), isMonthCovered, GraceMonths, hasClaimedJht: true));

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", null);
}
