using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Domain.Claims;

public enum ClaimDeadlineKind
{
    /// <summary>Stage I of the report of a work accident.</summary>
    AccidentReport,
    TellHeirs,

    /// <summary>After it nothing can be asked for any more.</summary>
    RightsLapse,
}

/// <summary>A term of a claim: from when it runs, until when, and on which day it was kept.</summary>
public sealed record ClaimDeadline(ClaimDeadlineKind Kind, DateTimeOffset From, DateTimeOffset DueAt, DateOnly? DoneOn, Limit Rule)
{
    public bool IsKept => DoneOn is not null;

    public bool IsOverdueAt(DateTimeOffset now) => !IsKept && now > DueAt;

    /// <summary>Kept, but later than the term.</summary>
    public bool WasLate => DoneOn is { } day && JakartaTime.StartOf(day) > DueAt;

    /// <summary>Whole days left, rounded down; negative once it is over.</summary>
    public int DaysLeftAt(DateTimeOffset now) => (int)Math.Floor((DueAt - now).TotalDays);

    /// <summary>Near when so many days are left, or half of a term that is shorter than twice that.</summary>
    public bool IsNearAt(DateTimeOffset now, int noticeDays)
    {
        var half = (DueAt - From) / 2;
        var notice = TimeSpan.FromDays(noticeDays);
        return !IsKept && now <= DueAt && DueAt - now <= (half < notice ? half : notice);
    }
}

public static class ClaimDeadlines
{
    /// <summary>The terms of a claim by the rules of the event's day; one that has no row on that day is left out. The next one first.</summary>
    /// <param name="closedOn">When the claim ended: no right lapses any more.</param>
    public static IReadOnlyList<ClaimDeadline> Of(
        ClaimKind kind, DateOnly happenedOn, TimeOnly? time, DateOnly toldOn, IReadOnlyList<ClaimEvent> events, DateOnly? closedOn, RuleBook book)
    {
        var moment = Claim.MomentOf(happenedOn, time);
        List<ClaimDeadline> deadlines = [];
        if (kind.IsAtWork() && book.FindLimit(LimitKind.AccidentReportHours, happenedOn) is { } report)
        {
            deadlines.Add(new ClaimDeadline(
                ClaimDeadlineKind.AccidentReport, moment, moment.AddHours(report.Value), DoneOn(ClaimEventKind.AccidentReported), report));
        }

        if (kind.IsDeath() && book.FindLimit(LimitKind.TellHeirsDays, toldOn) is { } tell)
        {
            var from = JakartaTime.StartOf(toldOn);
            deadlines.Add(new ClaimDeadline(
                ClaimDeadlineKind.TellHeirs, from, JakartaTime.StartOf(toldOn.AddDays(tell.Value + 1)), DoneOn(ClaimEventKind.HeirsTold), tell));
        }

        var rights = kind.IsAtWork() ? LimitKind.JkkRightsYears : LimitKind.JkmRightsYears;
        if (book.FindLimit(rights, happenedOn) is { } years)
        {
            deadlines.Add(new ClaimDeadline(
                ClaimDeadlineKind.RightsLapse, moment, JakartaTime.StartOf(happenedOn.AddYears(years.Value).AddDays(1)),
                DoneOn(ClaimEventKind.SentToBpjs) ?? closedOn, years));
        }

        return [.. deadlines.OrderBy(deadline => deadline.IsKept).ThenBy(deadline => deadline.DueAt)];

        DateOnly? DoneOn(ClaimEventKind step) => events.Where(line => line.Kind == step).Select(line => (DateOnly?)line.On).Min();
    }
}
