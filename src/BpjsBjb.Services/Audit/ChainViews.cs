namespace BpjsBjb.Services.Audit;

/// <summary>Where the chain stands, without looking whether it holds.</summary>
/// <param name="Head">Hash of the newest seal; null before the first.</param>
public sealed record ChainState(long Seals, long SealedRows, long UnsealedRows, DateTimeOffset? SealedAt, string? Head, bool IsKeptOutside);

/// <summary>What is wrong with a chain, in the order it is looked for.</summary>
public enum ChainFault
{
    None,

    /// <summary>A seal the next one or the file knows of is gone.</summary>
    SealMissing,

    /// <summary>The seal does not follow from its own content and the one before.</summary>
    SealChanged,

    /// <summary>The seal is not the one that was written outside the database.</summary>
    DiffersFromFile,
    RowChanged,
    RowMissing,
    RowAdded,
}

/// <summary>The answer of a verification: the first fault, named to the row where a row is at fault.</summary>
/// <param name="Seal">Number of the first broken seal.</param>
/// <param name="IsRead">The row is a look at personal data; otherwise it is a change.</param>
/// <param name="Row">Id of the first row at fault.</param>
/// <param name="Rows">Rows looked at before the fault, or all.</param>
public sealed record ChainReport(ChainFault Fault, long? Seal, bool IsRead, long? Row, long Rows, TimeSpan Took)
{
    public bool IsIntact => Fault is ChainFault.None;
}
