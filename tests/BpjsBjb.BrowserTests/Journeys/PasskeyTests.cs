using BpjsBjb.BrowserTests.Support;
using BpjsBjb.IntegrationTests.Support;
using Microsoft.Playwright;

namespace BpjsBjb.BrowserTests.Journeys;

/// <summary>Passkeys with a device of the browser's own, which verifies its person without asking.</summary>
public sealed class PasskeyTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_passkey_is_added_signs_in_with_both_factors_confirms_and_is_refused_once_removed()
    {
        await using var visit = await site.OpenAsync(SmallBank.Officer);
        await AddDeviceAsync(visit.Page, verifies: true);
        await AddPasskeyAsync(visit, "Laptop kantor");
        Assert.Contains("Laptop kantor", await visit.TextAsync("main table"), StringComparison.Ordinal);
        Assert.Equal(1L, await CountAsync(SmallBank.Officer));

        await SignInWithPasskeyAsync(visit);
        Assert.Equal("/", visit.Path);
        await visit.GoAsync("/Enrollments");

        site.Desk.Clock.Advance(TimeSpan.FromMinutes(6));
        await visit.GoAsync("/Account/Confirm?returnUrl=/Account/Factors");
        await visit.PressAsync("form[data-passkey] button[type=submit]");
        Assert.Equal("/Account/Factors", visit.Path);

        await visit.PressAsync("form[action*=RemovePasskey] button[type=submit]");
        Assert.Equal(0L, await CountAsync(SmallBank.Officer));
        await SignInWithPasskeyAsync(visit);
        Assert.Equal("/SignIn", visit.Path);
        Assert.NotEmpty(await visit.TextAsync(".errsum"));
        visit.AssertNoComplaint();
    }

    [Fact]
    public async Task A_device_that_does_not_verify_its_person_is_not_enough()
    {
        await using var visit = await site.OpenAsync(SmallBank.Colleague);
        await AddDeviceAsync(visit.Page, verifies: false);
        await visit.GoAsync("/Account/Factors");
        await visit.Page.FillAsync("#NewPasskey_Name", "Kunci lama");
        await visit.Page.ClickAsync("form[data-passkey] button[type=submit]");

        await visit.Page.WaitForSelectorAsync("[data-passkey-failed]:not([hidden])");
        Assert.Equal(0L, await CountAsync(SmallBank.Colleague));
    }

    [Fact]
    public async Task A_password_alone_does_not_get_past_a_passkey()
    {
        await using var visit = await site.OpenAsync(SmallBank.Supervisor);
        await AddDeviceAsync(visit.Page, verifies: true);
        await AddPasskeyAsync(visit, "Ponsel");
        await site.Desk.Database.AsOwnerAsync("delete from user_authenticators where user_id = $1", SmallBank.Supervisor.Id);

        await using var thief = await site.OpenAsync();
        await thief.GoAsync("/SignIn");
        await thief.Page.FillAsync("#Input_Email", SmallBank.Supervisor.Email);
        await thief.Page.FillAsync("#Input_Password", SmallBank.Password);
        await thief.PressAsync("form:has(#Input_Email) button[type=submit]");

        Assert.Equal("/SignIn/Code", thief.Path);
    }

    private static async Task AddDeviceAsync(IPage page, bool verifies)
    {
        var devices = await page.Context.NewCDPSessionAsync(page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = verifies,
                ["isUserVerified"] = verifies,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    private static async Task AddPasskeyAsync(Visit visit, string name)
    {
        await visit.GoAsync("/Account/Factors");
        await visit.Page.FillAsync("#NewPasskey_Name", name);
        await visit.PressAsync("form[data-passkey] button[type=submit]");
    }

    private static async Task SignInWithPasskeyAsync(Visit visit)
    {
        await visit.PressAsync("form[action$='/SignOut'] button");
        await visit.GoAsync("/SignIn");
        await visit.PressAsync("form[data-passkey] button[type=submit]");
    }

    private Task<long> CountAsync(TestUser user) => site.Desk.Database.ReadAsync<long>("select count(*) from user_passkeys where user_id = $1", user.Id);
}
