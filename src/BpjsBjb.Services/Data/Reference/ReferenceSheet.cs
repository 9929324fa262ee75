using CsvHelper;

namespace BpjsBjb.Services.Data.Reference;

/// <summary>A CSV file embedded in this assembly, read by the names in its header.</summary>
internal static class ReferenceSheet
{
    private static readonly CsvReaderOptions Commas = new() { Separator = ',' };

    /// <param name="beside">A type in the folder of the file; this folder when null.</param>
    public static IReadOnlyList<T> Read<T>(string file, Func<CsvReader, T> read, Type? beside = null)
    {
        using var csv = CsvReader.Create(Open($"{(beside ?? typeof(ReferenceSheet)).Namespace}.{file}"), Commas);

        List<T> rows = [];
        while (csv.Read()) rows.Add(read(csv));
        return rows;
    }

    private static Stream Open(string name) =>
        typeof(ReferenceSheet).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"{name} is not embedded.");
}
