using CsvHelper;

namespace BpjsBjb.Services.Data.Reference;

/// <summary>A CSV file embedded in this assembly, read by the names in its header.</summary>
internal static class ReferenceSheet
{
    private static readonly CsvReaderOptions Commas = new() { Separator = ',' };

    public static IReadOnlyList<T> Read<T>(string file, Func<CsvReader, T> read)
    {
        using var csv = CsvReader.Create(Open(file), Commas);

        List<T> rows = [];
        while (csv.Read()) rows.Add(read(csv));
        return rows;
    }

    private static Stream Open(string file)
    {
        var name = $"{typeof(ReferenceSheet).Namespace}.{file}";
        return typeof(ReferenceSheet).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");
    }
}
