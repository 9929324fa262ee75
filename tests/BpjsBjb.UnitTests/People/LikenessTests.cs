using BpjsBjb.Domain.People;

namespace BpjsBjb.UnitTests.People;

/// <summary>What makes two records alike, and what does not.</summary>
public sealed class LikenessTests
{
    private static readonly PersonTraits Budi = new("budi rekaan", new DateOnly(1985, 3, 10), "3171001003850001", "ibu rekaan", "+6281220457719");

    private static readonly PersonTraits Stranger = new("asep contoh", new DateOnly(1990, 1, 1), "3273010101900007", "ibu contoh", "+6281220457700");

    [Fact]
    public void Strangers_are_not_alike() => Assert.Empty(Likeness.Of(Budi, Stranger));

    [Theory]
    [InlineData("3171001003850002", LikenessReason.NikOneDigit)]
    [InlineData("3717001003850001", null)]
    [InlineData("3171010003850001", LikenessReason.NikTransposed)]
    [InlineData("3171001003850010", LikenessReason.NikTransposed)]
    [InlineData("3171001003850100", null)]
    public void A_mistyped_number_counts_with_the_name(string nik, LikenessReason? expected)
    {
        var other = Stranger with { Name = Budi.Name, Nik = nik };

        Assert.Equal(expected is { } reason ? [reason] : [], Likeness.Of(Budi, other));
        Assert.Empty(Likeness.Of(Budi, Stranger with { Nik = nik, BirthDate = Budi.BirthDate }));
    }

    [Fact]
    public void Name_birth_mother_and_phone_count_two_by_two()
    {
        Assert.Equal([LikenessReason.SameNameAndBirthDate], Likeness.Of(Budi, Stranger with { Name = Budi.Name, BirthDate = Budi.BirthDate }));
        Assert.Equal([LikenessReason.SameMotherAndBirthDate], Likeness.Of(Budi, Stranger with { Mother = Budi.Mother, BirthDate = Budi.BirthDate }));
        Assert.Equal([LikenessReason.SamePhoneAndName], Likeness.Of(Budi, Stranger with { Phone = Budi.Phone, Name = Budi.Name }));
        Assert.Empty(Likeness.Of(Budi, Stranger with { Phone = Budi.Phone }));
        Assert.Empty(Likeness.Of(Budi, Stranger with { BirthDate = Budi.BirthDate }));
    }

    [Fact]
    public void What_is_unknown_is_not_the_same()
    {
        var unknown = Budi with { Mother = "", Phone = "", Name = "", Nik = "3273010101900007" };

        Assert.Empty(Likeness.Of(unknown, unknown with { Nik = "3273010101900008" }));
    }

    [Fact]
    public void One_reason_is_a_possibility_and_two_or_a_mistyped_number_are_likely()
    {
        Assert.False(Likeness.IsLikely([LikenessReason.SameNameAndBirthDate]));
        Assert.True(Likeness.IsLikely([LikenessReason.NikOneDigit]));
        Assert.True(Likeness.IsLikely([LikenessReason.SameNameAndBirthDate, LikenessReason.SamePhoneAndName]));
    }
}
