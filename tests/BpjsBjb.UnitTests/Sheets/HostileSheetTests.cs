using System.Diagnostics;
using System.Text;
using BpjsBjb.Services.Sheets;

namespace BpjsBjb.UnitTests.Sheets;

/// <summary>Files that are none, or worse, are refused with a code and soon; reading never throws.</summary>
public sealed class HostileSheetTests
{
    private static readonly byte[] Good = AWorkbook.Of(AWorkbook.Row(3, AWorkbook.Text("A"), AWorkbook.Text("Nama")));

    public static TheoryData<string, string> Files =>
        [.. Hostile.Select(pair => new TheoryDataRow<string, string>(pair.Key, pair.Value.Code))];

    private static Dictionary<string, (string Code, Func<byte[]> File)> Hostile => new()
    {
        ["nothing"] = ("sheet.missing", () => []),
        ["a picture with another name"] = ("sheet.not-a-workbook", () => [0x89, 0x50, 0x4E, 0x47, 1, 2, 3]),
        ["text with another name"] = ("sheet.not-a-workbook", () => "code,name\nA,B"u8.ToArray()),
        ["an old workbook"] = ("sheet.old-format", () => [.. Compound, .. new byte[600]]),
        ["a workbook under a password"] = ("sheet.locked", () => [.. Compound, .. new byte[600], .. Encoding.Unicode.GetBytes("EncryptedPackage")]),
        ["a zip of something else"] = ("sheet.not-a-workbook", () => AWorkbook.Zip([("a.txt", "a")])),
        ["an empty package"] = ("sheet.not-a-workbook", () => AWorkbook.Zip([("[Content_Types].xml", AWorkbook.Parts("")[0].Text)])),
        ["macros"] = ("sheet.active-content", () => AWorkbook.WithSheet("", ("xl/vbaProject.bin", "x"))),
        ["a workbook for macros"] = ("sheet.active-content", () => AWorkbook.Zip(AWorkbook.Parts(Sheet(""), "application/vnd.ms-excel.sheet.macroEnabled.main+xml"))),
        ["a link to another workbook"] = ("sheet.active-content", () => AWorkbook.WithSheet("", ("xl/externalLinks/externalLink1.xml", "<x/>"))),
        ["an embedded file"] = ("sheet.active-content", () => AWorkbook.WithSheet("", ("xl/embeddings/a.bin", "x"))),
        ["a way out of the folder"] = ("sheet.broken", () => AWorkbook.WithSheet("", ("../../etc/passwd", "x"))),
        ["a part twice"] = ("sheet.broken", () => AWorkbook.WithSheet("", ("xl/Workbook.xml", "<x/>"))),
        ["ten thousand parts"] = ("sheet.unpacks-too-large", () => AWorkbook.WithSheet("", [.. Enumerable.Range(0, 10_000).Select(i => ($"xl/media/{i}", ""))])),
        ["a bomb of one sheet"] = ("sheet.unpacks-too-large", () => AWorkbook.WithSheet($"<sheetData>{new string(' ', 60_000_000)}</sheetData>")),
        ["a bomb beside the sheet"] = ("sheet.unpacks-too-large", () => AWorkbook.WithSheet("", ("xl/styles.xml", new string(' ', 5_000_000)))),
        ["an entity of the file system"] = ("sheet.broken", () => AWorkbook.Zip(AWorkbook.Parts(
            $"<!DOCTYPE w [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><worksheet xmlns=\"{AWorkbook.Main}\"><sheetData>{AWorkbook.Head}{AWorkbook.Keys}{AWorkbook.Row(3, AWorkbook.Text("&e;"))}</sheetData></worksheet>"))),
        ["entities that multiply"] = ("sheet.broken", () => AWorkbook.Zip(AWorkbook.Parts(
            $"<!DOCTYPE w [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><worksheet xmlns=\"{AWorkbook.Main}\"><sheetData>{AWorkbook.Row(1, AWorkbook.Text("&b;"))}</sheetData></worksheet>"))),
        ["a doctype in the list of sheets"] = ("sheet.broken", () => AWorkbook.Zip(AWorkbook.Parts(Sheet("")).Select(part =>
            part.Path == "xl/workbook.xml" ? (part.Path, $"<!DOCTYPE w []>{part.Text}") : part))),
        ["a shared text that is not there"] = ("sheet.broken", () => AWorkbook.Of(AWorkbook.Row(3, "<c t=\"s\"><v>99</v></c>"))),
        ["a cell without a column"] = ("sheet.broken", () => AWorkbook.Of(AWorkbook.Row(3, "<c r=\"17\"><v>1</v></c>"))),
        ["a column far away"] = ("sheet.too-many-columns", () => AWorkbook.Of(AWorkbook.Row(3, "<c r=\"XFD3\"><v>1</v></c>"))),
        ["merged cells"] = ("sheet.merged-cells", () => AWorkbook.WithSheet($"<sheetData>{AWorkbook.Head}{AWorkbook.Keys}</sheetData><mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells>")),
        ["two sheets"] = ("sheet.several-sheets", () => AWorkbook.Zip(AWorkbook.Parts(
            Sheet(""), sheets: "<sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/><sheet name=\"B\" sheetId=\"2\" state=\"hidden\" r:id=\"r1\"/>"))),
        ["no sheet"] = ("sheet.not-a-workbook", () => AWorkbook.Zip(AWorkbook.Parts(Sheet(""), sheets: ""))),
        ["no keys"] = ("sheet.no-keys", () => AWorkbook.WithSheet($"<sheetData>{AWorkbook.Head}{AWorkbook.Row(2, AWorkbook.Text("A"))}</sheetData>")),
        ["a column too few"] = ("sheet.column-missing", () => AWorkbook.WithSheet($"<sheetData>{AWorkbook.Head}{AWorkbook.Row(2, AWorkbook.Text("code"))}{AWorkbook.Row(3, AWorkbook.Text("A"))}</sheetData>")),
        ["a column too many"] = ("sheet.column-unknown", () => WithKeys([.. AWorkbook.Columns.Select(column => column.Key), "salary"])),
        ["a column twice"] = ("sheet.column-twice", () => WithKeys([.. AWorkbook.Columns.Select(column => column.Key), "code"])),
        ["heads alone"] = ("sheet.empty", () => AWorkbook.Of()),
        ["a row too many"] = ("sheet.too-many-rows", () => AWorkbook.Of([.. Enumerable.Range(3, 20_001).Select(i => AWorkbook.Row(i, AWorkbook.Text("A")))])),
        ["too many bytes"] = ("sheet.too-large", () => new byte[SheetRows.MostBytes + 1]),
    };

    private static byte[] Compound => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_is_none_is_refused_within_seconds(string file, string code)
    {
        var bytes = Hostile[file].File();
        var clock = Stopwatch.StartNew();

        var read = SheetRows.Read(bytes, AWorkbook.Columns, [AWorkbook.Words]);

        Assert.True(read.IsRefused);
        Assert.Equal(code, read.Refusals[0].Code);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused() => Assert.All(
        Enumerable.Range(1, 99), part => Assert.True(SheetRows.Read(Good[..(Good.Length * part / 100)], AWorkbook.Columns, [AWorkbook.Words]).IsRefused));

    [Fact]
    public void Bytes_turned_over_never_throw()
    {
        Assert.False(SheetRows.Read(Good, AWorkbook.Columns, [AWorkbook.Words]).IsRefused);
        for (var i = 0; i < Good.Length; i += 3)
        {
            byte[] turned = [.. Good];
            turned[i] ^= (byte)(1 << (i % 8));
            Assert.NotNull(SheetRows.Read(turned, AWorkbook.Columns, [AWorkbook.Words]));
        }
    }

    [Fact]
    public void Broken_xml_inside_a_whole_package_never_throws()
    {
        var parts = AWorkbook.Parts(Sheet($"<sheetData>{AWorkbook.Head}{AWorkbook.Keys}{AWorkbook.Row(3, AWorkbook.Text("A"))}</sheetData>"));
        foreach (var (path, text) in parts)
        {
            for (var at = 0; at < text.Length; at += Math.Max(1, text.Length / 40))
            {
                var cut = parts.Select(part => part.Path == path ? (path, text[..at] + "<&" + text[at..]) : part);
                Assert.NotNull(SheetRows.Read(AWorkbook.Zip(cut), AWorkbook.Columns, [AWorkbook.Words]));
            }
        }
    }

    private static string Sheet(string body) => $"<worksheet xmlns=\"{AWorkbook.Main}\">{body}</worksheet>";

    private static byte[] WithKeys(IEnumerable<string> keys) =>
        AWorkbook.WithSheet($"<sheetData>{AWorkbook.Head}{AWorkbook.Row(2, [.. keys.Select(AWorkbook.Text)])}{AWorkbook.Row(3, AWorkbook.Text("A"))}</sheetData>");
}
