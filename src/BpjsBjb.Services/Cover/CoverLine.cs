namespace BpjsBjb.Services.Cover;

/// <summary>Row of <c>cover_lines</c>: what the list says of a loan beside where its cover stands.</summary>
internal sealed class CoverLine
{
    public Guid LoanId { get; init; }

    public Guid ParticipationId { get; init; }

    public string ApplicationNumber { get; init; } = "";

    public string ProductCode { get; init; } = "";

    public string FullName { get; init; } = "";

    public DateOnly? BalanceOn { get; init; }

    public DateTimeOffset? ContactedAt { get; init; }

    public string? ContactOutcome { get; init; }

    public DateOnly? AgainOn { get; init; }

    public Guid? ClaimId { get; init; }
}
