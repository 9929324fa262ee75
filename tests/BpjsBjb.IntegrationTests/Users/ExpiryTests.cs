using System.Net;
using BpjsBjb.Domain.Common;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;

namespace BpjsBjb.IntegrationTests.Users;

public sealed class ExpiryTests(Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task A_right_past_its_last_day_in_Jakarta_lets_nobody_in_and_nobody_go_on()
    {
        var user = SmallBank.OtherOfficer;
        var proposed = (await portal.Desk.Get<GrantService>().ProposeAsync(
            user.Id, GrantTests.Right(Role.LoanOfficer, SmallBank.Serang, "10-11-2026"), SmallBank.Admin.Actor, Desk.Cancel)).Value;
        await InvitationTests.ApproveAsync(portal.Desk, user.Id, proposed);
        portal.Desk.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 10, 16, 59, 0, TimeSpan.Zero));
        var visitor = await portal.SignInAsync(user);

        // 17:00 UTC is midnight in Jakarta.
        portal.Desk.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync("/Enrollments")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await portal.Stranger().SubmitAsync(
            "/SignIn", [("Input.Email", user.Email), ("Input.Password", SmallBank.Password)])).StatusCode);
        Assert.Equal(UserStanding.Expired, (await portal.Desk.Get<UserSearch>().DetailsAsync(user.Id, Desk.Cancel))!.Standing);
    }
}
