using BpjsBjb.Domain.Loans;

namespace BpjsBjb.Services.Data.Demo;

/// <summary>Between two of these everything must be stored: the database lets no case skip a step.</summary>
internal enum DemoPause
{
    Store,
}

/// <summary>In which order things happen to a case. All cases take one step at a time and are stored together.</summary>
internal sealed class DemoHistory(BpjsBjbDbContext db, DemoSteps steps, DemoClock clock)
{
    public async Task PlayAsync(IReadOnlyList<DemoStory> stories, CancellationToken cancel)
    {
        var running = stories.Select(story => Play(story).GetEnumerator()).ToList();
        while (running.Count > 0)
        {
            running.RemoveAll(story => !story.MoveNext());
            await db.SaveChangesAsync(cancel);
        }
    }

    private IEnumerable<DemoPause> Play(DemoStory story)
    {
        var isUndecided = story.Fate is DemoFate.Waiting or DemoFate.Draft;
        var sentAt = isUndecided ? story.At : clock.Before(story.At, 2, 20);
        var returnedAt = clock.Before(sentAt, 3, 30);
        var firstSentAt = story.WasReturned ? clock.Before(returnedAt, 2, 20) : sentAt;

        var the = steps.Start(story, clock.Before(firstSentAt, 0.2, 1));
        yield return DemoPause.Store;

        if (story.Fate == DemoFate.Draft) yield break;
        if (story is { Fate: DemoFate.Withdrawn, IsHalfFilled: true })
        {
            DemoSteps.Withdraw(the, story.At);
            yield break;
        }

        steps.Send(the, firstSentAt);
        yield return DemoPause.Store;

        if (story.WasReturned)
        {
            steps.Return(the, returnedAt);
            yield return DemoPause.Store;

            DemoSteps.SendAgain(the, sentAt);
            yield return DemoPause.Store;
        }

        if (story.Fate == DemoFate.Waiting) yield break;
        switch (story.Fate)
        {
            case DemoFate.Returned: steps.Return(the, story.At); break;
            case DemoFate.Rejected: steps.Reject(the, story.At); break;
            case DemoFate.Withdrawn: DemoSteps.Withdraw(the, story.At); break;
            case DemoFate.Unpaid or DemoFate.Paid: steps.Accept(the, story.At); break;
        }

        yield return DemoPause.Store;

        if (story.Fate == DemoFate.Paid)
        {
            steps.Pay(the, clock.After(story.At, 0.3));
            yield return DemoPause.Store;
        }

        if (story.Loan is not (LoanStatus.Cleared or LoanStatus.Disbursed)) yield break;
        DemoSteps.Clear(the, clock.After(story.At, 0.6));
        yield return DemoPause.Store;

        if (story.Loan == LoanStatus.Disbursed) steps.Disburse(the, clock.After(story.At, 0.9));
    }
}
