namespace BpjsBjb.Services.Quotes;

/// <summary>A price to be opened, as typed: no person is named, so that it may stand in an address.</summary>
public sealed record ExplainContribution
{
    public string? Segment { get; init; }

    /// <summary>Rupiah a month: the stated income, or the wage with its fixed allowances.</summary>
    public string? Monthly { get; init; }

    public string? Category { get; init; }

    public string? Sector { get; init; }

    public string? Payer { get; init; }

    public string? EmployerClass { get; init; }

    /// <summary>JKK group of the business, 1–5.</summary>
    public string? RiskGroup { get; init; }

    /// <summary>Whether old-age savings are wanted beyond what the duty asks.</summary>
    public string? WithJht { get; init; }

    /// <summary>Whether the pension programme is wanted beyond what the duty asks; wage earners alone.</summary>
    public string? WithJp { get; init; }

    public string? FromMonth { get; init; }

    public string? Months { get; init; }

    /// <summary>Last day whose knowledge of the law counts; empty for everything the portal knows now.</summary>
    public string? KnownOn { get; init; }
}
