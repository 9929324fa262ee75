using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Jobs;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Access;

/// <summary>Ends what nobody came back to, and removes what ended longer ago than the record is kept. Bears being run twice and killed.</summary>
public sealed class SessionKeeper : IJob
{
    private readonly WorkerDatabase _database;
    private readonly RuleBookSource _rules;
    private readonly SessionLimits _limits;
    private readonly TimeProvider _clock;
    private readonly ILogger<SessionKeeper> _log;

    internal SessionKeeper(
        WorkerDatabase database, RuleBookSource rules, SessionLimits limits, TimeProvider clock, ILogger<SessionKeeper> log) =>
        (_database, _rules, _limits, _clock, _log) = (database, rules, limits, clock, log);

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var now = _clock.GetUtcNow();
        var days = (await _rules.ReadAsync(cancel)).LimitOf(LimitKind.EndedSessionDays, _clock.Today()).Value;
        var (seenUntil, createdUntil, endedUntil) = (now - _limits.Idle, now - _limits.Absolute, now.AddDays(-days));
        await using var db = _database.Create();
        var expired = await EndAsync(db.UserSessions.Where(session => session.CreatedAt <= createdUntil), SessionEnd.Expired, now, cancel);
        var idle = await EndAsync(db.UserSessions.Where(session => session.LastSeenAt <= seenUntil), SessionEnd.Idle, now, cancel);
        var removed = await db.UserSessions.Where(session => session.EndedAt < endedUntil).ExecuteDeleteAsync(cancel);
        if (expired + idle + removed > 0) _log.SessionsKept(expired + idle, removed);
        return expired + idle + removed;
    }

    private static Task<int> EndAsync(IQueryable<UserSession> sessions, SessionEnd reason, DateTimeOffset now, CancellationToken cancel) =>
        sessions.Where(session => session.EndedAt == null).ExecuteUpdateAsync(
            session => session.SetProperty(one => one.EndedAt, now).SetProperty(one => one.EndReason, reason), cancel);
}
