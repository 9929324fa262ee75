using System.Text.RegularExpressions;
using BpjsBjb.IntegrationTests.Pages;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.IntegrationTests.Audit;

/// <summary>No page shows a NIK in full without writing down who saw it: every page is asked, whoever it is for.</summary>
public sealed class LookTests(Setting setting) : IClassFixture<Setting>
{
    [Fact]
    public async Task A_page_that_shows_a_whole_nik_has_written_down_the_look()
    {
        var stage = await setting.StageAsync();
        List<string> showing = [], unseen = [];
        foreach (var page in PortalPages.All.Where(page => !page.IsPublic && !page.IsFile))
        {
            foreach (var reader in page.Roles.Select(SmallBank.In))
            {
                var answer = await (await setting.VisitorAsync(reader)).GetAsync(stage.AddressOf(page));
                if (!ShowsNik(await answer.Content.ReadAsStringAsync(Desk.Cancel))) continue;

                showing.Add(page.Path);
                var looks = await setting.Portal.Desk.Database.ReadAsync<long>(
                    "select count(*) from personal_data_reads where reader = $1 and kind = 'Look' and page like $2", reader.Id, NameOf(page));
                if (looks == 0) unseen.Add($"{page} for {reader}");
            }
        }

        Assert.Contains("/Bills/Payment/{openBill}", showing);
        Assert.Contains("/Enrollments/Form/Debtor/{draft}", showing);
        Assert.Empty(unseen);
    }

    /// <summary>Sixteen digits, in one run or in fours; ids have letters between theirs.</summary>
    private static bool ShowsNik(string html) => Regex.IsMatch(html, @"(?<![\w-])[0-9]{4} ?[0-9]{4} ?[0-9]{4} ?[0-9]{4}(?![\w-])");

    /// <summary><c>/Bills/Details</c> of <c>/Bills/Details/{openBill}</c>.</summary>
    private static string NameOf(PortalPage page) => $"{page.Path.Split("/{")[0]}%";
}
