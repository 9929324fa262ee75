using BpjsBjb.Domain.Loans;

namespace BpjsBjb.Services.Data.Demo;

/// <summary>In which order things happen to a case. All cases take one step at a time and are stored together.</summary>
/// <remarks>The database lets no case skip a step, so a case is stored wherever its play hands it out.</remarks>
internal sealed class DemoHistory(BpjsBjbDbContext db, DemoSteps steps, DemoClock clock)
{
    public async Task PlayAsync(IReadOnlyList<DemoStory> stories, CancellationToken cancel)
    {
        // Looking for changes in every row after every step would be half of the work.
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        var running = stories.Select(story => Play(story).GetEnumerator()).ToList();
        while (running.RemoveAll(play => !play.MoveNext()) >= 0 && running.Count > 0)
        {
            foreach (var row in running.SelectMany(play => play.Current.Changing)) db.Entry(row).DetectChanges();
            await db.SaveChangesAsync(cancel);
        }
    }

    private IEnumerable<DemoCase> Play(DemoStory story)
    {
        var isUndecided = story.Fate is DemoFate.Waiting or DemoFate.Draft;
        var sentAt = isUndecided ? story.At : clock.Before(story.At, 2, 20);
        var returnedAt = clock.Before(sentAt, 3, 30);
        var firstSentAt = story.WasReturned ? clock.Before(returnedAt, 2, 20) : sentAt;

        var the = steps.Start(story, clock.Before(firstSentAt, 0.2, 1));
        yield return the;

        if (story.Fate == DemoFate.Draft) yield break;
        if (story is not { Fate: DemoFate.Withdrawn, IsHalfFilled: true })
        {
            steps.Send(the, firstSentAt);
            yield return the;
        }

        if (story.WasReturned)
        {
            steps.Return(the, returnedAt);
            yield return the;

            DemoSteps.SendAgain(the, sentAt);
            yield return the;
        }

        if (Decide(the)) yield return the;
        if (story.Fate == DemoFate.Paid)
        {
            steps.Pay(the, clock.After(story.At, 0.3));
            yield return the;
        }

        if (story.Loan is not (LoanStatus.Cleared or LoanStatus.Disbursed)) yield break;
        DemoSteps.Clear(the, clock.After(story.At, 0.6));
        yield return the;

        if (story.Loan == LoanStatus.Cleared) yield break;
        steps.Disburse(the, clock.After(story.At, 0.9));
        yield return the;
    }

    private bool Decide(DemoCase the)
    {
        var at = the.Story.At;
        switch (the.Story.Fate)
        {
            case DemoFate.Returned: steps.Return(the, at); break;
            case DemoFate.Rejected: steps.Reject(the, at); break;
            case DemoFate.Withdrawn: DemoSteps.Withdraw(the, at); break;
            case DemoFate.Unpaid or DemoFate.Paid: steps.Accept(the, at); break;
            default: return false;
        }

        return true;
    }
}
