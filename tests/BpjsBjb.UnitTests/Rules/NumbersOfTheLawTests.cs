using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.UnitTests.Rules;

public sealed class NumbersOfTheLawTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    public static readonly TheoryData<LimitKind, int, bool> Limits = new()
    {
        { LimitKind.BpuAgeBelow, 65, true },
        { LimitKind.BpuAgeFrom, 17, false },
        { LimitKind.GraceMonths, 3, true },
        { LimitKind.BpuJobs, 2, true },
        { LimitKind.JkmWaitingMonths, 3, true },
        { LimitKind.RecertificationDays, 90, false },
        { LimitKind.AccessHours, 72, false },
        { LimitKind.CorrectionHours, 72, false },
        { LimitKind.RestrictionHours, 72, false },
        { LimitKind.WithdrawalHours, 72, true },
        { LimitKind.ErasureHours, 72, false },
        { LimitKind.BreachNoticeHours, 72, true },
        { LimitKind.SignInFailures, 5, false },
        { LimitKind.SignInLockMinutes, 15, false },
        { LimitKind.SignInLockMinutesMost, 1_440, false },
        { LimitKind.EndedSessionDays, 365, false },
        { LimitKind.PasswordLinkMinutes, 60, false },
        { LimitKind.GroupMembersFewest, 5, true },
        { LimitKind.GroupMembersMost, 10, true },
        { LimitKind.CoverEndsSoonDays, 30, false },
        { LimitKind.LastChanceDays, 14, false },
        { LimitKind.RenewalDays, 30, false },
        { LimitKind.EmployerDueDay, 15, false },
        { LimitKind.JobRunDays, 30, false },
        { LimitKind.ReviewHours, 24, true },
        { LimitKind.ReviewClaimMinutes, 120, false },
        { LimitKind.SecondLookPercent, 2, false },
        { LimitKind.MergeUndoDays, 30, false },
        { LimitKind.BillNoticeDays, 7, false },
        { LimitKind.DigestHour, 7, false },
        { LimitKind.GateDecisionHours, 24, false },
        { LimitKind.WaiverDays, 30, false },
        { LimitKind.SigningKeyDays, 90, false },
        { LimitKind.CsrTargetMonths, 6, true },
        { LimitKind.CsrNextPayerDays, 45, false },
        { LimitKind.CsrFileDays, 30, false },
        { LimitKind.AccidentReportHours, 48, true },
        { LimitKind.JkkRightsYears, 5, true },
        { LimitKind.JkmRightsYears, 5, false },
        { LimitKind.TellHeirsDays, 3, false },
        { LimitKind.ClaimNoticeDays, 90, false },
        { LimitKind.ScholarshipYears, 3, true },
    };

    /// <summary>PP 7/2021 art. 35: "at most", so a bound belongs to the lower class.</summary>
    public static readonly TheoryData<long, long?, EnterpriseClass> Classes = new()
    {
        // capital, annual sales (null before a first year of sales), class
        { 0, null, EnterpriseClass.Micro },
        { 1_000_000_000, null, EnterpriseClass.Micro },
        { 1_000_000_001, null, EnterpriseClass.Small },
        { 5_000_000_000, null, EnterpriseClass.Small },
        { 5_000_000_001, null, EnterpriseClass.Medium },
        { 10_000_000_000, null, EnterpriseClass.Medium },
        { 10_000_000_001, null, EnterpriseClass.Large },
        { 0, 2_000_000_000, EnterpriseClass.Micro },
        { 0, 2_000_000_001, EnterpriseClass.Small },
        { 0, 15_000_000_000, EnterpriseClass.Small },
        { 0, 15_000_000_001, EnterpriseClass.Medium },
        { 0, 50_000_000_000, EnterpriseClass.Medium },
        { 0, 50_000_000_001, EnterpriseClass.Large },
        { 90_000_000_000, 1, EnterpriseClass.Micro },
    };

    public static readonly TheoryData<BenefitKind, long?, int?> Benefits = new()
    {
        // kind, rupiah, months of the base
        { BenefitKind.JkmDeath, 42_000_000, null },
        { BenefitKind.JkmFuneralOnly, 10_000_000, null },
        { BenefitKind.JkkMedical, null, null },
        { BenefitKind.JkkDeathBaseMonths, null, 48 },
        { BenefitKind.JkkDeathFixed, 22_000_000, null },
        { BenefitKind.Scholarship, 174_000_000, null },
        { BenefitKind.JkkDisabilityBaseMonths, null, 56 },
        { BenefitKind.JkkDisabilityFixed, 12_000_000, null },
        { BenefitKind.JkkUnableBaseMonths, null, 12 },
    };

    [Theory, MemberData(nameof(Limits))]
    public void A_limit_has_its_number_and_says_whether_it_is_confirmed(LimitKind kind, int value, bool confirmed)
    {
        var limit = Shipped.Rules.LimitOf(kind, Today);

        Assert.Equal(value, limit.Value);
        Assert.Equal(confirmed, limit.IsConfirmed);
    }

    [Fact]
    public void Every_kind_of_limit_is_tested_above() => Assert.Equal(Enum.GetValues<LimitKind>().Length, Limits.Count);

    [Fact]
    public void A_limit_asked_for_before_its_time_is_a_hole_in_the_rows() =>
        Assert.Throws<InvalidOperationException>(() => Shipped.Rules.LimitOf(LimitKind.GraceMonths, new DateOnly(2022, 6, 30)));

    [Theory, MemberData(nameof(Classes))]
    public void A_business_is_classed_by_its_sales_or_else_by_its_capital(long capital, long? sales, EnterpriseClass expected) =>
        Assert.Equal(expected, Shipped.Rules.ClassOf(new Rupiah(capital), sales is { } s ? new Rupiah(s) : null, Today).Class);

    [Fact]
    public void A_large_business_has_no_row_to_cite() =>
        Assert.Null(Shipped.Rules.ClassOf(new Rupiah(10_000_000_001), null, Today).Rule);

    [Fact]
    public void Months_may_be_prepaid_in_these_numbers()
    {
        var terms = Shipped.Rules.PrepaymentTermsOn(Today);

        Assert.Equal([1, 2, 3, 6, 12, 24, 36, 48, 60], terms.Select(term => term.Months));
        Assert.Equal([1, 3, 6, 12], terms.Where(term => term.IsConfirmed).Select(term => term.Months));
    }

    [Theory, MemberData(nameof(Benefits))]
    public void A_family_may_expect_this_benefit(BenefitKind kind, long? amount, int? baseMonths)
    {
        var benefit = Assert.Single(Shipped.Rules.BenefitsOn(Today), row => row.Kind == kind);

        Assert.Equal(amount, benefit.Amount?.Amount);
        Assert.Equal(baseMonths, benefit.BaseMonths);
    }
}
