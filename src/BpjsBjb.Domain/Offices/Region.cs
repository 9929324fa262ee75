namespace BpjsBjb.Domain.Offices;

/// <summary>Province (2 digits), regency or city (4) or district (6), by the Ministry of Home Affairs' codes without dots.</summary>
public sealed class Region
{
    public required string Code { get; init; }

    public required string Name { get; init; }

    public string? ParentCode { get; init; }

    /// <summary>True when a NIK may begin with this code but the region no longer exists under it.</summary>
    public bool IsRetired { get; init; }
}

/// <summary>Where a regency stands in the tile map.</summary>
public sealed class RegionTile
{
    public required string RegencyCode { get; init; }

    public bool IsCity { get; init; }

    public int Column { get; init; }

    public int Row { get; init; }

    public required string Label { get; init; }
}
