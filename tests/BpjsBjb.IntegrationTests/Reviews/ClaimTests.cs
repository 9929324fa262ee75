using BpjsBjb.Domain.Enrollments;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Reviews;

namespace BpjsBjb.IntegrationTests.Reviews;

/// <summary>Taking cases: one has it, the others are told who, and PostgreSQL lets nobody else decide it.</summary>
public sealed class ClaimTests(Desk desk) : IClassFixture<Desk>
{
    private static readonly TestUser One = SmallBank.Reviewer, Other = SmallBank.ReviewColleague, Head = SmallBank.BpjsSupervisor;

    [Fact]
    public async Task Of_two_who_reach_for_a_case_at_once_one_gets_it_and_the_other_is_told_who()
    {
        for (var round = 0; round < 5; round++)
        {
            var id = await desk.SubmittedAsync();

            var claims = await Task.WhenAll(new[] { One, Other, One, Other }.Select(user => Task.Run(() => ClaimAsync(id, user))));

            var holder = await desk.Database.ReadAsync<Guid>("select claimed_by from review_claims where enrollment_id = $1", id);
            var (mine, theirs) = holder == One.Id ? (new[] { 0, 2 }, new[] { 1, 3 }) : ([1, 3], [0, 2]);
            Assert.All(mine, number => Assert.Empty(claims[number].Refusals));
            Assert.All(theirs, number => Assert.Equal(["review.claimed-by-other"], claims[number].Codes()));
            Assert.All(theirs, number => Assert.Equal(NameOf(holder == One.Id ? One : Other), claims[number].Refusals[0].Values![0]));
        }
    }

    [Fact]
    public async Task What_somebody_has_taken_nobody_else_decides()
    {
        var id = await desk.SubmittedAsync();
        await ClaimAsync(id, One);
        var version = await desk.VersionAsync(id);

        Assert.Equal(["review.claimed-by-other"], (await desk.Reviews.AcceptAsync(id, version, A.Acceptance(), Other.Actor, Desk.Cancel)).Codes());
        Assert.Equal(["review.claimed-by-other"], (await desk.Reviews.ReturnAsync(id, version, A.Return(), Other.Actor, Desk.Cancel)).Codes());
        Assert.Equal(
            ["review.claimed-by-other"],
            (await desk.Reviews.RejectAsync(id, version, new RejectEnrollment { Reason = "NotWorking" }, Other.Actor, Desk.Cancel)).Codes());
        Assert.NotNull(await desk.Queue.CaseAsync(id, Other.Actor, Desk.Cancel));
        Assert.Empty((await desk.Reviews.AcceptAsync(id, version, A.Acceptance(), One.Actor, Desk.Cancel)).Refusals);
        Assert.Equal(0L, await ClaimsAsync(id));
    }

    [Fact]
    public async Task The_database_refuses_a_foreign_decision_by_itself()
    {
        var id = await desk.SubmittedAsync();
        await ClaimAsync(id, One);

        var refusal = await desk.Database.RefusalAsync(
            "update enrollments set status = 'Rejected', rejection_reason = 'NotWorking', decided_at = now(), decided_by = $2 where id = $1", id, Other.Id);

        Assert.Equal(("BJ040", "review.claimed-by-other"), (refusal.SqlState, refusal.MessageText));
    }

    [Fact]
    public async Task A_case_is_free_again_when_its_term_is_over_or_it_is_let_go()
    {
        var id = await desk.SubmittedAsync();
        await ClaimAsync(id, One);
        await ExpireAsync(id);

        Assert.Empty((await ClaimAsync(id, Other)).Refusals);
        Assert.Equal(["review.claimed-by-other"], (await desk.Get<ReviewClaims>().ReleaseAsync(id, One.Actor, Desk.Cancel)).Codes());
        Assert.Empty((await desk.Get<ReviewClaims>().ReleaseAsync(id, Other.Actor, Desk.Cancel)).Refusals);
        Assert.Empty((await ClaimAsync(id, One)).Refusals);
    }

    [Fact]
    public async Task The_term_is_the_dated_rows_whatever_is_asked_for()
    {
        var id = await desk.SubmittedAsync();
        await ClaimAsync(id, One);

        var minutes = await desk.Database.ReadAsync<decimal>(
            "select extract(epoch from claimed_until - claimed_at) / 60 from review_claims where enrollment_id = $1", id);

        Assert.Equal(120m, minutes);
    }

    [Fact]
    public async Task Only_a_supervisor_gives_cases_to_others_and_takes_them_out_of_their_hands()
    {
        var id = await desk.SubmittedAsync();
        var another = await desk.SubmittedAsync();
        await ClaimAsync(id, One);

        Assert.Equal(["review.not-yours-to-assign"], (await AssignAsync(Other, One, another)).Codes());
        Assert.Equal(new ClaimedCases(2, 0), (await AssignAsync(Head, Other, id, another)).Value);
        Assert.Equal(["review.assignee-elsewhere@AssigneeId"], (await AssignAsync(Head, SmallBank.OtherReviewer, id)).CodesAtFields());
        Assert.Equal(["review.assignee-elsewhere@AssigneeId"], (await AssignAsync(Head, SmallBank.SiblingOfficer, id)).CodesAtFields());
        Assert.Equal(Other.Id, await desk.Database.ReadAsync<Guid>("select claimed_by from review_claims where enrollment_id = $1", id));
    }

    [Fact]
    public async Task Many_are_taken_together_and_those_that_are_not_free_are_counted()
    {
        var held = await desk.SubmittedAsync();
        await ClaimAsync(held, Other);
        var decided = await desk.AcceptedAsync();
        var free = await desk.SubmittedAsync();

        Assert.Equal(new ClaimedCases(1, 2), (await AssignAsync(One, null, held, decided, free)).Value);
        Assert.Equal(["review.nothing-chosen@Cases"], (await AssignAsync(One, null)).CodesAtFields());
    }

    [Fact]
    public async Task Two_who_take_the_same_many_at_once_share_them_out()
    {
        List<Guid> ids = [];
        for (var i = 0; i < 6; i++) ids.Add(await desk.SubmittedAsync());
        var backwards = ids.AsEnumerable().Reverse().ToArray();

        var taken = await Task.WhenAll(Task.Run(() => AssignAsync(One, null, [.. ids])), Task.Run(() => AssignAsync(Other, null, backwards)));

        Assert.Equal(6, taken.Sum(one => one.Value.Claimed));
        Assert.Equal(6, taken.Sum(one => one.Value.Held));
    }

    [Fact]
    public async Task A_decision_and_a_claim_at_once_never_both_hold()
    {
        for (var round = 0; round < 5; round++)
        {
            var id = await desk.SubmittedAsync();
            var version = await desk.VersionAsync(id);

            var claim = Task.Run(() => ClaimAsync(id, Other));
            var decision = Task.Run(() => desk.Reviews.RejectAsync(id, version, new RejectEnrollment { Reason = "NotWorking" }, One.Actor, Desk.Cancel));
            var (claimed, decided) = (await claim, await decision);

            Assert.NotEqual(claimed.IsRefused, decided.IsRefused);
            Assert.Equal(decided.IsRefused ? EnrollmentStatus.Submitted : EnrollmentStatus.Rejected, (await desk.CaseAsync(id)).Status);
        }
    }

    [Fact]
    public async Task A_stranger_and_a_bank_officer_take_nothing()
    {
        var id = await desk.SubmittedAsync();

        Assert.Equal(["enrollment.not-in-review"], (await ClaimAsync(id, SmallBank.OtherReviewer)).Codes());
        Assert.True((await ClaimAsync(id, SmallBank.Officer)).IsRefused);
        Assert.Equal(0L, await ClaimsAsync(id));
    }

    private Task<Domain.Common.Result<Guid>> ClaimAsync(Guid id, TestUser by) => desk.Get<ReviewClaims>().ClaimAsync(id, by.Actor, Desk.Cancel);

    private Task<Domain.Common.Result<ClaimedCases>> AssignAsync(TestUser by, TestUser? to, params Guid[] ids) =>
        desk.Get<ReviewClaims>().AssignAsync(new AssignCases { Cases = [.. ids.Select(id => new CaseChoice { Id = id, IsChosen = true })], AssigneeId = to?.Id.ToString() }, by.Actor, Desk.Cancel);

    private Task<long> ClaimsAsync(Guid id) => desk.Database.ReadAsync<long>("select count(*) from review_claims where enrollment_id = $1", id);

    private Task<object?> ExpireAsync(Guid id) => desk.Database.AsOwnerAsync(
        """
        alter table review_claims disable trigger review_claims_guard;
        update review_claims set claimed_at = now() - interval '3 hours', claimed_until = now() - interval '1 hour';
        alter table review_claims enable trigger review_claims_guard;
        """);

    private string NameOf(TestUser user) => desk.Database.ReadAsync<string>("select full_name from users where id = $1", user.Id).GetAwaiter().GetResult();
}
