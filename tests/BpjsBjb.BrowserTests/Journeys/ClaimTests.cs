using BpjsBjb.BrowserTests.Support;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.BrowserTests.Journeys;

/// <summary>From the news of a death to the end of its claim, by two people.</summary>
public sealed class ClaimTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_death_is_written_down_by_one_and_ended_by_another()
    {
        var loan = await site.Desk.ClearedAsync();
        await site.Desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout(), SmallBank.Supervisor.Actor, Desk.Cancel);
        await using (var officer = await site.OpenAsync(SmallBank.Officer))
        {
            await officer.GoAsync($"/Cover/Details/{loan.Id}");
            await officer.PressAsync($"a[href='/Claims/Open/{loan.Id}']");
            await officer.Page.SelectOptionAsync("#Input_Kind", "DeathNotAtWork");
            await officer.Page.FillAsync("#Input_Place", "Rumah rekaan");
            await officer.Page.FillAsync("#Input_HappenedOn", A.Date(A.Today));
            await officer.Page.SelectOptionAsync("#Input_ToldBy", "Family");
            await officer.Page.FillAsync("#Input_ToldOn", A.Date(A.Today));
            await officer.PressAsync("main form[method=post] button[type=submit]");
            Assert.StartsWith("/Claims/Details/", officer.Path, StringComparison.Ordinal);

            await officer.PressAsync("td.act form:first-of-type button");
            Assert.StartsWith("/Claims/Details/", officer.Path, StringComparison.Ordinal);
            Assert.Equal(1, await officer.Page.Locator("tbody .t-ok >> text=Diterima").CountAsync());
            officer.AssertNoComplaint();
        }

        await using var supervisor = await site.OpenAsync(SmallBank.Supervisor);
        await supervisor.GoAsync("/Claims?tab=Open");
        await supervisor.PressAsync("main tbody th a");
        await supervisor.PressAsync("a[href^='/Claims/Close/']");
        await supervisor.Page.SelectOptionAsync("#Input_Outcome", "Withdrawn");
        await supervisor.Page.SelectOptionAsync("#Input_Reason", "WrongPerson");
        await supervisor.PressAsync("main form[method=post] button[type=submit]");
        Assert.Contains("Dibatalkan", await supervisor.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        supervisor.AssertNoComplaint();
    }
}
