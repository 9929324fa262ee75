using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.UnitTests.Rules;

public sealed class DutyTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    /// <summary>Permenko Perekonomian 1/2023 art. 26(8), 35(11) and the agreement of 2016.</summary>
    public static readonly TheoryData<string?, long, Duty?> Duties = new()
    {
        { "KUR-SUPER-MIKRO", 0, null },
        { "KUR-SUPER-MIKRO", 1, Duty.Offered },
        { "KUR-SUPER-MIKRO", 10_000_000, Duty.Offered },
        { "KUR-SUPER-MIKRO", 10_000_001, null },
        { "KUR-MIKRO", 10_000_000, null },
        { "KUR-MIKRO", 10_000_001, Duty.Offered },
        { "KUR-MIKRO", 100_000_000, Duty.Offered },
        { "KUR-MIKRO", 100_000_001, null },
        { "KUR-KECIL", 100_000_000, null },
        { "KUR-KECIL", 100_000_001, Duty.Mandatory },
        { "KUR-KECIL", 500_000_000, Duty.Mandatory },
        { "KUR-KECIL", 500_000_001, null },
        { "KUR-KHUSUS", 0, null },
        { "KUR-KHUSUS", 1, Duty.Offered },
        { "KUR-KHUSUS", 100_000_000, Duty.Offered },
        { "KUR-KHUSUS", 100_000_001, Duty.Mandatory },
        { "KUR-KHUSUS", 500_000_000, Duty.Mandatory },
        { "KUR-KHUSUS", 500_000_001, null },
        { "MESRA", 499_999, null },
        { "MESRA", 500_000, Duty.BankPolicy },
        { "MESRA", 5_000_000, Duty.BankPolicy },
        { "MESRA", 5_000_001, null },
        { "BJB-MIKRO", 1, Duty.BankPolicy },
        { "BJB-MIKRO", 1_000_000_000_000, Duty.BankPolicy },
        { "BJB-KOMERSIAL", 1, Duty.BankPolicy },
        { "BJB-KOMERSIAL", 1_000_000_000_000, Duty.BankPolicy },
        { "KOPERASI", 1, Duty.BankPolicy },
        { "KOPERASI", 1_000_000_000_000, Duty.BankPolicy },
        { "KPR", 200_000_000, null },
        { null, 200_000_000, null },
    };

    public static readonly TheoryData<ParticipantCategory, InsuranceProgram, bool> Programmes = new()
    {
        { ParticipantCategory.Employer, InsuranceProgram.Jkk, true },
        { ParticipantCategory.Employer, InsuranceProgram.Jkm, true },
        { ParticipantCategory.Employer, InsuranceProgram.Jht, true },
        { ParticipantCategory.SelfEmployed, InsuranceProgram.Jkk, true },
        { ParticipantCategory.SelfEmployed, InsuranceProgram.Jkm, true },
        { ParticipantCategory.SelfEmployed, InsuranceProgram.Jht, false },
    };

    [Theory, MemberData(nameof(Duties))]
    public void A_loan_binds_its_debtor_by_product_and_amount(string? product, long amount, Duty? duty) =>
        Assert.Equal(duty, Shipped.Rules.DutyOf(product, new Rupiah(amount), Today)?.Duty);

    [Fact]
    public void No_duty_is_known_before_its_regulation() =>
        Assert.Null(Shipped.Rules.DutyOf("KUR-KECIL", new Rupiah(200_000_000), new DateOnly(2022, 12, 31)));

    [Theory, MemberData(nameof(Programmes))]
    public void An_employer_must_take_three_programmes_and_the_self_employed_two(
        ParticipantCategory category, InsuranceProgram program, bool mandatory)
    {
        Assert.Equal(mandatory, Shipped.Rules.MustTake(category, program, Today));
        Assert.NotNull(Shipped.Rules.DutyFor(category, program, Today));
    }
}
