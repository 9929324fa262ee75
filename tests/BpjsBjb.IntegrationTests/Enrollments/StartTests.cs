using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.IntegrationTests.Enrollments;

public sealed class StartTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task Of_eight_officers_who_start_one_nik_at_once_exactly_one_wins()
    {
        var form = A.Form();
        TestUser[] officers = [SmallBank.Officer, SmallBank.Colleague, SmallBank.OtherOfficer];

        var started = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            () => desk.Enrollments.StartAsync(A.Start(form), officers[i % officers.Length].Actor, Desk.Cancel))));

        Assert.Single(started, result => !result.IsRefused);
        Assert.All(
            started.Where(result => result.IsRefused),
            refused => Assert.Equal(["enrollment.nik-already-open@Nik"], refused.CodesAtFields()));
    }

    [Fact]
    public async Task A_double_click_makes_one_draft_and_both_clicks_open_it()
    {
        var start = A.Start(A.Form());

        var clicks = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => desk.Enrollments.StartAsync(start, SmallBank.Officer.Actor, Desk.Cancel))));

        Assert.All(clicks, click => Assert.Equal(start.Key, click.Value));
        Assert.Equal(1L, await desk.Database.ReadAsync<long>("select count(*) from enrollments where id = $1", start.Key));
        Assert.Equal(1L, await desk.Database.ReadAsync<long>("select count(*) from enrollment_history where enrollment_id = $1", start.Key));
    }

    [Fact]
    public async Task The_key_of_another_officers_draft_opens_nothing()
    {
        var start = A.Start(A.Form());
        await desk.Enrollments.StartAsync(start, SmallBank.Officer.Actor, Desk.Cancel);

        var other = await desk.Enrollments.StartAsync(
            A.Start(A.Form(), start.Key), SmallBank.OtherOfficer.Actor, Desk.Cancel);

        Assert.Equal(["enrollment.changed-meanwhile"], other.Codes());
    }

    [Fact]
    public async Task All_three_inputs_are_refused_at_once()
    {
        var refused = await desk.Enrollments.StartAsync(
            new() { Key = Guid.Empty, Nik = "12", FullName = " ", BpjsOfficeId = SmallBank.Soreang.ToString() },
            SmallBank.Officer.Actor,
            Desk.Cancel);

        Assert.Equal(
            ["nik.not-sixteen-digits@Nik", "full-name.missing@FullName", "debtor.bpjs-office-unknown@BpjsOfficeId"], refused.CodesAtFields());
    }

    [Fact]
    public async Task A_withdrawn_case_frees_the_nik_and_the_application_number()
    {
        var form = A.Form();
        var id = await desk.SubmittedAsync(form);
        var withdrawn = await desk.Enrollments.WithdrawAsync(
            id, await desk.VersionAsync(id), SmallBank.Officer.Actor, Desk.Cancel);
        Assert.Empty(withdrawn.Refusals);

        var again = await desk.SubmittedAsync(form);

        Assert.NotEqual(id, again);
    }
}
