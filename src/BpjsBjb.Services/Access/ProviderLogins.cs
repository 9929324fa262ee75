using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.Configurations;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Access;

/// <summary>Why a way through an identity provider ended without a session, in words a log line may hold.</summary>
public enum ProviderProblem
{
    /// <summary>Its answer was forged, late, repeated, for somebody else, or simply not right.</summary>
    NotRight,

    /// <summary>It did not answer.</summary>
    Unreachable,

    /// <summary>The person, or the provider, said no.</summary>
    Cancelled,

    /// <summary>It did not ask the person again, or will not say when it last did.</summary>
    NotFresh,

    /// <summary>Nobody of this portal is bound to the subject.</summary>
    Unknown,

    /// <summary>The account has no right in force.</summary>
    NoRight,
    Locked,

    /// <summary>Somebody else came back than the one whose session it is.</summary>
    SomebodyElse,

    /// <summary>The address the provider vouches for is not the account's.</summary>
    OtherAddress,

    /// <summary>The subject is another account's, or the account has another subject.</summary>
    Taken,

    /// <summary>The one-time link is unknown, used or expired.</summary>
    LinkNotValid,

    /// <summary>The session that began it is over.</summary>
    SessionOver,
}

/// <summary>What an identity provider said of somebody, after its token was checked.</summary>
/// <param name="VerifiedEmail">Null where the provider names none or does not vouch for it.</param>
public sealed record ProviderIdentity(string Issuer, string Subject, string? VerifiedEmail);

/// <summary>Which portal user a provider's subject is. Nobody is created here, and no right given.</summary>
public sealed class ProviderLogins
{
    public static readonly Refusal Taken = new("sign-in.provider-taken");
    public static readonly Refusal OtherAddress = new("sign-in.provider-other-address");

    /// <summary>Without a password there would be no way in left.</summary>
    public static readonly Refusal OnlyWayIn = new("sign-in.provider-only-way-in");

    private static readonly Dictionary<string, Refusal> ByConstraint = new()
    {
        [UserLoginConfiguration.OneSubjectPerProvider] = Taken,
        [UserLoginConfiguration.OneUserPerSubject] = Taken,
    };

    private readonly BpjsBjbDbContext _db;
    private readonly TimeProvider _clock;
    private readonly ILogger<ProviderLogins> _log;

    internal ProviderLogins(BpjsBjbDbContext db, TimeProvider clock, ILogger<ProviderLogins> log) => (_db, _clock, _log) = (db, clock, log);

    /// <summary>Null for a subject nobody is bound to: an address, however well verified, finds nobody.</summary>
    public Task<PortalUser?> FindAsync(string issuer, string subject, CancellationToken cancel) => _db.Users.SingleOrDefaultAsync(
        user => _db.UserLogins.Any(login => login.UserId == user.Id && login.LoginProvider == issuer && login.ProviderKey == subject), cancel);

    public async Task<IReadOnlyList<string>> IssuersOfAsync(Guid userId, CancellationToken cancel) =>
        await _db.UserLogins.Where(login => login.UserId == userId).Select(login => login.LoginProvider).ToListAsync(cancel);

    public Task<bool> HasPasswordAsync(Guid userId, CancellationToken cancel) =>
        _db.Users.AnyAsync(user => user.Id == userId && user.PasswordHash != null, cancel);

    /// <summary>Binds whoever is signed in, and was asked just now, to what the provider said of the same person.</summary>
    /// <returns>Why not, or null.</returns>
    public async Task<Refusal?> BindAsync(Guid userId, ProviderIdentity told, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(RowScope.OfAccount(userId), cancel);
        if (await _db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == userId, cancel) is not { } user) return OtherAddress;

        return await BindAsync(user, told, null, cancel);
    }

    /// <summary>Uses a one-time link up for a way in through the provider instead of a password; of two at once one wins.</summary>
    /// <returns>The user's id, or why not.</returns>
    public async Task<Result<Guid>> AcceptAsync(string token, ProviderIdentity told, CancellationToken cancel)
    {
        // a link for a forgotten password is no way to a provider
        var first = Invitation.Valid(_db, token, _clock).Where(row => row.Purpose == LinkPurpose.FirstPassword);
        var userId = await first.Select(row => row.UserId).SingleOrDefaultAsync(cancel);
        if (userId == Guid.Empty) return InvitationService.NotValid;

        await using var work = await _db.BeginAsync(RowScope.OfAccount(userId), cancel);
        var now = _clock.GetUtcNow();
        var invitation = await first.SingleOrDefaultAsync(cancel);
        if (invitation is null) return InvitationService.NotValid;

        var user = await _db.Users.SingleAsync(row => row.Id == userId, cancel);
        if (!IsAddressOf(user, told)) return OtherAddress;

        var used = await _db.Invitations.Where(row => row.Id == invitation.Id && row.UsedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.UsedAt, now), cancel);
        if (used == 0) return InvitationService.NotValid;

        user.EmailConfirmed = true;
        if (await BindAsync(user, told, invitation.Id, cancel) is { } refusal) return refusal;

        return userId;
    }

    /// <summary>Lets a subject go. Whoever has no password keeps it: there is no other way in.</summary>
    /// <returns>Why not, or null.</returns>
    public async Task<Refusal?> UnbindAsync(Guid userId, string issuer, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(RowScope.OfAccount(userId), cancel);
        if (!await HasPasswordAsync(userId, cancel)) return OnlyWayIn;

        var removed = await _db.UserLogins.Where(login => login.UserId == userId && login.LoginProvider == issuer).ExecuteDeleteAsync(cancel);
        await _db.Database.CurrentTransaction!.CommitAsync(CancellationToken.None);
        if (removed > 0) _log.ProviderUnbound(userId);
        return null;
    }

    public void Note(ProviderProblem problem) => _log.ProviderFailed(problem);

    private async Task<Refusal?> BindAsync(PortalUser user, ProviderIdentity told, Guid? invitationId, CancellationToken cancel)
    {
        if (!IsAddressOf(user, told)) return OtherAddress;

        _db.UserLogins.Add(new IdentityUserLogin<Guid> { UserId = user.Id, LoginProvider = told.Issuer, ProviderKey = told.Subject });
        var refused = await _db.TrySaveAsync(Taken, ByConstraint, cancel);
        _db.ChangeTracker.Clear();
        if (refused.Count > 0) return refused[0];

        _log.ProviderBound(user.Id);
        if (invitationId is { } used) _log.InvitationAccepted(used, user.Id);
        return null;
    }

    private static bool IsAddressOf(PortalUser user, ProviderIdentity told) =>
        string.Equals(user.Email, told.VerifiedEmail, StringComparison.OrdinalIgnoreCase);
}
