using BpjsBjb.Services.Data.Reference;
using BpjsBjb.Services.Offices;

namespace BpjsBjb.UnitTests.Offices;

/// <summary>Everyday words lead to the right risk group, by one question where they fit several.</summary>
public sealed class BusinessTypeFinderTests
{
    private static readonly ReferenceBook Book = new([], [], ReferenceSheets.BusinessTypes, [], [], new DateOnly(2026, 11, 10), new Dictionary<Guid, Guid>())
    {
        BusinessTypeAnswers = ReferenceSheets.BusinessTypeAnswers,
    };

    [Theory]
    [InlineData("penjahit", "G1-001")]
    [InlineData("Warung Sembako", "G1-008")]
    [InlineData("ojek online", "G4-010")]
    [InlineData("bengkel las", "G3-079")]
    [InlineData("tempe", "G3-027")]
    [InlineData("toko bangunan", "G1-008")]
    [InlineData("  LAUNDRY  ", "G2-021")]
    public void A_word_that_fits_one_type_leads_to_it(string words, string type)
    {
        var found = Book.Find(words);

        Assert.Equal(type, found.Hits[0].Id);
        Assert.Empty(found.Answers);
    }

    [Theory]
    [InlineData("bengkel", "3 4")]
    [InlineData("ikan", "1 3 4")]
    [InlineData("roti", "1 3")]
    [InlineData("ekspedisi", "3 4 5")]
    [InlineData("limbah", "3 4")]
    public void Words_that_fit_several_groups_raise_one_question(string words, string groups)
    {
        var answers = Book.Find(words).Answers;

        Assert.Single(answers.Select(answer => answer.QuestionId).Distinct());
        Assert.Equal(groups, string.Join(' ', answers.Select(answer => Book.BusinessType(answer.BusinessTypeId)!.RiskGroup).Distinct().Order()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("zzzz")]
    [InlineData("%_\\")]
    public void Nothing_leads_nowhere(string? words) => Assert.Empty(Book.Find(words).Hits);

    [Fact]
    public void Every_answer_leads_to_a_type_and_every_question_decides_between_groups()
    {
        Assert.All(ReferenceSheets.BusinessTypeAnswers, answer => Assert.NotNull(Book.BusinessType(answer.BusinessTypeId)));
        Assert.All(
            ReferenceSheets.BusinessTypeAnswers.GroupBy(answer => answer.QuestionId),
            question =>
            {
                Assert.Single(question.Select(answer => answer.Words).Distinct());
                Assert.True(question.Select(answer => Book.BusinessType(answer.BusinessTypeId)!.RiskGroup).Distinct().Count() > 1);
            });
    }
}
