namespace BpjsBjb.Services.Access;

/// <summary>A person's authenticator app: its secret, sealed, and the last thirty seconds whose code was used.</summary>
internal sealed class UserAuthenticator
{
    public Guid UserId { get; init; }

    public byte[] SecretSealed { get; init; } = [];

    public long LastStep { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What is left of a recovery code: its hash, and when it was used.</summary>
internal sealed class UserRecoveryCode
{
    public Guid UserId { get; init; }

    public byte[] CodeHash { get; init; } = [];

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? UsedAt { get; init; }
}
