using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.UnitTests.Rules;

namespace BpjsBjb.UnitTests.Claims;

/// <summary>What a family may expect, by amounts and months typed from the printed tables, never computed.</summary>
public sealed class ClaimOutlookTests
{
    private static readonly DateOnly Death = new(2026, 11, 20);
    private static readonly Rupiah Base = new(2_950_000);

    /// <summary>Months in a row up to that of the death, paid before it → state of JKM in full, of funeral money, and the sum due.</summary>
    public static readonly TheoryData<int, ExpectedState, ExpectedState, long> WaitingMonths = new()
    {
        { 1, ExpectedState.NotDue, ExpectedState.Due, 10_000_000 },
        { 2, ExpectedState.NotDue, ExpectedState.Due, 10_000_000 },
        { 3, ExpectedState.Due, ExpectedState.NotDue, 42_000_000 },
        { 36, ExpectedState.Due, ExpectedState.NotDue, 42_000_000 },
    };

    /// <summary>Contribution base → 48 times it, and with Rp22,000,000 the whole (12,000,000 and 10,000,000 funeral).</summary>
    public static readonly TheoryData<long, long, long> AtWork = new()
    {
        { 1_000_000, 48_000_000, 70_000_000 },
        { 2_950_000, 141_600_000, 163_600_000 },
        { 20_700_000, 993_600_000, 1_015_600_000 },
    };

    [Theory, MemberData(nameof(WaitingMonths))]
    public void The_full_death_benefit_needs_three_months_in_a_row(int months, ExpectedState full, ExpectedState funeral, long total)
    {
        var outlook = Of(ClaimKind.DeathNotAtWork, Paid(months));

        Assert.Equal((ClaimStanding.Covered, months), (outlook.Standing, outlook.Run));
        Assert.Equal((full, funeral), (StateOf(outlook, BenefitKind.JkmDeath), StateOf(outlook, BenefitKind.JkmFuneralOnly)));
        Assert.Equal(total, outlook.Total.Amount);
        Assert.Equal(outlook.Total, outlook.AtMost);
    }

    [Theory, MemberData(nameof(AtWork))]
    public void A_death_at_work_is_a_multiple_of_the_base_and_waits_for_nothing(long contributionBase, long multiple, long total)
    {
        var outlook = ClaimOutlook.Of(ClaimKind.DeathAtWork, Death, Paid(1, new Rupiah(contributionBase)), Base, Shipped.Rules);

        Assert.Equal(multiple, LineOf(outlook, BenefitKind.JkkDeathBaseMonths).Amount!.Value.Amount);
        Assert.Equal(22_000_000, LineOf(outlook, BenefitKind.JkkDeathFixed).Amount!.Value.Amount);
        Assert.Equal(total, outlook.Total.Amount);
        Assert.DoesNotContain(outlook.Lines, line => line.Rule.Kind is BenefitKind.JkmDeath or BenefitKind.JkmFuneralOnly);
        Assert.False(LineOf(outlook, BenefitKind.JkkDeathFixed).Rule.IsConfirmed); // that its two parts add up is recalled, and said
    }

    [Fact]
    public void A_gap_begins_the_waiting_anew()
    {
        var withGap = Paid(12).Where(month => month.Month != new Month(2026, 9)).ToList();

        var outlook = Of(ClaimKind.DeathNotAtWork, withGap);

        Assert.Equal((2, 10_000_000), (outlook.Run, outlook.Total.Amount));
    }

    /// <summary>The case that was in the papers: arrears settled after the death, and BPJS paid nothing for them.</summary>
    [Fact]
    public void Arrears_that_are_paid_after_the_death_do_not_count()
    {
        var ledger = Paid(10).Select(month => month.Month >= new Month(2026, 7) ? month with { PaidOn = Death.AddDays(3) } : month).ToList();

        var outlook = Of(ClaimKind.DeathNotAtWork, ledger);

        Assert.Equal(ClaimStanding.NotCovered, outlook.Standing); // June was paid in time, and November is the fifth month since
        Assert.Equal(5, outlook.PaidTooLate.Count);
        Assert.All(outlook.Lines, line => Assert.Equal((ExpectedState.NotDue, ExpectedReason.NotCoveredThen), (line.State, line.Reason)));
        Assert.Equal((0, 0), (outlook.Total.Amount, outlook.AtMost.Amount));
    }

    [Fact]
    public void Within_the_months_of_arrears_nothing_is_promised_and_the_most_is_said()
    {
        var ledger = Paid(10).Where(month => month.Month <= new Month(2026, 8)).ToList();

        var outlook = Of(ClaimKind.DeathNotAtWork, ledger);

        Assert.Equal(ClaimStanding.Grace, outlook.Standing);
        Assert.All(outlook.Lines, line => Assert.Equal((ExpectedState.NotKnown, LimitKind.GraceMonths), (line.State, line.Condition!.Kind)));
        Assert.Equal(0, outlook.Total.Amount);
    }

    [Fact]
    public void A_month_paid_on_the_very_day_is_neither_counted_nor_denied()
    {
        var ledger = Paid(1).Select(month => month with { PaidOn = Death }).ToList();

        var outlook = Of(ClaimKind.DeathNotAtWork, ledger);

        Assert.Equal((ClaimStanding.PaidThatDay, 0), (outlook.Standing, outlook.Run));
        Assert.All(outlook.Lines, line => Assert.Equal(ExpectedReason.NotKnownThatDay, line.Reason));
    }

    [Fact]
    public void A_month_that_bpjs_vouched_for_counts_from_the_day_the_portal_knew_of_it()
    {
        LedgerMonth Vouched(DateOnly known) => new(Month.Of(Death), null, known, ContributionPayer.Participant, Rupiah.Zero, null);

        Assert.Equal(ClaimStanding.Covered, Of(ClaimKind.DeathAtWork, [Vouched(Death.AddDays(-1))]).Standing);
        Assert.Equal(ClaimStanding.NotCovered, Of(ClaimKind.DeathAtWork, [Vouched(Death.AddDays(1))]).Standing);
        Assert.Equal(Base, Of(ClaimKind.DeathAtWork, [Vouched(Death.AddDays(-1))]).Base); // the one stated, where no bill says another
    }

    /// <summary>36 paid months for JKM, none for JKK; two children at most.</summary>
    [Theory]
    [InlineData(ClaimKind.DeathNotAtWork, 35, ExpectedState.NotDue, ExpectedReason.ScholarshipYearsNotPaid)]
    [InlineData(ClaimKind.DeathNotAtWork, 36, ExpectedState.Conditional, ExpectedReason.ScholarshipYearsPaid)]
    [InlineData(ClaimKind.DeathAtWork, 1, ExpectedState.Conditional, ExpectedReason.ScholarshipWithoutWaiting)]
    public void A_scholarship_has_its_own_condition_and_is_no_part_of_the_sum(ClaimKind kind, int months, ExpectedState state, ExpectedReason reason)
    {
        var outlook = Of(kind, Paid(months));
        var scholarship = LineOf(outlook, BenefitKind.Scholarship);

        Assert.Equal((state, reason, 174_000_000), (scholarship.State, scholarship.Reason, scholarship.Amount!.Value.Amount));
        Assert.DoesNotContain("174", outlook.Total.Amount.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void After_an_accident_nothing_is_a_sum_yet_and_care_has_no_ceiling()
    {
        var outlook = Of(ClaimKind.AccidentAtWork, Paid(1));

        Assert.All(outlook.Lines, line => Assert.Equal(ExpectedState.Conditional, line.State));
        Assert.Null(LineOf(outlook, BenefitKind.JkkMedical).Amount);
        Assert.Equal(165_200_000, LineOf(outlook, BenefitKind.JkkDisabilityBaseMonths).Amount!.Value.Amount); // 56 × 2,950,000
        Assert.Equal(12_000_000, LineOf(outlook, BenefitKind.JkkDisabilityFixed).Amount!.Value.Amount);
        Assert.Equal(35_400_000, LineOf(outlook, BenefitKind.JkkUnableBaseMonths).Amount!.Value.Amount); // 12 × 2,950,000
        Assert.DoesNotContain(outlook.Lines, line => line.Rule.Kind == BenefitKind.Scholarship);
        Assert.Equal(0, outlook.Total.Amount);
    }

    /// <summary>The waiting months are a condition of those who earn no wage.</summary>
    [Fact]
    public void A_wage_earner_waits_for_nothing_and_is_reckoned_by_the_wage()
    {
        var wage = new Rupiah(3_000_000);
        var death = ClaimOutlook.OfWageEarner(ClaimKind.DeathNotAtWork, Death, Paid(1, wage), wage, Shipped.Rules);
        var atWork = ClaimOutlook.OfWageEarner(ClaimKind.DeathAtWork, Death, Paid(1, wage), wage, Shipped.Rules);

        Assert.Equal((42_000_000, ExpectedReason.NoWaitingRuleKnown), (death.Total.Amount, LineOf(death, BenefitKind.JkmDeath).Reason));
        Assert.Equal(ExpectedState.NotDue, StateOf(death, BenefitKind.JkmFuneralOnly));
        Assert.Equal(48 * 3_000_000, LineOf(atWork, BenefitKind.JkkDeathBaseMonths).Amount!.Value.Amount);
    }

    [Fact]
    public void A_disease_caused_by_work_is_answered_like_an_accident() => Assert.Equal(
        Of(ClaimKind.AccidentAtWork, Paid(1)).Lines, Of(ClaimKind.OccupationalDisease, Paid(1)).Lines);

    [Fact]
    public void Months_paid_ahead_stand_apart_to_be_given_back()
    {
        var ledger = Enumerable.Range(0, 6).Select(n => A(new Month(2026, 10).Plus(n))).ToList();

        var outlook = Of(ClaimKind.DeathNotAtWork, ledger);

        Assert.Equal([new Month(2026, 12), new Month(2027, 1), new Month(2027, 2), new Month(2027, 3)], outlook.PaidAhead.Select(month => month.Month));
        Assert.Equal(2, outlook.Counted.Count);
    }

    /// <summary>Before Permenaker 1/2025 no waiting rule is known; a family was paid in full after two months in February 2023.</summary>
    [Fact]
    public void The_rules_are_those_of_the_day_it_happened()
    {
        var day = new DateOnly(2023, 2, 10);
        LedgerMonth[] ledger = [A(new Month(2023, 1), day.AddDays(-30)), A(new Month(2023, 2), day.AddDays(-30))];

        var outlook = ClaimOutlook.Of(ClaimKind.DeathNotAtWork, day, ledger, Base, Shipped.Rules);

        Assert.Equal((42_000_000, ExpectedReason.NoWaitingRuleKnown), (outlook.Total.Amount, LineOf(outlook, BenefitKind.JkmDeath).Reason));
        Assert.DoesNotContain(outlook.Lines, line => line.Rule.Kind == BenefitKind.JkmFuneralOnly);
        Assert.Empty(ClaimOutlook.Of(ClaimKind.DeathNotAtWork, new DateOnly(2018, 1, 1), [], Base, Shipped.Rules).Lines);
    }

    private static ClaimOutlook Of(ClaimKind kind, IReadOnlyList<LedgerMonth> ledger) => ClaimOutlook.Of(kind, Death, ledger, Base, Shipped.Rules);

    /// <summary>Months in a row up to that of the death, all paid a month and more before it.</summary>
    private static List<LedgerMonth> Paid(int months, Rupiah? contributionBase = null) =>
        [.. Enumerable.Range(0, months).Select(back => A(Month.Of(Death).Plus(-back)) with { Base = contributionBase ?? Base })];

    private static LedgerMonth A(Month month, DateOnly? paidOn = null) =>
        new(month, paidOn ?? new DateOnly(2026, 10, 1), Death, ContributionPayer.Participant, new Rupiah(36_300), Base);

    private static ExpectedState StateOf(ClaimOutlook outlook, BenefitKind kind) => LineOf(outlook, kind).State;

    private static ExpectedLine LineOf(ClaimOutlook outlook, BenefitKind kind) => Assert.Single(outlook.Lines, line => line.Rule.Kind == kind);
}
