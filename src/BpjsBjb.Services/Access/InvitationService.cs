using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Access;

/// <summary>Whom a link is for, as its page says it.</summary>
public sealed record InvitedPerson(string FullName, string Email, Role Role, string OfficeName);

/// <summary>Opens a one-time link and takes the password that is chosen there.</summary>
public sealed class InvitationService
{
    /// <summary>Unknown, used and expired links are never told apart.</summary>
    public static readonly Refusal NotValid = new("invitation.not-valid");

    public static readonly Refusal PasswordMissing = new("password.missing");
    public static readonly Refusal PasswordsDiffer = new("password.repeated-differently");

    private readonly BpjsBjbDbContext _db;
    private readonly UserManager<PortalUser> _users;
    private readonly TimeProvider _clock;
    private readonly ILogger<InvitationService> _log;

    internal InvitationService(BpjsBjbDbContext db, UserManager<PortalUser> users, TimeProvider clock, ILogger<InvitationService> log) =>
        (_db, _users, _clock, _log) = (db, users, clock, log);

    public async Task<InvitedPerson?> FindAsync(string token, CancellationToken cancel) =>
        await (
            from invitation in Invitation.Valid(_db, token, _clock)
            join user in _db.Users.AsNoTracking() on invitation.UserId equals user.Id
            join office in _db.Offices on user.OfficeId equals office.Id
            select new InvitedPerson(user.FullName, user.Email!, user.Role, office.Name)).SingleOrDefaultAsync(cancel);

    /// <summary>Sets the password and uses the link up, together or not at all; of two at once one wins.</summary>
    public async Task<Result<Guid>> AcceptAsync(string token, string? password, string? again, CancellationToken cancel)
    {
        if (await Invitation.Valid(_db, token, _clock).SingleOrDefaultAsync(cancel) is not { } found) return NotValid;

        var typed = CheckTyped(password, again);
        if (typed.Count > 0) return typed;

        var user = await _db.Users.SingleAsync(row => row.Id == found.UserId, cancel);
        var refused = PasswordRules.Check(password!, user);
        if (refused.Count > 0) return refused.Select(refusal => refusal.On("Password")).ToArray();

        await using var work = await _db.Database.BeginTransactionAsync(cancel);
        var now = _clock.GetUtcNow();
        var used = await _db.Invitations.Where(row => row.Id == found.Id && row.UsedAt == null && row.ExpiresAt > now)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.UsedAt, now), cancel);
        if (used == 0) return NotValid;

        user.EmailConfirmed = true;
        var set = await _users.AddPasswordAsync(user, password!);
        if (!set.Succeeded) throw new InvalidOperationException($"Identity refused a checked password: {set.Errors.First().Code}");

        await work.CommitAsync(CancellationToken.None);
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
