using System.Security.Cryptography;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Access;

/// <summary>Takes lost factors off: whoever lost them sets up new ones at the next sign-in, before anything else.</summary>
public sealed class FactorResetService
{
    public static readonly Refusal OwnFactors = new("factor.own-reset");
    public static readonly Refusal ReasonMissing = new("factor.reason-missing");
    public static readonly Refusal RecognitionMissing = new("factor.recognition-missing");

    private static readonly Dictionary<string, Refusal> ByConstraint = new() { ["ck_factor_resets_other"] = OwnFactors };

    private readonly BpjsBjbDbContext _db;
    private readonly SessionService _sessions;
    private readonly TimeProvider _clock;
    private readonly ILogger<FactorResetService> _log;

    internal FactorResetService(BpjsBjbDbContext db, SessionService sessions, TimeProvider clock, ILogger<FactorResetService> log) =>
        (_db, _sessions, _clock, _log) = (db, sessions, clock, log);

    /// <summary>Earlier resets of this person, newest first.</summary>
    public async Task<IReadOnlyList<FactorResetView>> ListAsync(Guid userId, CancellationToken cancel) => await (
        from reset in _db.FactorResets.AsNoTracking()
        join admin in _db.Users on reset.ResetBy equals admin.Id
        where reset.UserId == userId
        orderby reset.ResetAt descending
        select new FactorResetView(reset.ResetAt, admin.FullName, reset.Reason, reset.Recognised)).Take(20).ToListAsync(cancel);

    /// <summary>Removes the app, the recovery codes and the passkeys, ends every session and every sign-in half done.</summary>
    /// <returns>The user's id, or why not.</returns>
    public async Task<Result<Guid>> ResetAsync(Guid userId, ResetFactors input, Actor by, CancellationToken cancel)
    {
        List<Refusal> refusals = [];
        if (!Chosen.TryParse<FactorLoss>(input.Reason, out var reason)) refusals.Add(ReasonMissing.On(nameof(input.Reason)));
        if (!Chosen.TryParse<Recognition>(input.Recognised, out var recognised)) refusals.Add(RecognitionMissing.On(nameof(input.Recognised)));
        if (refusals.Count > 0) return refusals;
        if (userId == by.UserId) return OwnFactors;

        await using var work = await _db.BeginAsync(by, cancel);
        if (await _db.Users.SingleOrDefaultAsync(row => row.Id == userId, cancel) is not { } user) return GrantService.UserUnknown;

        var now = _clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        _db.FactorResets.Add(new FactorReset
        {
            Id = id,
            UserId = userId,
            ResetBy = by.UserId,
            ResetAt = now,
            Reason = reason,
            Recognised = recognised,
        });
        user.SecurityStamp = RandomNumberGenerator.GetHexString(32);
        await _sessions.EndAllAsync(userId, SessionEnd.FactorChanged, exceptSession: null, cancel);
        // After the row of the reset: its guard asks what the factors tell of the person.
        var refused = await _db.TrySaveAsync(
            FactorService.AlreadyOn,
            ByConstraint,
            cancel,
            $"""
             with app as (delete from user_authenticators where user_id = {userId}), codes as (delete from user_recovery_codes where user_id = {userId})
             delete from user_passkeys where user_id = {userId}
             """);
        if (refused.Count > 0) return refused.ToArray();

        _log.FactorsReset(id, userId, by.UserId, reason, recognised);
        return userId;
    }
}
