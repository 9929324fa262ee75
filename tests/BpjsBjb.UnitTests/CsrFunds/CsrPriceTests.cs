using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Csr;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Rules;
using BpjsBjb.UnitTests.Rules;

namespace BpjsBjb.UnitTests.CsrFunds;

/// <summary>What a worker costs a fund, month by month: Rp16.800 at the lowest base, half of it in months of PP 50/2025, never for state budgets.</summary>
public sealed class CsrPriceTests
{
    [Theory]
    [InlineData(MembershipCode.SC, ContributionSector.Other, 2026, 12, 6, 92_400)] // 8.400, then five months without a discount
    [InlineData(MembershipCode.SC, ContributionSector.Transport, 2026, 12, 6, 67_200)] // the discount for transport lasts until March 2027
    [InlineData(MembershipCode.SB, ContributionSector.Other, 2026, 4, 6, 50_400)]
    [InlineData(MembershipCode.SC, ContributionSector.Other, 2026, 3, 2, 25_200)] // March without, April with
    [InlineData(MembershipCode.SG, ContributionSector.Other, 2026, 12, 6, 100_800)]
    [InlineData(MembershipCode.SD, ContributionSector.Transport, 2026, 6, 3, 50_400)]
    [InlineData(MembershipCode.SA, ContributionSector.Other, 2026, 6, 1, 16_800)]
    [InlineData(MembershipCode.SL, ContributionSector.Other, 2026, 6, 1, 8_400)] // a village's other money is no state budget
    public void A_worker_costs_the_sum_of_each_month(MembershipCode code, ContributionSector sector, int year, int month, int months, long rupiah)
    {
        var price = CsrPrice.For(sector, CsrFund.PayerOf(code), new Month(year, month), months, Shipped.Rules);

        Assert.NotNull(price);
        Assert.Equal(rupiah, price.Total.Amount);
        Assert.Equal(2 * months, price.Lines.Count);
        Assert.DoesNotContain(price.Lines, line => line.Program == InsuranceProgram.Jht);
    }

    [Fact]
    public void The_discount_of_company_money_is_unconfirmed() =>
        Assert.False(CsrPrice.For(ContributionSector.Other, ContributionPayer.Csr, new Month(2026, 12), 1, Shipped.Rules)!.IsConfirmed);

    [Fact]
    public void A_month_the_law_does_not_price_has_no_price() =>
        Assert.Null(CsrPrice.For(ContributionSector.Other, ContributionPayer.Csr, new Month(2010, 1), 1, Shipped.Rules));

    [Theory]
    [InlineData(25_000_000_000, 1_488_095, 4_000)] // the province's budget of 2025 in single months
    [InlineData(16_800, 1, 0)]
    [InlineData(16_799, 0, 16_799)]
    [InlineData(50_000, 2, 16_400)]
    public void An_amount_covers_whole_workers_and_the_rest_is_named(long amount, int workers, long remainder)
    {
        var price = CsrPrice.For(ContributionSector.Other, ContributionPayer.StateBudget, new Month(2026, 1), 1, Shipped.Rules)!;

        Assert.Equal((workers, new Rupiah(remainder)), price.Cover(new Rupiah(amount)));
    }

    [Theory]
    [InlineData("60", 6000)]
    [InlineData("12,5", 1250)]
    [InlineData("100 %", 10000)]
    [InlineData("0,01", 1)]
    [InlineData("0", null)]
    [InlineData("100,01", null)]
    [InlineData("0,001", null)]
    [InlineData("-5", null)]
    [InlineData("setengah", null)]
    public void A_share_is_a_percentage_with_two_decimals(string typed, int? basisPoints) => Assert.Equal(basisPoints, CsrFund.ParseShare(typed));

    [Theory]
    [InlineData("1003850001", 41, null)]
    [InlineData("1003610001", 65, "csr.candidate-too-old")]
    [InlineData("0212610001", 64, null)] // 65 on the day after cover begins: the age is that of entry
    [InlineData("0112610001", 65, "csr.candidate-too-old")]
    [InlineData("0112090001", 17, null)]
    public void The_age_is_that_of_entry(string tail, int age, string? code)
    {
        var nik = Nik.Parse($"317100{tail}").Value;

        Assert.Equal(age, nik.AgeOn(new DateOnly(2026, 12, 1)));
        Assert.Equal(
            code is null ? [] : [code],
            Candidate.Check(nik, KnownCandidate.Nothing, new Month(2026, 12), 6, Shipped.Rules).Where(finding => !finding.IsWarning).Select(finding => finding.Code));
    }

    [Fact]
    public void What_is_known_of_a_person_refuses_or_warns()
    {
        var nik = Nik.Parse("3171001003850001").Value;

        Assert.Equal(["csr.candidate-dead"], Codes(KnownCandidate.Nothing with { IsDead = true, IsInFund = true }));
        Assert.Equal(["csr.candidate-in-fund"], Codes(KnownCandidate.Nothing with { IsInFund = true, FundMonths = 6 }));
        Assert.Equal(["csr.candidate-earns-a-wage"], Codes(KnownCandidate.Nothing with { EmployerMonths = 1 }));
        Assert.Equal(["csr.candidate-some-months-paid?"], Codes(KnownCandidate.Nothing with { LoanMonths = 2 }));
        Assert.Equal(["csr.candidate-all-months-paid?"], Codes(KnownCandidate.Nothing with { LoanMonths = 2, FundMonths = 4 }));
        Assert.Empty(Codes(KnownCandidate.Nothing));

        IEnumerable<string> Codes(KnownCandidate known) => Candidate.Check(nik, known, new Month(2026, 12), 6, Shipped.Rules)
            .Select(finding => finding.Code + (finding.IsWarning ? "?" : ""));
    }
}
