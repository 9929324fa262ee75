namespace BpjsBjb.Domain.Dashboards;

public enum Measure
{
    /// <summary>People with active cover.</summary>
    Participants,

    /// <summary>Rupiah received for contribution months.</summary>
    Contributions,
}

/// <summary>What a regency is to reach in a month: people with active cover, or rupiah received.</summary>
public sealed class Target
{
    public required string RegencyCode { get; init; }

    /// <summary>First day of the month.</summary>
    public DateOnly Month { get; init; }

    public Measure Measure { get; init; }

    public long Amount { get; init; }

    /// <summary>Which version of the plan; the highest counts.</summary>
    public int Version { get; init; }
}

/// <summary>A published figure the programme started from, with its source.</summary>
public sealed class Baseline
{
    public int Id { get; init; }

    public required string Area { get; init; }

    public Measure Measure { get; init; }

    public DateOnly AsOf { get; init; }

    public long Achieved { get; init; }

    public long Target { get; init; }

    public required string Source { get; init; }
}
