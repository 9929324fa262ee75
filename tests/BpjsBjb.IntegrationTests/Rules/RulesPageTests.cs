using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Pages;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.IntegrationTests.Rules;

/// <summary>The rules of wage earners as anybody reads them.</summary>
public sealed class RulesPageTests(Setting setting) : IClassFixture<Setting>
{
    [Theory]
    [InlineData("id", "0,24% dari upah", "dibayar pekerja", "Belum dikonfirmasi")]
    [InlineData("en", "0.24% of the wage", "paid by the worker", "Not confirmed")]
    public async Task Wage_rules_show_what_they_say_by_which_article_and_how_sure_it_is(
        string language, string rate, string payer, string unconfirmed)
    {
        var visitor = await setting.VisitorAsync(SmallBank.Officer);
        await visitor.SpeakAsync(language);

        var html = await (await visitor.GetAsync("/Rules?on=")).HtmlAsync();
        var ceilings = RowsOf("JpWageCeilings");

        Assert.Equal(12, ceilings.Count);
        Assert.Contains("Rp11.086.300", ceilings[0], StringComparison.Ordinal);
        Assert.All(ceilings, row => Assert.Contains("PP 45/2015", row, StringComparison.Ordinal));
        Assert.Equal(8, ceilings.Count(row => row.Contains(unconfirmed, StringComparison.Ordinal)));
        Assert.Contains(RowsOf("WageRates"), row => row.Contains(rate, StringComparison.Ordinal));
        Assert.Equal(2, RowsOf("WageRates").Count(row => row.Contains(payer, StringComparison.Ordinal)));
        Assert.Equal(16, RowsOf("WageProgramDuties").Count);
        Assert.Equal(5, RowsOf("JkpShares").Count);
        Assert.DoesNotMatch(@"(?<![\w.@/])(Wage|WagePayer|Ceiling|Jkp|Kind|Class)\.[A-Z]\w+", html.Body!.TextContent);

        List<string> RowsOf(string kind) =>
            [.. html.QuerySelectorAll($"section[aria-labelledby='h-{kind}'] tbody tr").Select(row => row.TextContent)];
    }
}
