using System.Net;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;

namespace BpjsBjb.IntegrationTests.Users;

/// <summary>Somebody lost the phone and the paper.</summary>
public sealed class FactorResetTests(Portal portal) : IClassFixture<Portal>
{
    private Desk Desk => portal.Desk;

    [Fact]
    public async Task An_administrator_takes_lost_factors_off_and_the_person_sets_up_new_ones()
    {
        var user = SmallBank.Officer;
        var lost = await portal.SignInAsync(user);
        var half = await portal.HalfWayAsync(user);
        var admin = await portal.SignInAsync(SmallBank.Admin);
        var page = $"/Users/Factors/{user.Id}";
        Assert.NotNull((await admin.ReadAsync($"/Users/Details/{user.Id}")).QuerySelector($"main a[href='{page}']"));

        var missing = await admin.SubmitAsync(page, []);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, missing.StatusCode);
        var refused = await missing.HtmlAsync();
        Assert.NotNull(refused.MessageAt("Input_Reason"));
        Assert.NotNull(refused.MessageAt("Input_Recognised"));

        var done = await admin.SubmitAsync(page, [("Input.Reason", "LostPhone"), ("Input.Recognised", "InPerson")]);

        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await lost.GetAsync("/Rules")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await half.GetAsync("/SignIn/Code")).StatusCode);
        Assert.Contains("Ponsel hilang", (await admin.ReadAsync(page)).QuerySelector(".tl")!.TextContent, StringComparison.Ordinal);
        var again = await portal.HalfWayAsync(user);
        Assert.Equal("/Account/Factors", (await again.GetAsync("/Enrollments")).Headers.Location!.OriginalString);
        Assert.Contains(portal.Logs.Lines, line => line.Contains("Factors of user", StringComparison.Ordinal) && line.Contains("LostPhone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_takes_off_their_own_factors_and_nobody_but_an_administrator()
    {
        var input = new ResetFactors { Reason = "NewPhone", Recognised = "ByVideo" };
        var own = await Desk.Get<FactorResetService>().ResetAsync(SmallBank.Admin.Id, input, SmallBank.Admin.Actor, Desk.Cancel);
        Assert.Equal(["factor.own-reset"], own.Codes());
        Assert.Null((await (await portal.SignInAsync(SmallBank.OtherAdmin)).ReadAsync($"/Users/Factors/{SmallBank.OtherAdmin.Id}"))
            .QuerySelector("main form[method=post]"));

        var officer = await Desk.Get<FactorResetService>().ResetAsync(SmallBank.Colleague.Id, input, SmallBank.Supervisor.Actor, Desk.Cancel);

        Assert.Equal(["grant.not-an-admin"], officer.Codes());
        Assert.True((await Desk.Get<FactorService>().StateAsync(SmallBank.Colleague.Id, Desk.Cancel)).HasAuthenticator);
        var refusal = await Desk.Database.RefusalAsync("update factor_resets set reason = 'NewPhone'");
        Assert.Equal("42501", refusal.SqlState);
    }
}
