using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

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
}
