using System.Net;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BpjsBjb.IntegrationTests.Http;

public sealed class ReadBudgetTests(Portal portal) : IClassFixture<Portal>
{
    private PortalOptions Settings => portal.Services.GetRequiredService<IOptions<PortalOptions>>().Value;

    [Fact]
    public async Task One_person_looks_up_sixty_niks_an_hour_and_no_more()
    {
        Assert.Equal(60, Settings.NikLookUpsPerHour);
        var officer = await portal.SignInAsync(SmallBank.Officer);
        for (var i = 0; i < 60; i++) Assert.Equal(HttpStatusCode.OK, await SearchAsync(officer, A.Nik(i)));
        // The same one again costs nothing, however it is typed.
        Assert.Equal(HttpStatusCode.OK, await SearchAsync(officer, A.Nik(7).Insert(4, " ").Insert(8, ".")));

        var refused = await officer.SubmitAsync("/", [("q", A.Nik(60))], "form[action$='/Search']");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalMinutes, 1, 60);
        Assert.Contains("60 NIK", (await refused.HtmlAsync()).Body!.TextContent, StringComparison.Ordinal);
        var registering = await officer.SubmitAsync("/Enrollments/Register", [("Input.Nik", A.Nik(61))]);
        Assert.Equal(HttpStatusCode.TooManyRequests, registering.StatusCode);

        // Names are another budget, a colleague is another person, and an hour later it begins anew.
        Assert.Equal(HttpStatusCode.OK, await SearchAsync(officer, "Budi"));
        Assert.Equal(HttpStatusCode.OK, await SearchAsync(await portal.SignInAsync(SmallBank.Colleague), A.Nik(60)));
        portal.Desk.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.OK, await SearchAsync(await portal.SignInAsync(SmallBank.Officer), A.Nik(60)));
    }

    [Fact]
    public async Task Cases_and_searches_have_wider_budgets_of_their_own()
    {
        var before = (Settings.SearchesPerHour, Settings.CasesPerHour);
        Assert.Equal((600, 600), before);
        try
        {
            (Settings.SearchesPerHour, Settings.CasesPerHour) = (2, 1);
            var supervisor = await portal.SignInAsync(SmallBank.Supervisor);
            Assert.Equal(HttpStatusCode.OK, await SearchAsync(supervisor, "Budi"));
            Assert.Equal(HttpStatusCode.OK, await SearchAsync(supervisor, "Siti"));
            Assert.Equal(HttpStatusCode.TooManyRequests, await SearchAsync(supervisor, "Agus"));

            var seen = $"/Enrollments/Details/{await portal.Desk.SubmittedAsync()}";
            Assert.Equal(HttpStatusCode.OK, (await supervisor.GetAsync(seen)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await supervisor.GetAsync(seen)).StatusCode);
            // Guessing at ids that do not exist spends as well.
            Assert.Equal(HttpStatusCode.TooManyRequests, (await supervisor.GetAsync($"/Loans/Details/{Guid.Empty}")).StatusCode);
        }
        finally
        {
            (Settings.SearchesPerHour, Settings.CasesPerHour) = before;
        }
    }

    [Fact]
    public async Task Whoever_asks_the_audit_about_people_spends_the_same_budget()
    {
        var before = Settings.NikLookUpsPerHour;
        try
        {
            Settings.NikLookUpsPerHour = 1;
            var auditor = await portal.SignInAsync(SmallBank.Auditor);

            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await auditor.SubmitAsync("/Audit/Person", [("Nik", A.Nik(900))])).StatusCode);
            Assert.Equal(HttpStatusCode.TooManyRequests, (await auditor.SubmitAsync("/Audit/Person", [("Nik", A.Nik(901))])).StatusCode);
        }
        finally
        {
            Settings.NikLookUpsPerHour = before;
        }
    }

    private static async Task<HttpStatusCode> SearchAsync(Visitor visitor, string text) =>
        (await visitor.SubmitAsync("/", [("q", text)], "form[action$='/Search']")).StatusCode;
}
