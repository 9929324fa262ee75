using System.Net;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.IntegrationTests.Reviews;

/// <summary>Two records side by side, the merge and the way back, through the portal's real HTML.</summary>
public sealed class DuplicatePagesTests(Portal portal) : IClassFixture<Portal>
{
    private static readonly string[] Choices = ["BirthPlace", "BirthDate", "MotherName", "Address", "Heirs"];

    private Desk Desk => portal.Desk;

    [Fact]
    public async Task A_pair_is_compared_chosen_approved_by_a_second_person_and_taken_back()
    {
        var (form, mistyped) = Pairs.Twice();
        var (accepted, sent) = (await Desk.AcceptedAsync(form), await Desk.SubmittedAsync(mistyped));
        var pair = await Desk.PairedAsync(await Desk.PersonOfAsync(accepted), await Desk.PersonOfAsync(sent));
        var reviewer = await portal.SignInAsync(SmallBank.Reviewer);
        var supervisor = await portal.SignInAsync(SmallBank.BpjsSupervisor);
        var page = $"/Reviews/Duplicate/{pair}";

        var hint = (await reviewer.ReadAsync($"/Reviews/Case/{sent}")).QuerySelector($"main a[href='{page}']");
        var list = (await reviewer.ReadAsync("/Reviews/Duplicates")).QuerySelector($"main a[href='{page}']");
        var compared = await reviewer.ReadAsync(page);
        Assert.NotNull(hint);
        Assert.NotNull(list);
        Assert.Equal(6, compared.QuerySelectorAll("table.cmp tr.diff .tag").Length); // the NIK and five values; told in words, not by colour alone
        Assert.Empty(compared.QuerySelectorAll("input[type=radio][checked]"));

        var nothing = await reviewer.SubmitAsync(page, [], "form[action*='handler=Propose']");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nothing.StatusCode);
        Assert.Equal(6, (await nothing.HtmlAsync()).QuerySelectorAll(".errsum li").Length);

        var proposed = await reviewer.SubmitAsync(
            page, [("Input.Survivor", "A"), .. Choices.Select(choice => ($"Input.{choice}", "B"))], "form[action*='handler=Propose']");
        Assert.Equal(HttpStatusCode.Redirect, proposed.StatusCode);
        var merge = proposed.Headers.Location!.OriginalString;
        Assert.StartsWith("/Reviews/Merge/", merge, StringComparison.Ordinal);
        var own = await reviewer.ReadAsync(merge);
        Assert.NotNull(own.QuerySelector("form[action*='handler=Withdraw']"));
        Assert.Null(own.QuerySelector("form[action*='handler=Approve']"));

        var approval = (await supervisor.ReadAsync(merge)).QuerySelector("form[action*='handler=Approve']")!;
        var fields = ((AngleSharp.Html.Dom.IHtmlFormElement)approval).FieldsAsTheyStand();
        var approved = await supervisor.PostAsync(approval.GetAttribute("action")!, fields);
        var again = await supervisor.PostAsync(approval.GetAttribute("action")!, fields);
        Assert.Equal(HttpStatusCode.Redirect, approved.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        Assert.Equal(1L, await Desk.Database.ReadAsync<long>("select count(*) from people where merged_into is not null"));

        var noReason = await supervisor.SubmitAsync(merge, [], "form[action*='handler=Undo']");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, noReason.StatusCode);
        var undone = await supervisor.SubmitAsync(merge, [("Undo.Reason", "DifferentPeople")], "form[action*='handler=Undo']");
        Assert.Equal(HttpStatusCode.Redirect, undone.StatusCode);
        Assert.Equal(0L, await Desk.Database.ReadAsync<long>("select count(*) from people where merged_into is not null"));
        Assert.Null((await supervisor.ReadAsync(merge)).QuerySelector("form[action*='handler=Undo']"));
    }

    [Fact]
    public async Task A_pair_of_two_people_leaves_the_list()
    {
        var (form, mistyped) = Pairs.Twice();
        var (one, other) = (await Desk.SubmittedAsync(form), await Desk.SubmittedAsync(mistyped));
        var pair = await Desk.PairedAsync(await Desk.PersonOfAsync(one), await Desk.PersonOfAsync(other));
        var reviewer = await portal.SignInAsync(SmallBank.Reviewer);
        var page = $"/Reviews/Duplicate/{pair}";

        Assert.Null((await reviewer.ReadAsync(page)).QuerySelector("input[name='Input.Survivor']")); // both have a case under way
        var noted = await reviewer.SubmitAsync(page, [("Dismissal.Reason", "Twins")], "form[action*='handler=Dismiss']");

        Assert.Equal(HttpStatusCode.Redirect, noted.StatusCode);
        Assert.Null((await reviewer.ReadAsync("/Reviews/Duplicates")).QuerySelector($"main a[href='{page}']"));
        Assert.NotNull((await reviewer.ReadAsync("/Reviews/Duplicates?show=Dismissed")).QuerySelector($"main a[href='{page}']"));
        Assert.Equal(HttpStatusCode.NotFound, (await (await portal.SignInAsync(SmallBank.OtherReviewer)).GetAsync(page)).StatusCode);
    }

    [Fact]
    public async Task Who_may_still_look_a_second_time_is_led_to_the_look_and_not_told_the_decision()
    {
        await Desk.Database.AsOwnerAsync("update limits set value = 100 where kind = 'SecondLookPercent'");
        var id = await Desk.AcceptedAsync();
        var colleague = await portal.SignInAsync(SmallBank.ReviewColleague);

        var led = await colleague.GetAsync($"/Reviews/Case/{id}");
        var details = await colleague.ReadAsync($"/Enrollments/Details/{id}");

        Assert.Equal((HttpStatusCode.Redirect, $"/Reviews/Look/{id}"), (led.StatusCode, led.Headers.Location!.OriginalString));
        Assert.DoesNotContain("KPJ 9", details.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(details.QuerySelectorAll("main .tl li"));

        Assert.Equal(HttpStatusCode.Redirect, (await colleague.SubmitAsync(
            $"/Reviews/Look/{id}", [("Input.Verdict", "NewMembership")], "main form[method=post]")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await colleague.GetAsync($"/Reviews/Case/{id}")).StatusCode);
    }
}
