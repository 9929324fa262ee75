using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.UnitTests.Rules;

public sealed class RuleTrialTests
{
    private static readonly DateOnly Today = new(2026, 11, 10);
    private static readonly DateOnly January = new(2027, 1, 1);

    private static readonly LiveDebtor Debtor = new(
        ParticipantCategory.SelfEmployed, ContributionSector.Other, ContributionPayer.StateBudget, WithJht: false, new Rupiah(1_000_000), Pays: true,
        "KUR-KECIL", new Rupiah(200_000_000), HasCard: true, CoveredThrough: new DateOnly(2027, 2, 28), [January, January.AddMonths(1)]);

    [Fact]
    public void The_base_of_a_bracket_lies_in_it_so_the_income_need_not_be_opened() => Assert.All(
        Shipped.Rules.Brackets, bracket => Assert.Equal(bracket, Shipped.Rules.BracketFor(bracket.Base, bracket.ValidFrom)));

    [Theory]
    [InlineData(2027, 1, 1, 2027, 1)]
    [InlineData(2027, 1, 2, 2027, 2)]
    [InlineData(2026, 11, 1, 2026, 11)]
    [InlineData(2020, 1, 1, 2026, 11)]
    public void The_first_whole_month_of_the_rule_that_is_not_past_is_priced(int year, int month, int day, int pricedYear, int pricedMonth) =>
        Assert.Equal(new Month(pricedYear, pricedMonth), Trial(7_000, new DateOnly(year, month, day)).Month);

    [Fact]
    public void A_dearer_rule_costs_more_each_month_and_leaves_prepaid_months_short()
    {
        var outcome = Trial(7_000, January).Of(Debtor);

        Assert.Equal((new Rupiah(16_800), new Rupiah(17_000)), (outcome.Before, outcome.After));
        Assert.Equal((2, -400L, true), (outcome.PrepaidMonths, outcome.Credit, outcome.IsChanged));
    }

    [Fact]
    public void Months_before_the_rule_are_no_credit()
    {
        var outcome = Trial(6_000, January.AddMonths(1)).Of(Debtor);

        Assert.Equal((1, 800L), (outcome.PrepaidMonths, outcome.Credit));
    }

    [Fact]
    public void Who_does_not_pay_is_judged_by_duty_alone()
    {
        var outcome = Trial(7_000, January).Of(Debtor with { Pays = false });

        Assert.Equal((Rupiah.Zero, Rupiah.Zero, 0, Duty.Mandatory, false), (outcome.Before, outcome.After, outcome.PrepaidMonths, outcome.DutyBefore, outcome.IsChanged));
    }

    [Fact]
    public void A_duty_lifted_binds_no_longer()
    {
        var proposed = Shipped.Rules.With([.. Shipped.Rules.ParticipationDuties.Where(row => row.ProductCode != "KUR-KECIL")]);
        var outcome = new RuleTrial(Shipped.Rules, proposed, January, Today).Of(Debtor);
        var back = new RuleTrial(proposed, Shipped.Rules, January, Today).Of(Debtor);

        Assert.Equal((true, false, null), (outcome.IsNoLongerBound, outcome.IsNewlyBound, outcome.DutyAfter));
        Assert.Equal((false, true), (back.IsNoLongerBound, back.IsNewlyBound));
    }

    [Fact]
    public void A_shorter_grace_ends_who_was_in_it()
    {
        var limits = Shipped.Rules.Limits.Where(row => row.Kind != LimitKind.GraceMonths).Append(
            new Limit { Kind = LimitKind.GraceMonths, Value = 1, ValidFrom = new DateOnly(2016, 1, 1), Regulation = "PP Rekaan 1/2026", Article = "ps. 1" });
        var outcome = new RuleTrial(Shipped.Rules, Shipped.Rules.With([.. limits]), new DateOnly(2027, 5, 1), Today).Of(Debtor);

        Assert.Equal((ParticipationStatus.Grace, ParticipationStatus.Ended), (outcome.StatusBefore, outcome.StatusAfter));
    }

    [Fact]
    public void A_rule_that_leaves_a_fraction_cannot_be_priced()
    {
        var discounts = Shipped.Rules.Discounts.Append(new ContributionDiscount
        {
            Program = InsuranceProgram.Jkm,
            Category = ParticipantCategory.SelfEmployed,
            Payer = ContributionPayer.StateBudget,
            Percent = 33,
            ValidFrom = January,
            Regulation = "PP Rekaan 1/2026",
            Article = "ps. 1",
        });
        var proposed = Proposed(6_801).With([.. discounts]);

        Assert.Throws<InvalidOperationException>(() => new RuleTrial(Shipped.Rules, proposed, January, Today).Of(Debtor));
    }

    [Fact]
    public void A_wage_earner_is_priced_by_what_the_class_must_take_under_each_book()
    {
        var proposed = Shipped.Rules.With(
            [.. Shipped.Rules.WageProgramDuties.Where(row => (row.Class, row.Program) != (EnterpriseClass.Micro, InsuranceProgram.Jht)), new WageProgramDuty
            {
                Class = EnterpriseClass.Micro,
                Program = InsuranceProgram.Jht,
                IsMandatory = true,
                ValidFrom = new DateOnly(2015, 7, 1),
                Regulation = "PP Rekaan 1/2026",
                Article = "ps. 1",
            }]);
        var trial = new RuleTrial(Shipped.Rules, proposed, January, Today);
        var employer = trial.Of(new LiveEmployer(EnterpriseClass.Micro, [new LiveFacility("KUR-KECIL", new Rupiah(200_000_000), Awaited: null)]));

        var outcome = trial.Of(new LiveWorker(EnterpriseClass.Micro, RiskGroup: 1, new Rupiah(3_000_000), [January]), employer);

        Assert.Equal([InsuranceProgram.Jht], employer.ProgramsAfter.Except(employer.ProgramsBefore));
        // JKK 0.24 % and JKM 0.30 %; JHT 5.7 % besides.
        Assert.Equal((new Rupiah(16_200), new Rupiah(187_200)), (outcome.Before, outcome.After));
        Assert.Equal((1, -171_000L, true, false), (outcome.PrepaidMonths, outcome.Credit, outcome.IsChanged, outcome.IsNewlyBound));
        Assert.Equal((Duty.Mandatory, Duty.Mandatory), (outcome.DutyBefore, outcome.DutyAfter));
    }

    [Fact]
    public void A_wage_left_without_a_rate_cannot_be_priced()
    {
        var proposed = Shipped.Rules.With([.. Shipped.Rules.WageRates.Where(rate => rate.Program != InsuranceProgram.Jkm)]);
        var trial = new RuleTrial(Shipped.Rules, proposed, January, Today);
        var employer = trial.Of(new LiveEmployer(EnterpriseClass.Micro, []));

        Assert.Null(employer.DutyAfter);
        Assert.Throws<InvalidOperationException>(() => trial.Of(new LiveWorker(EnterpriseClass.Micro, RiskGroup: 1, new Rupiah(3_000_000), []), employer));
    }

    public static TheoryData<AwaitedPayout?, EvidenceStrength, int, bool?> Payouts => new()
    {
        { null, EvidenceStrength.PartnerAnswer, 10_000, null },
        { new AwaitedPayout(IsAsked: true, EvidenceStrength.Document, 7_000), EvidenceStrength.Document, 7_000, false },
        { new AwaitedPayout(IsAsked: true, EvidenceStrength.Document, 7_000), EvidenceStrength.PartnerFile, 7_000, true },
        { new AwaitedPayout(IsAsked: true, EvidenceStrength.PartnerAnswer, 7_000), EvidenceStrength.PartnerFile, 7_000, false },
        { new AwaitedPayout(IsAsked: true, EvidenceStrength.PartnerAnswer, 6_999), EvidenceStrength.Statement, 7_000, true },
        { new AwaitedPayout(IsAsked: true, Evidence: null, 10_000), EvidenceStrength.Statement, 1, true }, // somebody is not covered
        { new AwaitedPayout(IsAsked: false, Evidence: null, 7_000), EvidenceStrength.PartnerAnswer, 7_000, false },
    };

    [Theory, MemberData(nameof(Payouts))]
    public void A_payout_is_held_by_weaker_evidence_or_a_smaller_guarantee_than_the_product_demands(
        AwaitedPayout? awaited, EvidenceStrength demanded, int leastShare, bool? isHeld)
    {
        var law = Shipped.Rules
            .With([new EvidenceDuty { ProductCode = "KUR-KECIL", Strength = demanded, ValidFrom = January, Regulation = "Surat Rekaan", Article = "1" }])
            .With([Guarantee(leastShare, isConfirmed: true)]);

        var outcome = new RuleTrial(law, law, January, Today).Of(Debtor with { Awaited = awaited });

        Assert.Equal((isHeld, isHeld), (outcome.HeldBefore, outcome.HeldAfter));
    }

    [Fact]
    public void A_guarantee_the_bank_has_not_confirmed_holds_nobody_and_a_confirmed_one_is_told()
    {
        var awaited = new AwaitedPayout(IsAsked: true, EvidenceStrength.Document, GuaranteedShare: 0);
        var (warned, held) = (Shipped.Rules.With([Guarantee(7_000, isConfirmed: false)]), Shipped.Rules.With([Guarantee(7_000, isConfirmed: true)]));
        var trial = new RuleTrial(warned, held, January, Today);

        var outcome = trial.Of(Debtor with { Awaited = awaited });
        var employer = trial.Of(new LiveEmployer(EnterpriseClass.Micro, [new LiveFacility("KUR-KECIL", new Rupiah(1), awaited), new LiveFacility("KOPERASI", new Rupiah(1), awaited)]));

        Assert.Equal((false, true, true, true), (outcome.HeldBefore, outcome.HeldAfter, outcome.IsNewlyHeld, outcome.IsChanged));
        Assert.Equal((1, 0), (employer.NewlyHeld, employer.NoLongerHeld));
    }

    private static ProductGuarantee Guarantee(int leastShare, bool isConfirmed) => new()
    {
        ProductCode = "KUR-KECIL",
        LeastShare = leastShare,
        IsConfirmed = isConfirmed,
        ValidFrom = January,
        Regulation = "Surat Rekaan",
        Article = "1",
    };

    private static RuleTrial Trial(long jkm, DateOnly from) => new(Shipped.Rules, Proposed(jkm), from, Today);

    private static RuleBook Proposed(long jkm) => Shipped.Rules.With(
        [new FlatContribution { Program = InsuranceProgram.Jkm, Amount = new Rupiah(jkm), ValidFrom = new DateOnly(2015, 7, 1), Regulation = "PP Rekaan 1/2026", Article = "ps. 1" }]);
}
