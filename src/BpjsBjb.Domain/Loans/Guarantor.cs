namespace BpjsBjb.Domain.Loans;

public enum GuarantorKind
{
    /// <summary>A guarantee or insurance company of the state.</summary>
    StateCompany,

    /// <summary>A guarantee company of a province.</summary>
    RegionalCompany,

    /// <summary>A public service agency (BLU).</summary>
    PublicAgency,

    PrivateCompany,
}

public enum GuarantorRole
{
    /// <summary>Pays a share of what is not paid back.</summary>
    Guarantor,

    /// <summary>Lends the bank the money, and guarantees nothing.</summary>
    Funding,
}

/// <summary>Who guarantees or funds credit of the bank, on which terms and since when; one row for each scheme.</summary>
public sealed class Guarantor
{
    public required string Code { get; init; }

    public required string Name { get; init; }

    public GuarantorKind Kind { get; init; }

    public GuarantorRole Role { get; init; }

    /// <summary>Per cent of the amount not paid back; null where none is agreed or known.</summary>
    public decimal? CoverPercent { get; init; }

    /// <summary>Per cent of the loan; null where none is known.</summary>
    public decimal? PremiumPercent { get; init; }

    public required string LegalBasis { get; init; }

    /// <summary>Null while the first day is not known.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>Last day; null while no end is set.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>True where the bank confirmed the row; false where it rests on what was published.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>Where it was read.</summary>
    public string? Source { get; init; }
}
