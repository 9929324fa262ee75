using BpjsBjb.Domain.Enrollments;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Reviews;

namespace BpjsBjb.IntegrationTests.Reviews;

/// <summary>Acceptances drawn for a blind second look: verifiably, by the database, and looked at by other eyes.</summary>
public sealed class SecondLookTests(Desk desk) : IClassFixture<Desk>
{
    private SecondLooks Looks => desk.Get<SecondLooks>();

    [Fact]
    public async Task What_is_drawn_follows_from_the_case_and_the_days_seed_alone()
    {
        await DrawAllAsync(50);
        for (var i = 0; i < 12; i++) await desk.AcceptedAsync();

        var differing = await desk.Database.ReadAsync<long>(
            """
            select count(*) from enrollments e join review_seeds seed on seed.day = portal_today()
             where e.status = 'Accepted' and e.decided_by is not null
               and (review_draw(e.id, seed.seed) < 5000) <> exists (select from second_looks s where s.enrollment_id = e.id and s.below = 5000)
               and not exists (select from second_looks s where s.enrollment_id = e.id and s.below <> 5000)
            """);

        Assert.Equal(0L, differing);
        Assert.Equal(1L, await desk.Database.ReadAsync<long>("select count(*) from review_seeds"));
    }

    [Fact]
    public async Task The_draw_takes_the_share_it_says()
    {
        var share = await desk.Database.ReadAsync<long>(
            "select count(*) from generate_series(1, 100000) n where review_draw(md5(n::text)::uuid, sha256('uji')) < 200");

        Assert.InRange(share, 1_850, 2_150);
    }

    [Fact]
    public async Task Todays_seed_is_nobodys_to_read_until_the_day_is_over()
    {
        await DrawAllAsync(100);
        await desk.AcceptedAsync();

        Assert.Equal(0L, await desk.Database.AsAppAsync("select count(*) from review_seeds where day = portal_today()"));
        Assert.Equal("42501", (await desk.Database.RefusalAsync("insert into review_seeds values (current_date + 1, sha256('x'))")).SqlState);
    }

    [Fact]
    public async Task The_second_one_is_not_told_the_first_decision_and_says_their_own()
    {
        await DrawAllAsync(100);
        var id = await desk.AcceptedAsync();

        Assert.DoesNotContain(id, (await Looks.WaitingAsync(SmallBank.Reviewer.Actor, Desk.Cancel)).Select(one => one.Id));
        Assert.Null(await Looks.CaseAsync(id, SmallBank.Reviewer.Actor, Desk.Cancel));
        Assert.Null(await Looks.CaseAsync(id, SmallBank.OtherReviewer.Actor, Desk.Cancel));
        var blind = (await Looks.CaseAsync(id, SmallBank.ReviewColleague.Actor, Desk.Cancel))!;
        Assert.Equal((null, null, null), (blind.Case.Outcome, blind.Case.BillId, blind.Case.Participation));
        Assert.Equal(EnrollmentStatus.Submitted, blind.Case.Status);
        Assert.Empty(blind.Case.Timeline);
        Assert.Contains(blind.Comparison, row => row is { Field: "Debtor.MotherName", Recorded: null });

        Assert.Empty((await LookAsync(id, "NewMembership", null, SmallBank.ReviewColleague)).Refusals);
        Assert.True(await desk.Database.ReadAsync<bool>("select agrees from second_looks where enrollment_id = $1", id));
        Assert.Equal(["review.look-done"], (await LookAsync(id, "NewMembership", null, SmallBank.BpjsSupervisor)).Codes());
    }

    [Fact]
    public async Task Until_the_second_one_has_answered_nothing_tells_them_the_first_decision()
    {
        await DrawAllAsync(100);
        var id = await desk.AcceptedAsync();

        Assert.True(await Looks.IsOpenForAsync(id, SmallBank.ReviewColleague.Actor, Desk.Cancel));
        Assert.True(await Looks.IsOpenForAsync(id, SmallBank.BpjsSupervisor.Actor, Desk.Cancel));
        Assert.False(await Looks.IsOpenForAsync(id, SmallBank.Reviewer.Actor, Desk.Cancel));
        Assert.False(await Looks.IsOpenForAsync(id, SmallBank.Officer.Actor, Desk.Cancel));

        Assert.Empty((await LookAsync(id, "NewMembership", null, SmallBank.ReviewColleague)).Refusals);

        Assert.False(await Looks.IsOpenForAsync(id, SmallBank.BpjsSupervisor.Actor, Desk.Cancel));
    }

    [Fact]
    public async Task Coded_reasons_other_eyes_and_once_are_the_rule()
    {
        await DrawAllAsync(100);
        var id = await desk.AcceptedAsync();

        Assert.Equal(["review.verdict-missing@Verdict"], (await LookAsync(id, "Perhaps", null, SmallBank.ReviewColleague)).CodesAtFields());
        Assert.Equal(["review.look-reason-missing@Reason"], (await LookAsync(id, "Reject", "Unreadable", SmallBank.ReviewColleague)).CodesAtFields());
        Assert.Equal(["review.own-decision"], (await LookAsync(id, "Reject", "NotWorking", SmallBank.Reviewer)).Codes());
        Assert.Equal(["review.not-drawn"], (await LookAsync(id, "Reject", "NotWorking", SmallBank.OtherReviewer)).Codes());
        var own = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => desk.Database.AsOwnerAsync(
            """
            alter table second_looks disable trigger second_looks_guard;
            update second_looks set looked_by = first_by, looked_at = now(), verdict = 'NewMembership';
            """));
        Assert.Equal("ck_second_looks_other_eyes", own.ConstraintName);

        var both = await Task.WhenAll(
            Task.Run(() => LookAsync(id, "Reject", "NotWorking", SmallBank.ReviewColleague)),
            Task.Run(() => LookAsync(id, "Return", "Unreadable", SmallBank.BpjsSupervisor)));
        Assert.Single(both, one => !one.IsRefused);
    }

    [Fact]
    public async Task The_report_counts_disagreement_by_reviewer_inside_the_readers_offices()
    {
        await DrawAllAsync(100);
        var before = await RowAsync();
        var (agreed, differed) = (await desk.AcceptedAsync(), await desk.AcceptedAsync());
        await LookAsync(agreed, "NewMembership", null, SmallBank.ReviewColleague);
        await LookAsync(differed, "Return", "Incomplete", SmallBank.ReviewColleague);

        var after = await RowAsync();

        Assert.Equal((2, 2, 1, 0), (after.Drawn - before.Drawn, after.Looked - before.Looked, after.Differing - before.Differing, after.WronglyDrawn));
        Assert.Empty(await Looks.ReportAsync(SmallBank.OtherBpjsSupervisor.Actor, Desk.Cancel));
    }

    [Fact]
    public async Task What_the_portal_settled_itself_and_what_was_rejected_is_not_drawn()
    {
        await DrawAllAsync(100);
        var declined = await desk.SubmittedAsync(A.DeclinedForm());

        Assert.Equal(EnrollmentStatus.Accepted, (await desk.CaseAsync(declined)).Status);
        Assert.Equal(0L, await desk.Database.ReadAsync<long>("select count(*) from second_looks where enrollment_id = $1", declined));
    }

    private async Task<Disagreement> RowAsync() =>
        (await Looks.ReportAsync(SmallBank.BpjsSupervisor.Actor, Desk.Cancel)).SingleOrDefault() ?? new("", "", 0, 0, 0, 0, 0);

    private Task<Domain.Common.Result<Guid>> LookAsync(Guid id, string verdict, string? reason, TestUser by) =>
        Looks.LookAsync(id, new LookAgain { Verdict = verdict, Reason = reason }, by.Actor, Desk.Cancel);

    private Task<object?> DrawAllAsync(int percent) =>
        desk.Database.AsOwnerAsync("update limits set value = $1 where kind = 'SecondLookPercent'", percent);
}
