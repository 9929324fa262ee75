using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Access;

/// <summary>What a link is for.</summary>
public enum LinkPurpose
{
    /// <summary>Somebody new chooses the first password.</summary>
    FirstPassword,

    /// <summary>Somebody who has one forgot it.</summary>
    ForgottenPassword,
}

/// <summary>Why somebody with an account is given a link.</summary>
public enum PasswordLoss
{
    Forgotten,
    LockedOut,
    KnownToOthers,
}

/// <summary>A link that lets one person choose a password, once. The token itself is kept nowhere.</summary>
internal sealed class Invitation
{
    public static readonly TimeSpan FromAnAdmin = TimeSpan.FromHours(24);
    public static readonly TimeSpan FromTheConsole = TimeSpan.FromMinutes(30);

    private const int TokenBytes = 32;

    private Invitation()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public byte[] TokenHash { get; private init; } = [];

    public LinkPurpose Purpose { get; private init; }

    /// <summary>Of a forgotten password.</summary>
    public PasswordLoss? Reason { get; private init; }

    /// <summary>How the administrator knew who was asking; of a forgotten password.</summary>
    public Recognition? Recognised { get; private init; }

    /// <summary>Null for the console.</summary>
    public Guid? CreatedBy { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset ExpiresAt { get; private init; }

    public DateTimeOffset? UsedAt { get; private init; }

    public static (Invitation Invitation, string Token) New(Guid userId, Guid? createdBy, DateTimeOffset at, TimeSpan validFor) =>
        New(userId, createdBy, at, validFor, LinkPurpose.FirstPassword, null, null);

    public static (Invitation Invitation, string Token) ForForgotten(
        Guid userId, Guid createdBy, PasswordLoss reason, Recognition recognised, DateTimeOffset at, TimeSpan validFor) =>
        New(userId, createdBy, at, validFor, LinkPurpose.ForgottenPassword, reason, recognised);

    /// <summary>256 random bits need no slow hash: there is nothing to guess.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static (Invitation Invitation, string Token) New(
        Guid userId, Guid? createdBy, DateTimeOffset at, TimeSpan validFor, LinkPurpose purpose, PasswordLoss? reason, Recognition? recognised)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        var invitation = new Invitation
        {
            Id = Guid.CreateVersion7(at),
            UserId = userId,
            TokenHash = HashOf(token),
            Purpose = purpose,
            Reason = reason,
            Recognised = recognised,
            CreatedBy = createdBy,
            CreatedAt = at,
            ExpiresAt = at + validFor,
        };
        return (invitation, token);
    }

    /// <summary>
    /// The link of this token while it may be used, by somebody with a right in force: the first one by whoever has no way in yet, one for a forgotten
    /// password by whoever has a password.
    /// </summary>
    public static IQueryable<Invitation> Valid(BpjsBjbDbContext db, string token, TimeProvider clock)
    {
        var (hash, now, today) = (HashOf(token), clock.GetUtcNow(), clock.Today());
        return db.Invitations.AsNoTracking().OpenAt(now).Where(row =>
            row.TokenHash == hash
            && db.AccessGrants.InForceOn(today).Any(grant => grant.UserId == row.UserId)
            && db.Users.Any(user => user.Id == row.UserId
                && (row.Purpose == LinkPurpose.FirstPassword ? user.PasswordHash == null && !user.EmailConfirmed : user.PasswordHash != null)));
    }
}
