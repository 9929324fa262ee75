namespace BpjsBjb.Services.Common;

/// <summary>One page of a list, with the count of all rows.</summary>
/// <param name="Number">Starts at 1.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Number, int Size, int Total)
{
    public int Last => Math.Max(1, (Total + Size - 1) / Size);

    public int From => Total == 0 ? 0 : ((Number - 1) * Size) + 1;

    public int To => Math.Min(Number * Size, Total);
}
