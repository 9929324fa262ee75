namespace BpjsBjb.Domain.Loans;

/// <summary>The least share of guarantee a product demands over a time, and by which rule.</summary>
/// <param name="LeastShare">Basis points of what is not paid back.</param>
/// <param name="ValidTo">Last day; null while no end is set.</param>
/// <param name="IsConfirmed">False where the bank has not confirmed the row: it warns and blocks nobody.</param>
public sealed record ProductGuarantee(
    int Id, string ProductCode, int LeastShare, DateOnly ValidFrom, DateOnly? ValidTo, string Regulation, string Article, bool IsConfirmed);
