using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Reviews;

namespace BpjsBjb.IntegrationTests.Reviews;

/// <summary>The queue: filters, orders, pages cut between two cases, and what waited longer than the limit.</summary>
public sealed class QueueTests(Desk desk) : IClassFixture<Desk>
{
    private static readonly TestUser Reviewer = SmallBank.Reviewer;

    [Theory]
    [InlineData(ReviewSort.Age, false)]
    [InlineData(ReviewSort.Age, true)]
    [InlineData(ReviewSort.Amount, false)]
    [InlineData(ReviewSort.Amount, true)]
    [InlineData(ReviewSort.Product, false)]
    [InlineData(ReviewSort.Product, true)]
    public async Task Pages_show_every_case_once_forwards_and_backwards(ReviewSort sort, bool descending)
    {
        await FillAsync(ReviewQueue.PageSize * 2 + 3);
        var filter = new ReviewFilter(Sort: sort, Descending: descending);

        var first = await PageAsync(filter);
        List<ReviewQueueItem> seen = [.. first.Items];
        var page = first;
        while (page.HasAfter)
        {
            page = await PageAsync(filter with { After = page.Items[^1].Id });
            seen.AddRange(page.Items);
        }

        Assert.False(first.HasBefore);
        Assert.Equal(await WaitingAsync(), seen.Count);
        Assert.Equal(seen.Count, seen.Select(item => item.Id).Distinct().Count());
        Assert.Equal(seen.Count, first.Total);
        var back = await PageAsync(filter with { Before = page.Items[0].Id });
        Assert.Equal(seen.SkipLast(page.Items.Count).TakeLast(ReviewQueue.PageSize).Select(item => item.Id), back.Items.Select(item => item.Id));
        var keys = seen.Select(item => sort == ReviewSort.Amount ? item.LoanAmount.Amount : sort == ReviewSort.Age ? item.SubmittedAt.UtcTicks : 0).ToList();
        Assert.Equal(descending ? keys.OrderDescending() : keys.Order(), keys);
    }

    [Fact]
    public async Task Each_filter_shows_what_it_says()
    {
        var claims = desk.Get<ReviewClaims>();
        var (mine, theirs, free, back) = (await desk.SubmittedAsync(), await desk.SubmittedAsync(), await desk.SubmittedAsync(), await desk.CorrectedAsync());
        await claims.ClaimAsync(mine, Reviewer.Actor, Desk.Cancel);
        await claims.ClaimAsync(theirs, SmallBank.ReviewColleague.Actor, Desk.Cancel);
        var reference = (await desk.CaseAsync(free)).Reference;

        Assert.Contains(mine, await IdsAsync(new(ReviewHolder.Mine)));
        Assert.DoesNotContain(theirs, await IdsAsync(new(ReviewHolder.Mine)));
        Assert.Contains(theirs, await IdsAsync(new(ReviewHolder.Others)));
        Assert.DoesNotContain(mine, await IdsAsync(new(ReviewHolder.Others)));
        Assert.DoesNotContain(mine, await IdsAsync(new(ReviewHolder.Nobody, Descending: true)));
        Assert.Contains(free, await IdsAsync(new(ReviewHolder.Nobody, Descending: true)));
        Assert.Equal([back], await IdsAsync(new(ReturnedOnly: true)));
        Assert.Equal([free], await IdsAsync(new(Text: reference.ToLowerInvariant())));
        Assert.Equal([free], await IdsAsync(new(Text: (await desk.CaseAsync(free)).Form.Loan.ApplicationNumber)));
        Assert.Empty(await IdsAsync(new(ProductCode: "KUR-MIKRO")));
        Assert.Empty(await IdsAsync(new(OfficeId: SmallBank.Cimahi)));
        Assert.Contains(free, await IdsAsync(new(OfficeId: SmallBank.Soreang, ProductCode: "KUR-KECIL", Descending: true)));
        var item = (await PageAsync(new(ReviewHolder.Others))).Items.Single(row => row.Id == theirs);
        Assert.Equal(SmallBank.ReviewColleague.Id, item.Claim!.By);
    }

    [Fact]
    public async Task Age_is_told_by_the_dated_row_of_the_limit()
    {
        var id = await desk.SubmittedAsync();
        var sentAt = (await desk.CaseAsync(id)).SubmittedAt!.Value;

        desk.Clock.SetUtcNow(sentAt.AddHours(17));
        Assert.Contains(id, await IdsAsync(new(Age: ReviewAgeBand.InTime, Descending: true)));
        desk.Clock.SetUtcNow(sentAt.AddHours(19));
        Assert.Contains(id, await IdsAsync(new(Age: ReviewAgeBand.Urgent, Descending: true)));
        desk.Clock.SetUtcNow(sentAt.AddHours(24).AddMinutes(1));
        Assert.Contains(id, await IdsAsync(new(Age: ReviewAgeBand.Overdue, Descending: true)));
    }

    [Fact]
    public async Task A_case_over_the_limit_is_escalated_once_however_often_and_on_however_many_servers()
    {
        var late = await desk.SubmittedAsync();
        await desk.Database.AsOwnerAsync("update enrollments set submitted_at = now() - interval '25 hours' where id = $1", late);
        var fresh = await desk.SubmittedAsync();
        await desk.Database.AsOwnerAsync("update enrollments set submitted_at = now() - interval '23 hours' where id = $1", fresh);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => desk.Get<EscalationKeeper>().RunAsync(Desk.Cancel))));
        await desk.Get<EscalationKeeper>().RunAsync(Desk.Cancel);

        Assert.Equal(1L, await desk.Database.ReadAsync<long>("select count(*) from review_escalations where enrollment_id = $1", late));
        Assert.Equal(1L, await desk.Database.ReadAsync<long>("select count(*) from enrollment_history where enrollment_id = $1 and kind = 'Escalated'", late));
        Assert.Equal(0L, await desk.Database.ReadAsync<long>("select count(*) from review_escalations where enrollment_id = $1", fresh));
        Assert.Contains(late, await IdsAsync(new(EscalatedOnly: true, Descending: true)));
        Assert.True((await desk.Get<ReviewQueue>().CountsAsync(SmallBank.BpjsSupervisor.Actor, Desk.Cancel)).Escalated > 0);
        Assert.Equal(0, (await desk.Get<ReviewQueue>().CountsAsync(SmallBank.OtherBpjsSupervisor.Actor, Desk.Cancel)).Escalated);
    }

    [Fact]
    public async Task Next_is_never_what_somebody_else_has()
    {
        var one = await desk.SubmittedAsync();
        var theirs = await desk.SubmittedAsync();
        var last = await desk.SubmittedAsync();
        await desk.Get<ReviewClaims>().ClaimAsync(theirs, SmallBank.ReviewColleague.Actor, Desk.Cancel);

        var next = await desk.Get<ReviewQueue>().NextAfterAsync(one, Reviewer.Actor, Desk.Cancel);

        Assert.NotEqual(theirs, next);
        Assert.Contains(last, await IdsAsync(new(ReviewHolder.Nobody, Descending: true)));
    }

    private async Task FillAsync(int wanted)
    {
        for (var there = await WaitingAsync(); there < wanted; there++)
        {
            var form = A.Form();
            var amount = $"{110 + (there % 7)}.000.000";
            desk.Clock.Advance(TimeSpan.FromSeconds(there % 3));
            await desk.SubmittedAsync(form with { Loan = form.Loan with { LoanAmount = amount } });
        }
    }

    private async Task<int> WaitingAsync() =>
        (int)await desk.Database.ReadAsync<long>("select count(*) from enrollments where status = 'Submitted'");

    private Task<ReviewQueuePage> PageAsync(ReviewFilter filter) => desk.Get<ReviewQueue>().PageAsync(filter, Reviewer.Actor, Desk.Cancel);

    private async Task<IReadOnlyList<Guid>> IdsAsync(ReviewFilter filter) => [.. (await PageAsync(filter)).Items.Select(item => item.Id)];
}
