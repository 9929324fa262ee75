namespace BpjsBjb.Services.Claims;

/// <summary>What is told of a death, an accident or a disease, as typed.</summary>
public abstract record TypedEvent
{
    /// <summary>Name of a <c>ClaimKind</c>.</summary>
    public string? Kind { get; init; }

    public string? HappenedOn { get; init; }

    public string? Place { get; init; }

    /// <summary>Name of a <c>ClaimTeller</c>.</summary>
    public string? ToldBy { get; init; }

    public string? ToldOn { get; init; }
}

/// <summary>Of a debtor.</summary>
public sealed record OpenClaim : TypedEvent
{
    /// <summary>As <c>14:30</c> in Jakarta; may be empty.</summary>
    public string? HappenedTime { get; init; }
}

/// <summary>A step that was taken, as typed.</summary>
public sealed record RecordStep
{
    /// <summary>Name of a <c>ClaimEventKind</c> that is no document's.</summary>
    public string? Step { get; init; }

    public string? On { get; init; }
}

/// <summary>Where a document stands, as typed.</summary>
public sealed record MarkItem
{
    /// <summary>Name of a <c>ClaimItem</c>.</summary>
    public string? Item { get; init; }

    /// <summary>Name of an <c>ItemState</c>.</summary>
    public string? State { get; init; }

    /// <summary>When the paper came; empty for today.</summary>
    public string? ReceivedOn { get; init; }

    /// <summary>Name of an <c>ItemReason</c>, where it is not needed.</summary>
    public string? Reason { get; init; }
}

/// <summary>Somebody entitled who was not named before, as typed.</summary>
public sealed record AddHeir
{
    public string? Name { get; init; }

    /// <summary>Name of an <c>HeirRelation</c>.</summary>
    public string? Relation { get; init; }

    public string? Phone { get; init; }
}

/// <summary>The end of a claim, as typed.</summary>
public sealed record CloseClaim
{
    /// <summary>Name of a <c>ClaimOutcome</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>Name of a <c>ClaimReason</c>, where the outcome needs one.</summary>
    public string? Reason { get; init; }

    public string? PaidOn { get; init; }

    public string? Amount { get; init; }
}
