namespace BpjsBjb.Services.Reviews;

public enum ReviewSort
{
    Age,
    Amount,
    Product,
}

/// <summary>Whose the cases are.</summary>
public enum ReviewHolder
{
    Mine,
    Nobody,
    Others,
}

/// <summary>How a case stands to the service limit.</summary>
public enum ReviewAgeBand
{
    Overdue,

    /// <summary>The last quarter of the limit.</summary>
    Urgent,

    InTime,
}

/// <summary>What the queue is narrowed to and how it is ordered; all of it stands in the page's address.</summary>
/// <param name="Text">Beginning of a case's reference, or a whole application number.</param>
/// <param name="After">The page begins behind this case.</param>
/// <param name="Before">The page ends ahead of this case.</param>
public sealed record ReviewFilter(
    ReviewHolder? Holder = null,
    ReviewAgeBand? Age = null,
    string? ProductCode = null,
    Guid? OfficeId = null,
    bool ReturnedOnly = false,
    bool EscalatedOnly = false,
    string? Text = null,
    ReviewSort Sort = ReviewSort.Age,
    bool Descending = false,
    Guid? After = null,
    Guid? Before = null)
{
    public bool IsNarrowed => Holder is not null || Age is not null || ProductCode is not null || OfficeId is not null
        || ReturnedOnly || EscalatedOnly || !string.IsNullOrWhiteSpace(Text);
}
