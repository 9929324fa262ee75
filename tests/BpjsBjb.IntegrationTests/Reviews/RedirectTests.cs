using BpjsBjb.Domain.Enrollments;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Reviews;

namespace BpjsBjb.IntegrationTests.Reviews;

/// <summary>A case sent on to another branch of BPJS: with its history, without a new clock, and with other rights at once.</summary>
public sealed class RedirectTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task It_is_the_other_branchs_at_once_with_its_history_and_its_age()
    {
        var id = await desk.SubmittedAsync();
        var before = await desk.CaseAsync(id);
        await desk.Get<ReviewClaims>().ClaimAsync(id, SmallBank.Reviewer.Actor, Desk.Cancel);

        Assert.Empty((await RedirectAsync(id)).Refusals);

        var after = await desk.CaseAsync(id);
        Assert.Equal((SmallBank.BpjsSerang, before.SubmittedAt), (after.BpjsOfficeId, after.SubmittedAt));
        Assert.Equal(SmallBank.BpjsSerang.ToString(), after.Form.Debtor.BpjsOfficeId);
        Assert.Equal("LivesElsewhere:BPJS Uji Bandung → BPJS Uji Serang", after.Timeline.Single(item => item.Kind == EnrollmentEventKind.Redirected).Detail);
        Assert.Contains(after.Timeline, item => item.Kind == EnrollmentEventKind.Submitted);
        Assert.Null(await desk.Queue.CaseAsync(id, SmallBank.Reviewer.Actor, Desk.Cancel));
        Assert.NotNull(await desk.Queue.CaseAsync(id, SmallBank.OtherReviewer.Actor, Desk.Cancel));
        Assert.NotNull(await desk.Cases.DetailsAsync(id, SmallBank.Officer.Actor, Desk.Cancel));
        Assert.Empty((await desk.Reviews.AcceptAsync(
            id, await desk.VersionAsync(id), A.Acceptance(), SmallBank.OtherReviewer.Actor, Desk.Cancel)).Refusals);
        Assert.NotNull(await desk.Bills.DetailsAsync((await desk.CaseAsync(id)).BillId!.Value, SmallBank.OtherReviewer.Actor, Desk.Cancel));
    }

    [Fact]
    public async Task The_same_place_no_reason_and_no_office_are_refused()
    {
        var id = await desk.SubmittedAsync();

        Assert.Equal(["review.same-office@OfficeId"], (await RedirectAsync(id, SmallBank.BpjsBandung)).CodesAtFields());
        Assert.Equal(["review.office-unknown@OfficeId"], (await RedirectAsync(id, SmallBank.Cimahi)).CodesAtFields());
        Assert.Equal(
            ["review.office-missing@OfficeId", "review.redirect-reason-missing@Reason"],
            (await desk.Reviews.RedirectAsync(id, 1, new RedirectCase { Reason = "Because" }, SmallBank.Reviewer.Actor, Desk.Cancel)).CodesAtFields());
        Assert.Equal(SmallBank.BpjsBandung, (await desk.CaseAsync(id)).BpjsOfficeId);
    }

    [Fact]
    public async Task A_stale_page_a_foreign_claim_and_a_stranger_are_refused()
    {
        var id = await desk.SubmittedAsync();
        var version = await desk.VersionAsync(id);

        Assert.Equal(["enrollment.changed-meanwhile"], (await RedirectAsync(id, version: version + 1)).Codes());
        Assert.Equal(["enrollment.not-in-review"], (await RedirectAsync(id, by: SmallBank.OtherReviewer)).Codes());
        Assert.Equal(["enrollment.not-in-review"], (await RedirectAsync(id, by: SmallBank.Officer)).Codes());
        await desk.Get<ReviewClaims>().ClaimAsync(id, SmallBank.ReviewColleague.Actor, Desk.Cancel);
        Assert.Equal(["review.claimed-by-other"], (await RedirectAsync(id)).Codes());
    }

    [Fact]
    public async Task Two_who_send_it_on_at_once_send_it_once()
    {
        var id = await desk.SubmittedAsync();
        var version = await desk.VersionAsync(id);

        var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => RedirectAsync(id, version: version))));

        Assert.Single(sent, one => !one.IsRefused);
        Assert.Equal(1L, await desk.Database.ReadAsync<long>("select count(*) from review_redirects where enrollment_id = $1", id));
    }

    [Fact]
    public async Task Who_registered_it_does_not_send_it_on_whatever_calls_the_database()
    {
        var id = await desk.SubmittedAsync();
        var sameEyes = SmallBank.Reviewer.Actor with { UserId = SmallBank.Officer.Id };

        Assert.True((await desk.Reviews.RedirectAsync(id, await desk.VersionAsync(id), Into(SmallBank.BpjsSerang), sameEyes, Desk.Cancel)).IsRefused);
        Assert.Equal("ck_review_redirects_four_eyes", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => desk.Database.AsOwnerAsync(
            """
            insert into review_redirects (id, enrollment_id, from_office_id, into_office_id, reason, redirected_by, redirected_at, registered_by)
            values (gen_random_uuid(), $1, $2, $3, 'AskedByDebtor', $4, now(), $4)
            """,
            id, SmallBank.BpjsBandung, SmallBank.BpjsSerang, SmallBank.Officer.Id))).ConstraintName);
    }

    private async Task<Domain.Common.Result<Guid>> RedirectAsync(Guid id, Guid? into = null, uint? version = null, TestUser? by = null) =>
        await desk.Reviews.RedirectAsync(
            id, version ?? await desk.VersionAsync(id), Into(into ?? SmallBank.BpjsSerang), (by ?? SmallBank.Reviewer).Actor, Desk.Cancel);

    private static RedirectCase Into(Guid office) => new() { OfficeId = office.ToString(), Reason = "LivesElsewhere" };
}
