using BpjsBjb.BrowserTests.Support;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;
using Microsoft.Playwright;

namespace BpjsBjb.BrowserTests.Journeys;

/// <summary>To an institution's provider and back in a real browser: other site, Strict cookies, and a policy that lets forms go nowhere else.</summary>
public sealed class ProviderTests(ProviderSite site) : IClassFixture<ProviderSite>
{
    [Fact]
    public async Task Strict_cookies_and_a_strict_policy_let_the_way_through_a_provider_be_gone()
    {
        var user = SmallBank.Officer;
        var told = new ProviderIdentity(site.Provider.Address, "subjek peramban", user.Email);
        Assert.Null(await site.Desk.Get<ProviderLogins>().BindAsync(user.Id, told, Desk.Cancel));
        site.Provider.Next = new Said { Subject = told.Subject, Methods = ["otp"] };
        await using var visit = await site.OpenAsync();
        await visit.GoAsync("/Enrollments");
        Assert.Equal("/SignIn", visit.Path);
        await visit.AssertAccessibleAsync();

        await visit.Page.ClickAsync("button[name=provider]");
        await visit.Page.WaitForURLAsync("**/Enrollments");

        var session = Assert.Single(await visit.Page.Context.CookiesAsync(), cookie => cookie.Name == "__Host-s");
        Assert.Equal(SameSiteAttribute.Strict, session.SameSite);

        await visit.GoAsync("/Account/Confirm?returnUrl=/Rules");
        await visit.AssertAccessibleAsync();
        await visit.Page.ClickAsync("button[name=provider]");
        await visit.Page.WaitForURLAsync("**/Rules");
        Assert.Equal("login", site.Provider.Asked["prompt"]);

        await visit.GoAsync("/Account/Factors");
        await visit.AssertAccessibleAsync();
        visit.AssertNoComplaint();
    }
}
