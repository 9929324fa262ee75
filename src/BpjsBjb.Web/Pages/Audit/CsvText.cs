using System.Text;

namespace BpjsBjb.Web.Pages.Audit;

/// <summary>A line of a file that spreadsheets open: quoted, and nothing in it is a formula.</summary>
public static class CsvText
{
    public const string ContentType = "text/csv; charset=utf-8";

    private const string StartsFormula = "=+-@\t\r";

    /// <summary>Lines as a spreadsheet opens them: it takes the alphabet from the first bytes.</summary>
    public static byte[] File(IEnumerable<string> lines) => [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(string.Concat(lines))];

    public static string Line(params IEnumerable<string> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    private static string Cell(string text)
    {
        var harmless = text.Length > 0 && StartsFormula.Contains(text[0], StringComparison.Ordinal) ? $"'{text}" : text;
        return $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
