using System.Globalization;
using System.Text;
using System.Xml;
using BpjsBjb.Domain.Common;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace BpjsBjb.Services.Sheets;

internal enum RawKind
{
    Text,
    Number,
    YesNo,
    Error,
    Formula,
}

/// <summary>A cell as it stands in the file.</summary>
internal readonly record struct RawCell(RawKind Kind, string Text)
{
    public static readonly RawCell Empty = new(RawKind.Text, "");

    public static RawCell Typed(string? text) => new(RawKind.Text, text ?? "");
}

/// <param name="Number">As Excel shows it.</param>
internal sealed record RawRow(int Number, IReadOnlyList<RawCell> Cells);

internal sealed record RawSheet(IReadOnlyList<RawRow> Rows, bool Is1904);

/// <summary>Reads the one sheet of a workbook element by element; nothing of it is computed, fetched or kept beyond the rows.</summary>
internal sealed class SheetReader
{
    public const int MostRows = 20_000;
    public const int MostColumns = 60;

    /// <summary>Longest text a cell of Excel holds.</summary>
    private const int LongestCell = 32_767;

    private const int MostSharedTexts = 200_000;

    private static readonly OpenSettings Settings = new() { AutoSave = false, MaxCharactersInPart = SheetGuard.MostUnpacked };

    private readonly List<string> _shared = [];
    private readonly List<RawRow> _rows = [];
    private bool _is1904;

    /// <summary>Once there is a reason, reading stops where it is.</summary>
    private Refusal? _refusal;

    private SheetReader()
    {
    }

    public static Result<RawSheet> Read(byte[] file)
    {
        if (SheetGuard.Check(file) is { } refusal) return refusal;

        try
        {
            using var document = SpreadsheetDocument.Open(new MemoryStream(file, writable: false), isEditable: false, Settings);
            return new SheetReader().Read(document);
        }
        catch (Exception failure) when (IsBroken(failure))
        {
            return SheetRefusal.Broken;
        }
    }

    private Result<RawSheet> Read(SpreadsheetDocument document)
    {
        if (document.WorkbookPart is not { } book) return SheetRefusal.NotAWorkbook;
        if (document.DocumentType != SpreadsheetDocumentType.Workbook) return SheetRefusal.ActiveContent;

        var sheets = SheetsOf(book);
        if (sheets.Count > 1) return SheetRefusal.SeveralSheets;
        if (sheets is not [var id] || !book.TryGetPartById(id, out var part) || part is not WorksheetPart sheet) return SheetRefusal.NotAWorkbook;

        if (book.SharedStringTablePart is { } shared) ReadTexts(shared);
        if (_refusal is null) ReadRows(sheet);
        return _refusal is { } refusal ? refusal : new RawSheet(_rows, _is1904);
    }

    private List<string> SheetsOf(WorkbookPart book)
    {
        List<string> ids = [];
        using var reader = OpenXmlReader.Create(book);
        while (reader.Read())
        {
            if (!reader.IsStartElement) continue;
            if (reader.ElementType == typeof(Sheet)) ids.Add(Attribute(reader, "id") ?? "");
            if (reader.ElementType == typeof(WorkbookProperties)) _is1904 = Attribute(reader, "date1904") is "1" or "true";
        }

        return ids;
    }

    private void ReadTexts(SharedStringTablePart part)
    {
        using var reader = OpenXmlReader.Create(part);
        while (_refusal is null && reader.Read())
        {
            if (reader.ElementType != typeof(SharedStringItem) || !reader.IsStartElement) continue;
            if (_shared.Count == MostSharedTexts) _refusal = SheetRefusal.UnpacksTooLarge;
            _shared.Add(TextIn(reader, typeof(SharedStringItem)));
        }
    }

    private void ReadRows(WorksheetPart sheet)
    {
        var number = 0;
        using var reader = OpenXmlReader.Create(sheet);
        while (_refusal is null && reader.Read())
        {
            if (!reader.IsStartElement) continue;
            if (reader.ElementType == typeof(MergeCell)) _refusal = SheetRefusal.MergedCells;
            if (reader.ElementType != typeof(Row)) continue;

            number = Attribute(reader, "r") is { } said ? int.Parse(said, NumberStyles.None, CultureInfo.InvariantCulture) : number + 1;
            var cells = CellsOf(reader);
            if (cells.All(cell => cell.Text.Length == 0 && cell.Kind != RawKind.Formula)) continue;
            if (_rows.Count == MostRows + SheetRows.HeadRows) _refusal = SheetRefusal.TooManyRows.With(MostRows);
            _rows.Add(new RawRow(number, cells));
        }
    }

    private List<RawCell> CellsOf(OpenXmlReader reader)
    {
        List<RawCell> cells = [];
        while (_refusal is null && reader.Read() && !(reader.ElementType == typeof(Row) && reader.IsEndElement))
        {
            if (reader.ElementType != typeof(Cell) || !reader.IsStartElement) continue;

            var place = Attribute(reader, "r") is { } reference ? PlaceOf(reference) : cells.Count;
            var cell = CellIn(reader, Attribute(reader, "t") ?? "n");
            if (place >= MostColumns)
            {
                if (cell.Text.Length > 0) _refusal = SheetRefusal.TooManyColumns.With(MostColumns);
                continue;
            }

            while (cells.Count <= place) cells.Add(RawCell.Empty);
            cells[place] = cell;
        }

        return cells;
    }

    private RawCell CellIn(OpenXmlReader reader, string type)
    {
        var (value, isFormula) = ("", false);
        while (reader.Read() && !(reader.ElementType == typeof(Cell) && reader.IsEndElement))
        {
            if (!reader.IsStartElement) continue;
            if (reader.ElementType == typeof(CellFormula)) isFormula = true;
            else if (reader.ElementType == typeof(CellValue)) value = reader.GetText();
            else if (reader.ElementType == typeof(InlineString)) value = TextIn(reader, typeof(InlineString));
        }

        if (isFormula) return new RawCell(RawKind.Formula, Cut(value));
        return type switch
        {
            "n" => new RawCell(RawKind.Number, Cut(value)),
            "s" => new RawCell(RawKind.Text, value.Length == 0 ? "" : _shared[int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture)]),
            "b" => new RawCell(RawKind.YesNo, value == "1" ? "true" : "false"),
            "e" => new RawCell(RawKind.Error, Cut(value)),
            "str" => new RawCell(RawKind.Text, Cut(SheetText.Read(value))),
            _ => new RawCell(RawKind.Text, Cut(value)),
        };
    }

    /// <summary>All text up to the element's end but what only says how to pronounce it.</summary>
    private static string TextIn(OpenXmlReader reader, Type element)
    {
        var text = new StringBuilder();
        var isSound = false;
        while (reader.Read() && !(reader.ElementType == element && reader.IsEndElement))
        {
            if (reader.ElementType == typeof(PhoneticRun)) isSound = reader.IsStartElement;
            if (reader.ElementType != typeof(Text) || !reader.IsStartElement || isSound || text.Length > LongestCell) continue;
            text.Append(reader.GetText());
        }

        return Cut(SheetText.Read(text.ToString()));
    }

    private static string? Attribute(OpenXmlReader reader, string name)
    {
        foreach (var attribute in reader.Attributes)
        {
            if (attribute.LocalName == name) return attribute.Value;
        }

        return null;
    }

    /// <summary>The column of a reference such as AB12, counted from 0.</summary>
    private static int PlaceOf(string reference)
    {
        var place = 0;
        foreach (var letter in reference.TakeWhile(char.IsAsciiLetter).Take(3)) place = (place * 26) + char.ToUpperInvariant(letter) - 'A' + 1;
        return place > 0 ? place - 1 : throw new FormatException("A cell without a column.");
    }

    private static string Cut(string text) => text.Length <= LongestCell ? text : text[..LongestCell];

    /// <summary>What the platform throws for a file that is not as it should be, all of it read from memory.</summary>
    private static bool IsBroken(Exception failure) => failure
        is XmlException or OpenXmlPackageException or FormatException or InvalidDataException or IOException or InvalidOperationException
        or ArgumentException or OverflowException or NotSupportedException or KeyNotFoundException;
}
