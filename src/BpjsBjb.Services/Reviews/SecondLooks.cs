using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Reviews;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Reviews;

/// <summary>Acceptances drawn for a second look: what waits, what the second one says without knowing the first, and how often they differ.</summary>
public sealed class SecondLooks
{
    private const int Listed = 100;

    private static readonly Dictionary<string, Refusal> Refusals = new()
    {
        ["ck_second_looks_other_eyes"] = SecondLook.OwnDecision,
    };

    private readonly BpjsBjbDbContext _db;
    private readonly ReviewSearch _search;
    private readonly TimeProvider _clock;
    private readonly ILogger<SecondLooks> _log;

    internal SecondLooks(BpjsBjbDbContext db, ReviewSearch search, TimeProvider clock, ILogger<SecondLooks> log) =>
        (_db, _search, _clock, _log) = (db, search, clock, log);

    /// <summary>What waits for the reader: drawn, not looked at, and not their own acceptance.</summary>
    public async Task<IReadOnlyList<DrawnCase>> WaitingAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return await _db.Database.SqlQuery<DrawnCase>(
            $"""
             select e.id, e.reference, e.full_name, s.drawn_on from second_looks s join enrollments e on e.id = s.enrollment_id
              where s.looked_by is null and s.first_by <> {actor.UserId} order by s.drawn_on, e.id limit {Listed}
             """).ToListAsync(cancel);
    }

    /// <summary>A drawn case without its outcome; null when it is not there, looked at already, or the reader's own.</summary>
    public async Task<BlindCase?> CaseAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var isDrawn = await _db.Database.SqlQuery<bool>(
            $"""
             select exists (select from second_looks where enrollment_id = {id} and looked_by is null and first_by <> {actor.UserId}) as "Value"
             """).SingleAsync(cancel);
        return isDrawn ? await _search.BlindAsync(id, actor, cancel) : null;
    }

    /// <summary>Whether the reader may still give the second look: until it is given, nothing tells them the first decision.</summary>
    public async Task<bool> IsOpenForAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        if (actor.Role is not (Role.BpjsReviewer or Role.BpjsSupervisor)) return false;

        await using var work = await _db.BeginAsync(actor, cancel);
        return await _db.Database.SqlQuery<bool>(
            $"""
             select exists (select from second_looks
                             where enrollment_id = {id} and looked_by is null and {actor.UserId} not in (first_by, made_by)) as "Value"
             """).SingleAsync(cancel);
    }

    /// <summary>The case as it stood when it was sent, without what was decided.</summary>
    public static EnrollmentDetails Blind(EnrollmentDetails details) => details with
    {
        Status = EnrollmentStatus.Submitted,
        Outcome = null,
        BillId = null,
        Participation = null,
        ParticipationId = null,
        CoveredThrough = null,
        Timeline = [],
    };

    public async Task<Result<Guid>> LookAsync(Guid id, LookAgain input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (SectionValidators.Choice<LookVerdict>(input.Verdict) is not { } verdict) return SecondLook.VerdictMissing.On(nameof(input.Verdict));

        var reason = verdict switch
        {
            LookVerdict.Return => SectionValidators.Choice<ReturnReason>(input.Reason)?.ToString(),
            LookVerdict.Reject => SectionValidators.Choice<RejectionReason>(input.Reason)?.ToString(),
            _ => null,
        };
        if (reason is null && verdict is LookVerdict.Return or LookVerdict.Reject) return SecondLook.ReasonMissing.On(nameof(input.Reason));

        var failed = await _db.TrySaveAsync(
            SecondLook.Done, Refusals, cancel, $"select look_again({id}, {verdict.ToString()}, {reason}, {_clock.GetUtcNow()})");
        if (failed.Count > 0) return failed.ToArray();

        _log.SecondLookTaken(id, by.UserId);
        return id;
    }

    /// <summary>By reviewer: acceptances, how many were drawn and looked at, and in how many the second one said otherwise.</summary>
    public async Task<IReadOnlyList<Disagreement>> ReportAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return await _db.Database.SqlQuery<Disagreement>(
            $"""
             select u.full_name, coalesce(o.name, '–') as office_name, count(*)::int as drawn, count(s.looked_by)::int as looked,
                    count(*) filter (where not s.agrees)::int as differing,
                    (select count(*)::int from enrollments e where e.decided_by = s.first_by and e.status = 'Accepted') as accepted,
                    count(*) filter (where seed.seed is not null and review_draw(s.enrollment_id, seed.seed) <> s.draw)::int as wrongly_drawn
               from second_looks s
               join users u on u.id = s.first_by
               left join offices o on o.id = u.office_id
               left join review_seeds seed on seed.day = s.drawn_on
              group by s.first_by, u.full_name, o.name order by u.full_name
             """).ToListAsync(cancel);
    }
}

/// <summary>An acceptance that waits for a second look.</summary>
public sealed record DrawnCase(Guid Id, string Reference, string FullName, DateOnly DrawnOn);

/// <summary>What a second reviewer sees: the case as sent beside BPJS's register, and nothing that tells the first decision.</summary>
public sealed record BlindCase(EnrollmentDetails Case, IReadOnlyList<ComparisonRow> Comparison, IReadOnlyList<RegisteredMembership> Memberships, ReviewNames Names);

/// <param name="Differing">Looks whose verdict is not the first outcome.</param>
/// <param name="WronglyDrawn">Rows of past days whose draw does not follow from the day's seed: none, unless somebody meddled.</param>
public sealed record Disagreement(string FullName, string OfficeName, int Accepted, int Drawn, int Looked, int Differing, int WronglyDrawn);

/// <summary>A second look as typed: the name of a <c>LookVerdict</c>, and for a return or a rejection the name of its reason.</summary>
public sealed record LookAgain
{
    public string? Verdict { get; init; }

    public string? Reason { get; init; }
}
