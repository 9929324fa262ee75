using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Enrollments;

namespace BpjsBjb.IntegrationTests.Enrollments;

public sealed class KeepTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task What_is_typed_wrong_is_kept_to_the_letter()
    {
        var form = A.Form();
        var id = await desk.DraftedAsync(form);
        var wrong = form.Debtor with { Nik = " 31-71 x", BirthDate = "kemarin", Email = "budi@", Phone = "22" };

        var kept = await desk.Enrollments.KeepAsync(id, await desk.VersionAsync(id), wrong, SmallBank.Officer.Actor, Desk.Cancel);

        Assert.Equal(
            ["nik.not-sixteen-digits", "date.not-a-date", "phone.not-a-mobile-number", "debtor.email-not-an-address"],
            kept.Value.Refusals.Select(refusal => refusal.Code));
        var stored = await desk.CaseAsync(id);
        Assert.Equal(wrong, stored.Form.Debtor);
        Assert.False(stored.SectionsDone.HasFlag(FormSection.Debtor));
    }

    [Fact]
    public async Task A_stale_page_changes_nothing_and_is_told_what_is_stored_now()
    {
        var form = A.Form();
        var id = await desk.DraftedAsync(form);
        var version = await desk.VersionAsync(id);
        var first = form.Income with { MonthlyIncome = "4.000.000" };
        Assert.Empty((await desk.Enrollments.KeepAsync(id, version, first, SmallBank.Officer.Actor, Desk.Cancel)).Refusals);

        var stale = await desk.Enrollments.KeepAsync(
            id, version, form.Income with { MonthlyIncome = "5.000.000" }, SmallBank.Colleague.Actor, Desk.Cancel);

        Assert.Equal(
            ["enrollment.changed-meanwhile@", "enrollment.field-changed-meanwhile@MonthlyIncome"],
            stale.CodesAtFields());
        Assert.Equal("4.000.000", (await desk.CaseAsync(id)).Form.Income.MonthlyIncome);
    }

    [Fact]
    public async Task Of_two_who_save_one_draft_at_once_one_is_refused()
    {
        var form = A.Form();
        var id = await desk.DraftedAsync(form);
        var version = await desk.VersionAsync(id);

        var saved = await Task.WhenAll(Enumerable.Range(1, 6).Select(i => Task.Run(() => desk.Enrollments.KeepAsync(
            id, version, form.Income with { MonthlyIncome = $"{i}.000.000" }, SmallBank.Officer.Actor, Desk.Cancel))));

        Assert.Single(saved, result => !result.IsRefused);
        Assert.All(
            saved.Where(result => result.IsRefused),
            refused => Assert.Contains("enrollment.changed-meanwhile", refused.Codes()));
    }

    [Fact]
    public async Task A_draft_cannot_take_the_nik_of_an_open_case()
    {
        var open = A.Form();
        await desk.SubmittedAsync(open);
        var form = A.Form();
        var id = await desk.DraftedAsync(form);

        var taken = await desk.Enrollments.KeepAsync(
            id, await desk.VersionAsync(id), form.Debtor with { Nik = open.Debtor.Nik }, SmallBank.Officer.Actor, Desk.Cancel);

        Assert.Equal(["enrollment.nik-already-open@Nik"], taken.CodesAtFields());
    }

    [Fact]
    public async Task A_case_that_was_sent_is_not_edited()
    {
        var form = A.Form();
        var id = await desk.SubmittedAsync(form);

        var kept = await desk.Enrollments.KeepAsync(id, await desk.VersionAsync(id), form.Income, SmallBank.Officer.Actor, Desk.Cancel);

        Assert.Equal(["enrollment.not-editable"], kept.Codes());
    }
}
