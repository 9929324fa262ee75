namespace BpjsBjb.Services.Reviews;

/// <summary>Acceptance as typed: the card number, how it came about, and for a card already held the last month it is paid through.</summary>
public sealed record AcceptEnrollment
{
    public string? Kpj { get; init; }

    /// <summary>Name of an <c>AcceptanceOutcome</c> a reviewer may choose.</summary>
    public string? Outcome { get; init; }

    /// <summary>A date in the last month already paid, for a linked card.</summary>
    public string? CoveredThrough { get; init; }
}

/// <summary>Fields that go back to the bank, each with the name of its <c>ReturnReason</c>.</summary>
public sealed record ReturnEnrollment
{
    /// <summary>A list that can be added to: model binding fills it in place.</summary>
    public IList<ReturnChoice> Fields { get; init; } = [];

    public string? Message { get; init; }
}

/// <summary>The branch of BPJS a case goes on to, with the name of the <c>RedirectReason</c>.</summary>
public sealed record RedirectCase
{
    public string? OfficeId { get; init; }

    public string? Reason { get; init; }
}

/// <summary>Cases chosen in the queue, and for a supervisor whose they become; nobody named means the reader's own.</summary>
public sealed record AssignCases
{
    /// <summary>A list that can be added to: model binding fills it in place.</summary>
    public IList<CaseChoice> Cases { get; init; } = [];

    public string? AssigneeId { get; init; }

    public IReadOnlyList<Guid> Chosen => [.. Cases.Where(one => one.IsChosen).Select(one => one.Id).Distinct()];
}

public sealed record CaseChoice
{
    public Guid Id { get; init; }

    public bool IsChosen { get; init; }
}

public sealed record ReturnChoice
{
    public string? Field { get; init; }

    public bool IsChosen { get; init; }

    public string? Reason { get; init; }
}

public sealed record RejectEnrollment
{
    /// <summary>Name of a <c>RejectionReason</c>.</summary>
    public string? Reason { get; init; }

    public string? Message { get; init; }
}
