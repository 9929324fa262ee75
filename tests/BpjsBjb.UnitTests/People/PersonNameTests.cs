using BpjsBjb.Domain.People;

namespace BpjsBjb.UnitTests.People;

public sealed class PersonNameTests
{
    [Theory]
    [InlineData("Budi")]
    [InlineData("Siti Ma'ruf")]
    [InlineData("Siti Ma’ruf")]
    [InlineData("H. Budi Contoh")]
    [InlineData("Budi Contoh, S.Pd.")]
    [InlineData("Nur-Aini")]
    [InlineData("Budi Contoh (alias) a/n Contoh")]
    [InlineData("Ñoño Peña")]
    [InlineData("I")]
    public void A_name_is_kept_as_on_the_card(string name) => Assert.Equal(name, PersonName.Parse(name).Value);

    [Theory]
    [InlineData("  Budi   Contoh ", "Budi Contoh")]
    [InlineData("N\u0303on\u0303o", "Ñoño")]
    public void Spaces_and_composed_letters_are_evened_out(string typed, string name) =>
        Assert.Equal(name, PersonName.Parse(typed).Value);

    [Theory]
    [InlineData(null, "full-name.missing")]
    [InlineData("", "full-name.missing")]
    [InlineData("   ", "full-name.missing")]
    [InlineData("Budi 2", "full-name.not-a-name")]
    [InlineData("Bud１", "full-name.not-a-name")]
    [InlineData("...", "full-name.not-a-name")]
    [InlineData("Budi; Contoh", "full-name.not-a-name")]
    [InlineData("<b>Budi</b>", "full-name.not-a-name")]
    [InlineData("Budi\tContoh", "full-name.not-a-name")]
    public void What_is_not_a_name_is_refused(string? typed, string code) =>
        Assert.Equal(code, Assert.Single(PersonName.Parse(typed).Refusals).Code);

    [Fact]
    public void A_name_has_at_most_100_characters()
    {
        Assert.False(PersonName.Parse(new string('a', 100)).IsRefused);
        Assert.Equal("full-name.too-long", Assert.Single(PersonName.Parse(new string('a', 101)).Refusals).Code);
    }

    [Theory]
    [InlineData("BUDI  Contoh", "budi contoh")]
    [InlineData("Ñoño Peña", "nono pena")]
    [InlineData("Siti Ma'ruf", "siti ma ruf")]
    [InlineData("Siti Ma’ruf", "siti ma ruf")]
    [InlineData("Budi Contoh, S.Pd.", "budi contoh s pd")]
    public void Names_are_compared_without_case_accents_and_marks(string name, string normalised) =>
        Assert.Equal(normalised, PersonName.Normalised(name));
}
