namespace BpjsBjb.Services.Audit;

/// <summary>Why somebody looked at personal data in full.</summary>
public enum ReadPurpose
{
    /// <summary>A page whose work needs the whole record, such as the reviewer's comparison.</summary>
    Work,
    ContactDebtor,
    CompareDocument,
    DebtorAsked,
    Complaint,
    Investigation,
}

/// <summary>Where a look came from.</summary>
/// <param name="Page">The page's name, such as <c>/Reviews/Case</c>; never its address.</param>
/// <param name="Address">The reader's network address.</param>
public sealed record ReadPlace(string Page, string? Address);

/// <summary>One field of one case, as asked for.</summary>
public sealed record RevealField
{
    public string? Field { get; init; }

    public string? Purpose { get; init; }

    public string? Note { get; init; }
}

/// <summary>Whose looks, from where, and when; every part as typed.</summary>
public sealed record ReadersFilter
{
    public string? Email { get; init; }

    public string? Address { get; init; }

    public string? From { get; init; }

    public string? Through { get; init; }
}
