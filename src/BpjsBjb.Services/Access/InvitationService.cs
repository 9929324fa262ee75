using System.Security.Cryptography;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Access;

/// <summary>Whom a link is for and what it is for, as its page says it.</summary>
public sealed record InvitedPerson(string FullName, string Email, Role Role, string OfficeName, LinkPurpose Purpose);

/// <summary>Opens a one-time link and takes the password that is chosen there.</summary>
public sealed class InvitationService
{
    /// <summary>Unknown, used and expired links are never told apart.</summary>
    public static readonly Refusal NotValid = new("invitation.not-valid");

    public static readonly Refusal PasswordMissing = new("password.missing");
    public static readonly Refusal PasswordsDiffer = new("password.repeated-differently");

    private static readonly Dictionary<string, Refusal> NoRefusals = [];

    private readonly BpjsBjbDbContext _db;
    private readonly IPasswordHasher<PortalUser> _hasher;
    private readonly SessionService _sessions;
    private readonly TimeProvider _clock;
    private readonly ILogger<InvitationService> _log;

    internal InvitationService(
        BpjsBjbDbContext db, IPasswordHasher<PortalUser> hasher, SessionService sessions, TimeProvider clock, ILogger<InvitationService> log) =>
        (_db, _hasher, _sessions, _clock, _log) = (db, hasher, sessions, clock, log);

    public async Task<InvitedPerson?> FindAsync(string token, CancellationToken cancel) =>
        await (
            from invitation in Invitation.Valid(_db, token, _clock)
            join user in _db.Users.AsNoTracking() on invitation.UserId equals user.Id
            join office in _db.Offices on user.OfficeId equals office.Id
            select new InvitedPerson(user.FullName, user.Email!, user.Role, office.Name, invitation.Purpose)).SingleOrDefaultAsync(cancel);

    /// <summary>
    /// Sets the password and uses the link up, together or not at all; of two at once one wins. Whatever was open under the old password ends, and a
    /// lock by wrong ones with it; second factors stay.
    /// </summary>
    public async Task<Result<Guid>> AcceptAsync(string token, string? password, string? again, CancellationToken cancel)
    {
        if (await Invitation.Valid(_db, token, _clock).SingleOrDefaultAsync(cancel) is not { } found) return NotValid;

        var typed = CheckTyped(password, again);
        if (typed.Count > 0) return typed;

        await using var work = await _db.BeginAsync(RowScope.OfAccount(found.UserId), cancel);
        var user = await _db.Users.SingleAsync(row => row.Id == found.UserId, cancel);
        var refused = PasswordRules.Check(password!, user);
        if (refused.Count > 0) return refused.Select(refusal => refusal.On("Password")).ToArray();

        var now = _clock.GetUtcNow();
        var used = await _db.Invitations.Where(row => row.Id == found.Id).OpenAt(now)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.UsedAt, now), cancel);
        if (used == 0) return NotValid;

        user.EmailConfirmed = true;
        user.PasswordHash = _hasher.HashPassword(user, password!);
        user.SecurityStamp = RandomNumberGenerator.GetHexString(32);
        user.ConcurrencyStamp = RandomNumberGenerator.GetHexString(32);
        await _db.CloseLinksAsync(user.Id, now, cancel);
        await _sessions.EndAllAsync(user.Id, SessionEnd.PasswordChanged, exceptSession: null, cancel);
        var failed = await _db.TrySaveAsync(
            NotValid, NoRefusals, cancel, $"update users set access_failed_count = 0, locks_in_a_row = 0, lockout_end = null where id = {user.Id}");
        if (failed.Count > 0) return failed.ToArray();

        _log.InvitationAccepted(found.Id, user.Id);
        return user.Id;
    }

    private static List<Refusal> CheckTyped(string? password, string? again)
    {
        List<Refusal> refusals = [];
        if (string.IsNullOrEmpty(password)) refusals.Add(PasswordMissing.On("Password"));
        else if (password != again) refusals.Add(PasswordsDiffer.On("Again"));
        return refusals;
    }
}
