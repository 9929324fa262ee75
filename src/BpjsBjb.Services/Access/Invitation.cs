using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Access;

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

    /// <summary>Null for the console.</summary>
    public Guid? CreatedBy { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset ExpiresAt { get; private init; }

    public DateTimeOffset? UsedAt { get; private init; }

    public static (Invitation Invitation, string Token) New(Guid userId, Guid? createdBy, DateTimeOffset at, TimeSpan validFor)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        var invitation = new Invitation
        {
            Id = Guid.CreateVersion7(at),
            UserId = userId,
            TokenHash = HashOf(token),
            CreatedBy = createdBy,
            CreatedAt = at,
            ExpiresAt = at + validFor,
        };
        return (invitation, token);
    }

    /// <summary>256 random bits need no slow hash: there is nothing to guess.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>The link of this token while it may be used: not yet used, in time, for somebody with a right in force and no way in yet.</summary>
    public static IQueryable<Invitation> Valid(BpjsBjbDbContext db, string token, TimeProvider clock)
    {
        var (hash, now, today) = (HashOf(token), clock.GetUtcNow(), clock.Today());
        return db.Invitations.AsNoTracking().Where(row =>
            row.TokenHash == hash && row.UsedAt == null && row.ExpiresAt > now
            && db.AccessGrants.Any(grant => grant.UserId == row.UserId && grant.ApprovedAt != null && grant.EndedAt == null
                && (grant.ValidTo == null || grant.ValidTo >= today))
            && db.Users.Any(user => user.Id == row.UserId && user.PasswordHash == null && !user.EmailConfirmed));
    }
}
