namespace BpjsBjb.Services.Cover;

/// <summary>Row of <c>cover_watch</c> with the tab it stands under.</summary>
internal sealed class CoverRow
{
    public Guid LoanId { get; init; }

    public string ApplicationNumber { get; init; } = "";

    public string ProductCode { get; init; } = "";

    public Guid OfficeId { get; init; }

    public string FullName { get; init; } = "";

    public DateOnly? CoveredThrough { get; init; }

    public DateOnly? ArrearsUntil { get; init; }

    public int Uncovered { get; init; }

    public long Outstanding { get; init; }

    public DateOnly? BalanceOn { get; init; }

    public DateTimeOffset? ContactedAt { get; init; }

    public string? ContactOutcome { get; init; }

    public DateOnly? AgainOn { get; init; }

    public Guid? ClaimId { get; init; }

    public string Tab { get; init; } = "";
}
