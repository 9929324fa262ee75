using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

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
}
