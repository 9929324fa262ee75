using System.Net;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.IntegrationTests.Reviews;

/// <summary>The queue and a taken case through the portal's real HTML.</summary>
public sealed class QueuePagesTests(Portal portal) : IClassFixture<Portal>
{
    private Desk Desk => portal.Desk;

    [Fact]
    public async Task A_case_is_taken_shown_to_others_with_its_holder_and_decided_by_the_holder_alone()
    {
        var id = await Desk.SubmittedAsync();
        var one = await portal.SignInAsync(SmallBank.Reviewer);
        var other = await portal.SignInAsync(SmallBank.ReviewColleague);
        var page = $"/Reviews/Case/{id}";

        var taken = await one.SubmitAsync(page, [], "form[action*='handler=Claim']");

        Assert.Equal((HttpStatusCode.Redirect, page), (taken.StatusCode, taken.Headers.Location!.OriginalString));
        Assert.NotNull((await one.ReadAsync(page)).QuerySelector("form.p-accept"));
        var seen = await other.ReadAsync(page);
        Assert.Null(seen.QuerySelector("form.p-accept"));
        Assert.Null(seen.QuerySelector("form[action*='handler=Claim']"));
        Assert.Contains(await NameAsync(SmallBank.Reviewer), seen.QuerySelector("main .note")!.TextContent, StringComparison.Ordinal);

        var free = await one.SubmitAsync(page, [], "form[action*='handler=Release']");
        Assert.Equal(HttpStatusCode.Redirect, free.StatusCode);
        Assert.NotNull((await other.ReadAsync(page)).QuerySelector("form.p-accept"));
    }

    [Fact]
    public async Task Who_comes_second_is_told_who_was_first()
    {
        var id = await Desk.SubmittedAsync();
        var one = await portal.SignInAsync(SmallBank.Reviewer);
        var other = await portal.SignInAsync(SmallBank.ReviewColleague);
        var form = (await other.ReadAsync($"/Reviews/Case/{id}")).QuerySelector("form[action*='handler=Claim']")!;
        await one.SubmitAsync($"/Reviews/Case/{id}", [], "form[action*='handler=Claim']");

        var late = await other.PostAsync(
            form.GetAttribute("action")!, ((AngleSharp.Html.Dom.IHtmlFormElement)form).FieldsAsTheyStand());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
        Assert.Contains(await NameAsync(SmallBank.Reviewer), (await late.HtmlAsync()).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_supervisor_gives_ticked_cases_to_a_reviewer_and_stays_on_the_list_as_it_was_narrowed()
    {
        var id = await Desk.SubmittedAsync();
        var reference = (await Desk.CaseAsync(id)).Reference;
        var supervisor = await portal.SignInAsync(SmallBank.BpjsSupervisor);
        var list = $"/Reviews?ref={reference}&sort=-amount";

        var given = await supervisor.SubmitAsync(
            list, [("Assign.Cases[0].IsChosen", "true"), ("Assign.AssigneeId", SmallBank.ReviewColleague.Id.ToString())], "form[action*='handler=Assign']");

        Assert.Equal(HttpStatusCode.Redirect, given.StatusCode);
        Assert.Contains($"Ref={reference}", given.Headers.Location!.OriginalString, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("sort=-amount", given.Headers.Location.OriginalString, StringComparison.Ordinal);
        Assert.Contains(await NameAsync(SmallBank.ReviewColleague), (await supervisor.ReadAsync(list)).QuerySelector("table")!.TextContent, StringComparison.Ordinal);
        Assert.Null((await (await portal.SignInAsync(SmallBank.Reviewer)).ReadAsync(list)).QuerySelector("[name='Assign.AssigneeId']"));
    }

    [Fact]
    public async Task A_case_that_came_back_shows_before_and_after_and_the_officer_only_what_may_change()
    {
        var corrected = await (await portal.SignInAsync(SmallBank.Reviewer)).ReadAsync($"/Reviews/Case/{await Desk.CorrectedAsync()}");
        Assert.Equal(["Ibu Rekaan", "Ibu Yang Benar"], corrected.QuerySelectorAll("[aria-labelledby=h-corrections] td").Take(2).Select(cell => cell.TextContent.Trim()));

        var id = await Desk.SubmittedAsync();
        await Desk.Reviews.ReturnAsync(id, await Desk.VersionAsync(id), A.Return(), SmallBank.Reviewer.Actor, Desk.Cancel);
        var form = await (await portal.SignInAsync(SmallBank.Officer)).ReadAsync($"/Enrollments/Form/Debtor/{id}");
        Assert.False(form.QuerySelector("[name='Input.MotherName']")!.HasAttribute("readonly"));
        Assert.True(form.QuerySelector("[name='Input.FullName']")!.HasAttribute("readonly"));
        var officer = await portal.SignInAsync(SmallBank.Officer);
        var kept = await officer.SubmitAsync($"/Enrollments/Form/Debtor/{id}", [("Input.MotherName", "Ibu Baru"), ("then", "next")], "form#section");
        Assert.Equal(HttpStatusCode.Redirect, kept.StatusCode);
    }

    [Fact]
    public async Task A_case_is_sent_on_through_its_page()
    {
        var id = await Desk.SubmittedAsync();
        var reviewer = await portal.SignInAsync(SmallBank.Reviewer);

        var refused = await reviewer.SubmitAsync($"/Reviews/Redirect/{id}", [], "form[method=post]");
        var sent = await reviewer.SubmitAsync(
            $"/Reviews/Redirect/{id}", [("Input.OfficeId", SmallBank.BpjsSerang.ToString()), ("Input.Reason", "WorksElsewhere")]);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.Redirect), (refused.StatusCode, sent.StatusCode));
        Assert.Equal(HttpStatusCode.NotFound, (await reviewer.GetAsync($"/Reviews/Case/{id}")).StatusCode);
    }

    private Task<string> NameAsync(TestUser user) => Desk.Database.ReadAsync<string>("select full_name from users where id = $1", user.Id);
}
