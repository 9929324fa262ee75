namespace BpjsBjb.Web.Pages.Audit;

/// <summary>A line of a file that spreadsheets open: quoted, and nothing in it is a formula.</summary>
public static class CsvText
{
    private const string StartsFormula = "=+-@\t\r";

    public static string Line(params IEnumerable<string> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    private static string Cell(string text)
    {
        var harmless = text.Length > 0 && StartsFormula.Contains(text[0], StringComparison.Ordinal) ? $"'{text}" : text;
        return $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
