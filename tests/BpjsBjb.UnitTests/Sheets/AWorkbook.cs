using System.IO.Compression;
using System.Text;
using BpjsBjb.Services.Sheets;

namespace BpjsBjb.UnitTests.Sheets;

/// <summary>Workbooks written by hand, part by part: as other programs write them, and as nobody should.</summary>
internal static class AWorkbook
{
    public const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("code", CellKind.Text) { IsRequired = true, Longest = 20 },
        new("name", CellKind.Text),
        new("term", CellKind.Whole) { Least = 1, Most = 600 },
        new("share", CellKind.Percent) { Most = 100 },
        new("since", CellKind.Day),
        new("month", CellKind.Month),
        new("kind", CellKind.Choice) { Choices = ["Insurer", "Fund"] },
        new("retired", CellKind.YesNo),
    ];

    public static readonly SheetWords Words = new(
        column => $"Judul {column.Key}", (_, choice) => choice switch { "true" => "ya", "false" => "tidak", "Insurer" => "Asuransi", _ => choice }, "Kesalahan",
        refusal => refusal.Code);

    public static readonly string Keys = Row(2, [.. Columns.Select(column => Text(column.Key))]);

    public static string Head => Row(1, [.. Columns.Select(column => Text(Words.Head(column)))]);

    public static byte[] Of(params string[] rows) => WithSheet($"<sheetData>{Head}{Keys}{string.Concat(rows)}</sheetData>");

    public static byte[] WithSheet(string body, params (string Path, string Text)[] more) =>
        Zip([.. Parts($"<?xml version=\"1.0\" encoding=\"utf-8\"?><worksheet xmlns=\"{Main}\">{body}</worksheet>"), .. more]);

    public static IReadOnlyList<(string Path, string Text)> Parts(string sheet, string kind = "sheet.main+xml", string sheets = "<sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/>", string properties = "") =>
    [
        ("[Content_Types].xml",
            $"<Types xmlns=\"{Package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
            + $"<Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{(kind.StartsWith("app", StringComparison.Ordinal) ? kind : Kind + kind)}\"/>"
            + $"<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{Kind}worksheet+xml\"/>"
            + $"<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"{Kind}sharedStrings+xml\"/></Types>"),
        ("_rels/.rels", $"<Relationships xmlns=\"{Package}/relationships\"><Relationship Id=\"r1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
        ("xl/_rels/workbook.xml.rels",
            $"<Relationships xmlns=\"{Package}/relationships\"><Relationship Id=\"r1\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
            + $"<Relationship Id=\"r2\" Type=\"{Relations}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"),
        ("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\">{properties}<sheets>{sheets}</sheets></workbook>"),
        ("xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\"><si><t>0042</t></si><si><r><t>Kredit </t></r><r><t>Rekaan</t></r><rPh sb=\"0\" eb=\"1\"><t>bunyi</t></rPh></si></sst>"),
        ("xl/worksheets/sheet1.xml", sheet),
    ];

    public static byte[] Zip(IEnumerable<(string Path, string Text)> parts)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, text) in parts)
            {
                using var part = zip.CreateEntry(path, CompressionLevel.Fastest).Open();
                part.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return file.ToArray();
    }

    public static string Row(int number, params string[] cells) => $"<row r=\"{number}\">{string.Concat(cells)}</row>";

    public static string Text(string text) => $"<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>";

    public static string Number(string number) => $"<c><v>{number}</v></c>";
}
