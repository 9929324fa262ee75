namespace BpjsBjb.Services.Cover;

/// <summary>Row of <c>cover_standings</c>: where one live loan's cover stands today.</summary>
internal sealed class CoverStanding
{
    public Guid LoanId { get; init; }

    /// <summary>The debtor's; null where an employer borrows.</summary>
    public Guid? ParticipationId { get; init; }

    /// <summary>Null where the debtor is a person.</summary>
    public Guid? EmployerId { get; init; }

    public Guid OfficeId { get; init; }

    public string Tab { get; init; } = "";

    public DateOnly? CoveredThrough { get; init; }

    public DateOnly? ArrearsUntil { get; init; }

    public int Uncovered { get; init; }

    public long Outstanding { get; init; }
}

/// <summary>What the list says of an employer's loan: whose it is, and for how many of its workers a month is paid.</summary>
internal sealed class EmployerCoverLine
{
    public Guid LoanId { get; init; }

    public string ApplicationNumber { get; init; } = "";

    public string ProductCode { get; init; } = "";

    public string Name { get; init; } = "";

    public DateOnly? BalanceOn { get; init; }

    /// <summary>First day of the month the workers are counted in.</summary>
    public DateOnly Month { get; init; }

    public int Workers { get; init; }

    public int WorkersCovered { get; init; }
}
