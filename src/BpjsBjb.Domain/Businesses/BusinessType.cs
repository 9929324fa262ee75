namespace BpjsBjb.Domain.Businesses;

/// <summary>One of the 191 business types of the JKK annex (PP 44/2015 and PP 82/2019, Lampiran I) with its risk group I–V.</summary>
public sealed class BusinessType
{
    public required string Id { get; init; }

    public int RiskGroup { get; init; }

    public required string Name { get; init; }

    /// <summary>Everyday words people look it up by.</summary>
    public string Aliases { get; init; } = "";

    /// <summary>True when new applications no longer choose it.</summary>
    public bool IsRetired { get; init; }
}
