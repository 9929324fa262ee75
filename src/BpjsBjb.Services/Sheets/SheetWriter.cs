using System.Globalization;
using System.IO.Packaging;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;
using SheetList = DocumentFormat.OpenXml.Spreadsheet.Sheets;

namespace BpjsBjb.Services.Sheets;

/// <summary>
/// The one way a workbook is written: one sheet, row by row, so that its length costs no memory. Text is never a formula, and codes stay text
/// in every cell somebody adds below.
/// </summary>
public static class SheetWriter
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const string Kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    private const string Relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

    /// <summary>Rows that may be added below and still choose from a list.</summary>
    private const int RowsWithChoices = SheetReader.MostRows + SheetRows.HeadRows;

    private const int LongestChoiceList = 255;
    private const int FaultsWidth = 80;
    private const int LongestName = 31;

    /// <summary>A filled template that can come back: heads, hidden keys, rows; with a column of reasons where a row has any.</summary>
    /// <param name="name">The sheet's.</param>
    public static void Write(Stream file, string name, IReadOnlyList<SheetColumn> columns, SheetWords words, IEnumerable<SheetRow> rows, bool withFaults = false)
    {
        List<CellKind> kinds = [.. columns.Select(column => column.Kind)];
        List<int> widths = [.. columns.Select(column => column.Width)];
        if (withFaults)
        {
            kinds.Add(CellKind.Text);
            widths.Add(FaultsWidth);
        }

        WriteBook(file, name, sheet =>
        {
            sheet.WriteElement(Frozen(SheetRows.HeadRows));
            sheet.WriteElement(Widths(kinds, widths));
            sheet.WriteStartElement(new SheetData());
            WriteRow(sheet, [.. columns.Select(words.Head), .. withFaults ? [words.Faults] : Array.Empty<string>()], Style.Head);
            WriteRow(sheet, [.. columns.Select(column => column.Key), .. withFaults ? [SheetRows.Faults] : Array.Empty<string>()], Style.Text, isHidden: true);
            foreach (var row in rows)
            {
                sheet.WriteStartElement(new Row());
                foreach (var column in columns) sheet.WriteElement(CellOf(column, row, words));
                if (withFaults) sheet.WriteElement(Text(string.Join("\n", row.Faults.Select(fault => Sentence(fault, columns, words)))));
                sheet.WriteEndElement();
            }

            sheet.WriteEndElement();
            if (Lists(columns, words) is { } lists) sheet.WriteElement(lists);
        });
    }

    /// <summary>A report that only goes out: its head, then rows of text, numbers and days.</summary>
    public static void Write(Stream file, string name, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<object?>> rows) =>
        WriteBook(file, name, sheet =>
        {
            sheet.WriteElement(Frozen(1));
            sheet.WriteStartElement(new SheetData());
            WriteRow(sheet, head, Style.Head);
            foreach (var row in rows)
            {
                sheet.WriteStartElement(new Row());
                foreach (var cell in row) sheet.WriteElement(CellOf(cell));
                sheet.WriteEndElement();
            }

            sheet.WriteEndElement();
        });

    private static void WriteBook(Stream file, string name, Action<OpenXmlWriter> write)
    {
        // Written only, part after part: a package that can also be read keeps all its parts in memory.
        using var package = Package.Open(file, FileMode.Create, FileAccess.Write);
        var book = Part(package, "/xl/workbook.xml", "sheet.main+xml", writer => writer.WriteElement(
            new Workbook(new SheetList(new Sheet { Name = name.Length > LongestName ? name[..LongestName] : name, SheetId = 1, Id = "rId1" }))));
        package.CreateRelationship(book.Uri, TargetMode.Internal, $"{Relation}officeDocument", "rId1");
        book.CreateRelationship(new Uri("worksheets/sheet1.xml", UriKind.Relative), TargetMode.Internal, $"{Relation}worksheet", "rId1");
        book.CreateRelationship(new Uri("styles.xml", UriKind.Relative), TargetMode.Internal, $"{Relation}styles", "rId2");
        Part(package, "/xl/styles.xml", "styles+xml", writer => writer.WriteElement(Style.Sheet()));
        Part(package, "/xl/worksheets/sheet1.xml", "worksheet+xml", writer =>
        {
            writer.WriteStartElement(new Worksheet());
            write(writer);
            writer.WriteEndElement();
        });
    }

    private static PackagePart Part(Package package, string path, string kind, Action<OpenXmlWriter> write)
    {
        var part = package.CreatePart(new Uri(path, UriKind.Relative), Kind + kind, CompressionOption.Fast);
        using var stream = part.GetStream();
        using var writer = OpenXmlWriter.Create(stream);
        writer.WriteStartDocument(true);
        write(writer);
        return part;
    }

    private static void WriteRow(OpenXmlWriter sheet, IEnumerable<string> texts, uint style, bool isHidden = false)
    {
        sheet.WriteStartElement(new Row { Hidden = isHidden ? true : null });
        foreach (var text in texts) sheet.WriteElement(Text(text, style));
        sheet.WriteEndElement();
    }

    private static Cell CellOf(SheetColumn column, SheetRow row, SheetWords words)
    {
        if (row.Faults.FirstOrDefault(fault => fault.Column == column.Key) is { Typed: { } typed }) return Text(typed);
        if (row[column.Key] is not { } value) return new Cell { StyleIndex = Style.Of(column.Kind) };

        return column.Kind switch
        {
            CellKind.Whole or CellKind.Percent => Number(value, Style.Of(column.Kind)),
            CellKind.Day or CellKind.Month => Day(CellText.DayOf(value), Style.Of(column.Kind)),
            CellKind.Choice or CellKind.YesNo => Text(words.Choice(column, value)),
            _ => Text(value),
        };
    }

    private static Cell CellOf(object? cell) => cell switch
    {
        null => new Cell(),
        long or int or decimal => Number(((IFormattable)cell).ToString(null, CultureInfo.InvariantCulture), Style.Plain),
        DateOnly day => Day(day, Style.Of(CellKind.Day)),
        _ => Text(cell.ToString() ?? ""),
    };

    private static Cell Number(string value, uint style) => new() { StyleIndex = style, CellValue = new CellValue(value) };

    private static Cell Day(DateOnly day, uint style) => Number(CellText.SerialOf(day).ToString(CultureInfo.InvariantCulture), style);

    private static Cell Text(string text, uint style = Style.Text) => new()
    {
        DataType = CellValues.InlineString,
        StyleIndex = style == Style.Text && SheetText.MayBeTakenForAFormula(text) ? Style.Quoted : style,
        InlineString = new InlineString(new Text(SheetText.Written(text)) { Space = SpaceProcessingModeValues.Preserve }),
    };

    private static string Sentence(CellFault fault, IReadOnlyList<SheetColumn> columns, SheetWords words) =>
        columns.FirstOrDefault(column => column.Key == fault.Column) is { } at ? $"{words.Head(at)}: {words.Sentence(fault.Refusal)}" : words.Sentence(fault.Refusal);

    private static SheetViews Frozen(uint rows) => new(new SheetView(
        new Pane { VerticalSplit = rows, TopLeftCell = $"A{rows + 1}", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen })
    { WorkbookViewId = 0 });

    private static Columns Widths(List<CellKind> kinds, List<int> widths) =>
        new(kinds.Select((kind, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = widths[i], CustomWidth = true, Style = Style.Of(kind) }));

    private static DataValidations? Lists(IReadOnlyList<SheetColumn> columns, SheetWords words)
    {
        var lists = columns.Select((column, i) => (Letter: (char)('A' + i), Choices: column.AllChoices.Select(choice => words.Choice(column, choice)).ToList()))
            .Where(list => list.Letter <= 'Z' && list.Choices.Count > 0 && !list.Choices.Any(choice => choice.Contains(',', StringComparison.Ordinal))
                && string.Join(',', list.Choices).Length + 2 <= LongestChoiceList)
            .Select(list => new DataValidation(new Formula1($"\"{string.Join(',', list.Choices).Replace("\"", "\"\"", StringComparison.Ordinal)}\""))
            {
                Type = DataValidationValues.List,
                AllowBlank = true,
                ShowErrorMessage = true,
                SequenceOfReferences = new ListValue<StringValue> { InnerText = $"{list.Letter}{SheetRows.HeadRows + 1}:{list.Letter}{RowsWithChoices}" },
            }).ToList();
        return lists.Count == 0 ? null : new DataValidations(lists) { Count = (uint)lists.Count };
    }

    /// <summary>How cells look; the numbers are places in the list of formats.</summary>
    private static class Style
    {
        public const uint Plain = 0;
        public const uint Text = 1;
        public const uint Quoted = 2;
        public const uint Head = 7;

        private const uint TextFormat = 49;
        private const uint ThousandsFormat = 3;
        private const uint DayFormat = 164;
        private const uint MonthFormat = 165;
        private const uint PercentFormat = 166;

        public static uint Of(CellKind kind) => kind switch
        {
            CellKind.Day => 3,
            CellKind.Month => 4,
            CellKind.Whole => 5,
            CellKind.Percent => 6,
            _ => Text,
        };

        public static Stylesheet Sheet() => new(
            new NumberingFormats(
                new NumberingFormat { NumberFormatId = DayFormat, FormatCode = "dd-mm-yyyy" },
                new NumberingFormat { NumberFormatId = MonthFormat, FormatCode = "mm-yyyy" },
                new NumberingFormat { NumberFormatId = PercentFormat, FormatCode = "0.##" })
            { Count = 3 },
            new Fonts(new Font(), new Font(new Bold())) { Count = 2 },
            new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })) { Count = 2 },
            new Borders(new Border()) { Count = 1 },
            new CellStyleFormats(new CellFormat()) { Count = 1 },
            new CellFormats(
                new CellFormat(), Of(TextFormat), Of(TextFormat, isQuoted: true), Of(DayFormat), Of(MonthFormat), Of(ThousandsFormat), Of(PercentFormat),
                new CellFormat { FontId = 1, ApplyFont = true, NumberFormatId = TextFormat, ApplyNumberFormat = true })
            { Count = 8 });

        private static CellFormat Of(uint format, bool isQuoted = false) =>
            new() { NumberFormatId = format, ApplyNumberFormat = true, QuotePrefix = isQuoted ? true : null };
    }
}
