namespace BpjsBjb.Services.Cover;

/// <summary>Row of <c>cover_standings</c>: where one live loan's cover stands today.</summary>
internal sealed class CoverStanding
{
    public Guid LoanId { get; init; }

    public Guid ParticipationId { get; init; }

    public Guid OfficeId { get; init; }

    public string Tab { get; init; } = "";

    public DateOnly? CoveredThrough { get; init; }

    public DateOnly? ArrearsUntil { get; init; }

    public int Uncovered { get; init; }

    public long Outstanding { get; init; }
}
