namespace BpjsBjb.Services.Offices;

/// <summary>An office as typed. Whose it is follows from what it stands below.</summary>
public sealed record AddOffice
{
    public string? ParentId { get; init; }

    public string? Kind { get; init; }

    /// <summary>The institution's own code; empty while it is not known.</summary>
    public string? Code { get; init; }

    public string? Name { get; init; }

    public string? RegencyCode { get; init; }

    public string? ValidFrom { get; init; }

    public string? IsSample { get; init; }
}

public sealed record ChangeOffice
{
    public string? ParentId { get; init; }

    public string? Code { get; init; }

    public string? Name { get; init; }

    public string? RegencyCode { get; init; }

    public string? IsSample { get; init; }
}

public sealed record CloseOffice
{
    /// <summary>The first day on which it is closed.</summary>
    public string? From { get; init; }
}

public sealed record ProposeMerger
{
    /// <summary>The branch that goes on.</summary>
    public string? IntoId { get; init; }

    /// <summary>The first day on which there is one branch.</summary>
    public string? EffectiveOn { get; init; }

    public string? Reason { get; init; }
}
