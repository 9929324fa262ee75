namespace BpjsBjb.Services.Privacy;

/// <summary>What a debtor asks for, as typed.</summary>
public sealed record RecordRequest
{
    public string? Kind { get; init; }

    public string? Channel { get; init; }

    /// <summary>The day it reached the bank; the clock runs from its first minute, or from now where that is today.</summary>
    public string? ReceivedOn { get; init; }

    public string? Wanted { get; init; }
}

/// <summary>How the asker was recognised.</summary>
public sealed record VerifyRequest
{
    public string? How { get; init; }
}

/// <summary>The decision: granted, or refused for a coded reason, and what the asker is told.</summary>
public sealed record DecideRequest
{
    /// <summary><c>true</c> or <c>false</c>.</summary>
    public string? IsGranted { get; init; }

    public string? Reason { get; init; }

    public string? Answer { get; init; }
}
