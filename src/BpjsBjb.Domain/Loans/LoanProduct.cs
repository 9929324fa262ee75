namespace BpjsBjb.Domain.Loans;

/// <summary>A credit product of the bank; its duty to take part is in the rules, by amount.</summary>
public sealed class LoanProduct
{
    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>Longest term in months.</summary>
    public int MaximumTermMonths { get; init; }

    public int Order { get; init; }

    /// <summary>True when new applications no longer choose it; loans that have it keep it.</summary>
    public bool IsRetired { get; init; }

    /// <summary>Its debtors borrow in groups.</summary>
    public bool IsForGroups { get; init; }
}
