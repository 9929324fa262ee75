namespace BpjsBjb.Domain.Offices;

public enum Institution
{
    Bjb,
    Bpjs,
}

public enum OfficeKind
{
    HeadOffice,
    Region,
    Branch,
    SubBranch,
}

/// <summary>An office of either institution in its tree. <see cref="Position"/> to <see cref="PositionEnd"/> spans it and all below it.</summary>
public sealed class Office
{
    public Guid Id { get; init; }

    public Institution Institution { get; init; }

    public OfficeKind Kind { get; init; }

    /// <summary>The institution's own code as text: leading zeros count. Null while it is not known.</summary>
    public string? Code { get; init; }

    public required string Name { get; init; }

    public string? RegencyCode { get; init; }

    public Guid? ParentId { get; init; }

    public int Position { get; init; }

    public int PositionEnd { get; init; }

    public DateOnly ValidFrom { get; init; }

    public DateOnly? ValidTo { get; init; }

    /// <summary>True for rows that stand in until the institution supplies its own list.</summary>
    public bool IsSample { get; init; }
}
