namespace BpjsBjb.Services.Gate;

/// <summary>A waiver, as typed.</summary>
public sealed record ProposeWaiver
{
    /// <summary>The condition of the gate, such as <c>gate.covered</c>.</summary>
    public string? Condition { get; init; }

    /// <summary>Name of a <c>WaiverReason</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Days from the approval on, both counted.</summary>
    public string? Days { get; init; }
}

/// <summary>What is decided about a waiver, as chosen.</summary>
public sealed record DecideWaiver
{
    /// <summary>Name of a <c>WaiverVerdict</c>.</summary>
    public string? Verdict { get; init; }
}
