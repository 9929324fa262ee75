using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Access;

/// <summary>Sessions kept on the server: who is signed in where, and ended the moment they must be.</summary>
/// <remarks>Whoever disables a user, changes a factor, role or office calls <see cref="EndAllAsync"/>.</remarks>
public sealed class SessionService
{
    private const int KeyBytes = 32;

    private static readonly TimeSpan TouchEvery = TimeSpan.FromMinutes(1);

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly SessionLimits _limits;
    private readonly TimeProvider _clock;
    private readonly ILogger<SessionService> _log;

    internal SessionService(
        BpjsBjbDbContext db, PersonalDataVault vault, SessionLimits limits, TimeProvider clock, ILogger<SessionService> log) =>
        (_db, _vault, _limits, _clock, _log) = (db, vault, limits, clock, log);

    /// <summary>Begins a session and ends the oldest beyond the number a person may have.</summary>
    /// <returns>The key for the cookie: it is kept nowhere else.</returns>
    public async Task<string> OpenAsync(NewSession start, CancellationToken cancel)
    {
        var now = _clock.GetUtcNow();
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        var id = Guid.CreateVersion7(now);

        await using var work = await _db.Database.BeginTransactionAsync(cancel);
        // Two sign-ins at once would each count without the other.
        await _db.Database.ExecuteSqlAsync($"select 1 from users where id = {start.UserId} for update", cancel);
        _db.UserSessions.Add(new UserSession
        {
            Id = id,
            KeyHash = HashOf(key),
            UserId = start.UserId,
            CreatedAt = now,
            LastSeenAt = now,
            AuthenticatedAt = now,
            HasSecondFactor = start.HasSecondFactor,
            AddressPrefix = start.AddressPrefix,
            Browser = start.Browser,
            TicketSealed = _vault.Seal(SealedColumns.SessionTicket, id, Convert.ToBase64String(start.Ticket)),
        });
        await _db.SaveChangesAsync(cancel);
        _db.ChangeTracker.Clear();
        var surplus = await Live(start.UserId, now).Where(session => session.Id != id).OrderByDescending(session => session.CreatedAt)
            .Skip(_limits.MostAtOnce - 1).Select(session => session.Id).ToListAsync(cancel);
        if (surplus.Count > 0)
        {
            await EndAsync(_db.UserSessions.Where(session => surplus.Contains(session.Id)), SessionEnd.TooMany, now, cancel);
        }

        await work.CommitAsync(CancellationToken.None);
        _log.SessionStarted(id, start.UserId, surplus.Count);
        return key;
    }

    /// <summary>The session of this key while it is in force; noted as seen.</summary>
    public async Task<LiveSession?> FindAsync(string key, CancellationToken cancel)
    {
        var hash = HashOf(key);
        var session = await _db.UserSessions.AsNoTracking().SingleOrDefaultAsync(row => row.KeyHash == hash && row.EndedAt == null, cancel);
        if (session is null) return null;

        var now = _clock.GetUtcNow();
        var endsAt = session.CreatedAt + _limits.Absolute;
        if (now >= endsAt) return await EndedAsync(session.Id, SessionEnd.Expired, now, cancel);
        if (now >= session.LastSeenAt + _limits.Idle) return await EndedAsync(session.Id, SessionEnd.Idle, now, cancel);

        if (now >= session.LastSeenAt + TouchEvery)
        {
            await _db.UserSessions.Where(row => row.Id == session.Id && row.LastSeenAt < now)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.LastSeenAt, now), cancel);
        }

        var ticket = Convert.FromBase64String(_vault.Open(SealedColumns.SessionTicket, session.Id, session.TicketSealed));
        return new LiveSession(session.Id, session.AuthenticatedAt, session.HasSecondFactor, endsAt, ticket);
    }

    /// <summary>The password was asked again and was right; with a second factor where one was given.</summary>
    public Task ConfirmAsync(Guid sessionId, bool withSecondFactor, CancellationToken cancel)
    {
        var now = _clock.GetUtcNow();
        return _db.UserSessions.Where(session => session.Id == sessionId && session.EndedAt == null).ExecuteUpdateAsync(
            session => session
                .SetProperty(one => one.AuthenticatedAt, now)
                .SetProperty(one => one.HasSecondFactor, one => one.HasSecondFactor || withSecondFactor),
            cancel);
    }

    /// <summary>The sessions of a person that are in force, newest first.</summary>
    public async Task<IReadOnlyList<SessionListItem>> ListAsync(Guid userId, CancellationToken cancel) =>
        await Live(userId, _clock.GetUtcNow()).AsNoTracking().OrderByDescending(session => session.CreatedAt)
            .Select(session => new SessionListItem(
                session.Id, session.CreatedAt, session.LastSeenAt, session.Browser, session.AddressPrefix, session.HasSecondFactor))
            .ToListAsync(cancel);

    /// <summary>Ends the session this key belongs to.</summary>
    public Task EndAsync(string key, SessionEnd reason, CancellationToken cancel)
    {
        var hash = HashOf(key);
        return EndAsync(_db.UserSessions.Where(session => session.KeyHash == hash), reason, _clock.GetUtcNow(), cancel);
    }

    /// <summary>Ends one session of this person; somebody else's is not found and stays.</summary>
    public async Task<bool> EndOneAsync(Guid userId, Guid sessionId, SessionEnd reason, CancellationToken cancel) =>
        await EndAsync(
            _db.UserSessions.Where(session => session.Id == sessionId && session.UserId == userId), reason, _clock.GetUtcNow(), cancel) > 0;

    /// <summary>Ends every session of a person, but for the one they may go on in.</summary>
    /// <returns>How many were ended.</returns>
    public async Task<int> EndAllAsync(Guid userId, SessionEnd reason, Guid? exceptSession, CancellationToken cancel)
    {
        var ended = await EndAsync(
            _db.UserSessions.Where(session => session.UserId == userId && session.Id != exceptSession), reason, _clock.GetUtcNow(), cancel);
        _log.SessionsEnded(userId, ended, reason);
        return ended;
    }

    private IQueryable<UserSession> Live(Guid userId, DateTimeOffset now)
    {
        var (seenAfter, createdAfter) = (now - _limits.Idle, now - _limits.Absolute);
        return _db.UserSessions.Where(session =>
            session.UserId == userId && session.EndedAt == null && session.LastSeenAt > seenAfter && session.CreatedAt > createdAfter);
    }

    private async Task<LiveSession?> EndedAsync(Guid sessionId, SessionEnd reason, DateTimeOffset now, CancellationToken cancel)
    {
        await EndAsync(_db.UserSessions.Where(session => session.Id == sessionId), reason, now, cancel);
        return null;
    }

    /// <summary>What has ended stays ended for its first reason.</summary>
    private static Task<int> EndAsync(IQueryable<UserSession> sessions, SessionEnd reason, DateTimeOffset now, CancellationToken cancel) =>
        sessions.Where(session => session.EndedAt == null).ExecuteUpdateAsync(
            session => session.SetProperty(one => one.EndedAt, now).SetProperty(one => one.EndReason, reason), cancel);

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.ASCII.GetBytes(key));
}
