namespace BpjsBjb.Services.Access;

/// <summary>Why a session is over.</summary>
public enum SessionEnd
{
    SignedOut,

    /// <summary>Its owner ended it from another one.</summary>
    EndedByOwner,
    EndedByAdmin,

    /// <summary>A newer sign-in took its place.</summary>
    TooMany,
    Idle,
    Expired,
    PasswordChanged,
    FactorChanged,
    UserDisabled,
    RightsChanged,
}

/// <summary>One signed-in browser. The cookie holds a random key, this row only its hash.</summary>
internal sealed class UserSession
{
    public Guid Id { get; init; }

    public byte[] KeyHash { get; init; } = [];

    public Guid UserId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Written at most once a minute.</summary>
    public DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When the password was last asked for.</summary>
    public DateTimeOffset AuthenticatedAt { get; init; }

    public bool HasSecondFactor { get; init; }

    /// <summary>The network, not the machine.</summary>
    public string AddressPrefix { get; init; } = "";

    public string Browser { get; init; } = "";

    public byte[] TicketSealed { get; init; } = [];

    public DateTimeOffset? EndedAt { get; init; }

    public SessionEnd? EndReason { get; init; }
}
