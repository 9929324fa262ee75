namespace BpjsBjb.Services.Csr;

/// <summary>What somebody on a donor's list asks for, as typed, and how they were recognised.</summary>
public sealed record RecordCsrRequest
{
    public string? Nik { get; init; }

    /// <summary>A copy, or erasure.</summary>
    public string? Kind { get; init; }

    public string? Channel { get; init; }

    /// <summary>The day it reached the office; the clock runs from its first minute, or from now where that is today.</summary>
    public string? ReceivedOn { get; init; }

    public string? How { get; init; }
}

/// <summary>The decision: granted, or refused for a coded reason.</summary>
public sealed record DecideCsrRequest
{
    /// <summary><c>true</c> or <c>false</c>.</summary>
    public string? IsGranted { get; init; }

    public string? Reason { get; init; }
}
