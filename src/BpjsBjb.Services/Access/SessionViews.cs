namespace BpjsBjb.Services.Access;

/// <summary>How long a session lives; the defaults are production's.</summary>
public sealed record SessionLimits
{
    /// <summary>Without any request.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>From sign-in, whatever happens.</summary>
    public TimeSpan Absolute { get; init; } = TimeSpan.FromHours(10);

    /// <summary>Of one person; the oldest makes room.</summary>
    public int MostAtOnce { get; init; } = 5;
}

/// <summary>A session about to begin.</summary>
/// <param name="Ticket">What the session says about its user, sealed in its row.</param>
public sealed record NewSession(Guid UserId, bool HasSecondFactor, string AddressPrefix, string Browser, byte[] Ticket);

/// <summary>A session that is in force, as a request finds it.</summary>
public sealed record LiveSession(Guid Id, DateTimeOffset AuthenticatedAt, bool HasSecondFactor, DateTimeOffset EndsAt, byte[] Ticket);

/// <summary>A session as its owner or the system admin reads it.</summary>
public sealed record SessionListItem(
    Guid Id, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, string Browser, string AddressPrefix, bool HasSecondFactor);
