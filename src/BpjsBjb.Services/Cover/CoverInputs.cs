namespace BpjsBjb.Services.Cover;

/// <summary>A word with the debtor, as typed.</summary>
public sealed record RecordContact
{
    /// <summary>Name of a <c>ContactMeans</c>.</summary>
    public string? Means { get; init; }

    /// <summary>Name of a <c>ContactOutcome</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>When to ask again; may be empty.</summary>
    public string? AgainOn { get; init; }
}

/// <summary>What is still owed on a day, as typed.</summary>
public sealed record RecordBalance
{
    public string? Outstanding { get; init; }

    public string? AsOf { get; init; }
}

/// <summary>A loan's end at the bank and the end of its care for the debtor's cover, as typed.</summary>
public sealed record RecordExit
{
    /// <summary>Name of a <c>ClosureReason</c>; empty where the loan goes on or is closed already.</summary>
    public string? Closure { get; init; }

    public string? ClosedOn { get; init; }

    /// <summary>Name of an <c>ExitReason</c>; empty where only the loan is closed.</summary>
    public string? Exit { get; init; }

    public string? ExitedOn { get; init; }
}

/// <summary>The end of an employer's loan at the bank, as typed. Its workers' cover is the employer's, and goes on.</summary>
public sealed record CloseEmployerLoan
{
    /// <summary>Name of a <c>ClosureReason</c>.</summary>
    public string? Closure { get; init; }

    public string? ClosedOn { get; init; }
}

/// <summary>A claim of old-age savings (JHT) that BPJS took, as typed.</summary>
public sealed record RecordJhtClaim
{
    public string? ClaimedOn { get; init; }
}
