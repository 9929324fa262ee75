using BpjsBjb.BrowserTests.Support;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.BrowserTests.Journeys;

public sealed class MergeTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task Two_records_become_one_and_are_taken_apart_again()
    {
        var (form, mistyped) = Pairs.Twice();
        var (accepted, sent) = (await site.Desk.AcceptedAsync(form), await site.Desk.SubmittedAsync(mistyped));
        var (one, other) = (await site.Desk.PersonOfAsync(accepted), await site.Desk.PersonOfAsync(sent));
        await site.Desk.PairedAsync(one, other);
        await using var reviewer = await site.OpenAsync(SmallBank.Reviewer);
        await using var supervisor = await site.OpenAsync(SmallBank.BpjsSupervisor);

        await reviewer.GoAsync($"/Reviews/Case/{sent}");
        await reviewer.PressAsync("main a[href*='/Reviews/Duplicate/']");
        await reviewer.Page.CheckAsync("[name='Input.Survivor'][value=A]");
        foreach (var choice in new[] { "BirthPlace", "BirthDate", "MotherName", "Address", "Heirs" })
        {
            await reviewer.Page.CheckAsync($"[name='Input.{choice}'][value=A]");
        }

        await reviewer.PressAsync("form[action*='handler=Propose'] button[type=submit]");
        var merge = reviewer.Path;
        Assert.StartsWith("/Reviews/Merge/", merge, StringComparison.Ordinal);

        await supervisor.GoAsync("/Notices");
        await supervisor.GoAsync(merge);
        await supervisor.PressAsync("form[action*='handler=Approve'] button[type=submit]");
        Assert.Equal(await site.Desk.PersonOfAsync(accepted), await site.Desk.PersonOfAsync(sent));

        await reviewer.GoAsync(merge);
        await reviewer.Page.SelectOptionAsync("[name='Undo.Reason']", "DifferentPeople");
        await reviewer.PressAsync("form[action*='handler=Undo'] button[type=submit]");
        Assert.Equal((one, other), (await site.Desk.PersonOfAsync(accepted), await site.Desk.PersonOfAsync(sent)));

        foreach (var visit in new[] { reviewer, supervisor }) visit.AssertNoComplaint();
    }
}
