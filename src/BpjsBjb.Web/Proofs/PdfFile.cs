using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace BpjsBjb.Web.Proofs;

/// <summary>Writes pages as a PDF 1.7 file with its fonts embedded (ISO 32000-1, 7.5 and 9.7).</summary>
internal sealed class PdfFile : IDisposable
{
    private const int FirstPageObject = 3;
    private const int FirstFontObject = 6;
    private const int ObjectsPerFont = 5;

    private readonly MemoryStream _file = new();
    private readonly List<long> _offsets = [];

    private PdfFile()
    {
    }

    public static byte[] Write(PdfPage page, string title, string language) => Write([page], title, language);

    public static byte[] Write(IReadOnlyList<PdfPage> pages, string title, string language)
    {
        using var file = new PdfFile();
        file.Append("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
        file.Add($"<< /Type /Catalog /Pages 2 0 R /Lang ({language}) /ViewerPreferences << /DisplayDocTitle true >> >>");
        file.Add($"<< /Type /Pages /Kids [{string.Join(' ', pages.Select((_, index) => $"{PageObject(index)} 0 R"))}] /Count {pages.Count} >>");
        file.AddPage(pages[0], PageObject(0));
        file.Add($"<< /Title <FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(title))}> >>");
        for (var index = 0; index < PdfPage.Fonts.Count; index++) file.AddFont(PdfPage.Fonts[index], FontObject(index));
        for (var index = 1; index < pages.Count; index++) file.AddPage(pages[index], PageObject(index));
        return file.Finish();
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The first page stands before the fonts, the others after them; each is followed by its content.</summary>
    private static int PageObject(int index) => index == 0 ? FirstPageObject : FontObject(PdfPage.Fonts.Count) + ((index - 1) * 2);

    private static int FontObject(int index) => FirstFontObject + (index * ObjectsPerFont);

    private static string Points(double millimetres) => PdfPage.Points(millimetres).ToString("0.###", CultureInfo.InvariantCulture);

    private void AddPage(PdfPage page, int first)
    {
        Add(
            $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {Points(PdfPage.Width)} {Points(PdfPage.Height)}] /Contents {first + 1} 0 R "
            + $"/Resources << /Font << {string.Join(' ', PdfPage.Fonts.Select((_, index) => $"/F{index} {FontObject(index)} 0 R"))} >> >> >>");
        AddStream("", Encoding.Latin1.GetBytes(page.Content));
    }

    private void AddFont(PaperFont font, int first)
    {
        Add(
            $"<< /Type /Font /Subtype /Type0 /BaseFont /{font.Name} /Encoding /Identity-H "
            + $"/DescendantFonts [{first + 1} 0 R] /ToUnicode {first + 4} 0 R >>");
        Add(
            $"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{font.Name} /CIDToGIDMap /Identity /FontDescriptor {first + 2} 0 R "
            + $"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /W [0 [{string.Join(' ', font.Widths)}]] >>");
        Add(
            $"<< /Type /FontDescriptor /FontName /{font.Name} /Flags 4 /FontBBox [{string.Join(' ', font.Box)}] /ItalicAngle 0 "
            + $"/Ascent {font.Ascent} /Descent {font.Descent} /CapHeight {font.Ascent} /StemV 80 /FontFile2 {first + 3} 0 R >>");
        AddStream($"/Length1 {font.File.Length} ", font.File);
        AddStream("", Encoding.ASCII.GetBytes(ToUnicode(font)));
    }

    /// <summary>Lets readers search and copy the text: glyph numbers back to characters, at most a hundred a block.</summary>
    private static string ToUnicode(PaperFont font)
    {
        var map = new StringBuilder(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Paper def /CMapType 2 def\n"
            + "1 begincodespacerange <0000> <FFFF> endcodespacerange\n");
        foreach (var block in font.Glyphs.Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{block.Length} beginbfchar\n");
            foreach (var (character, glyph) in block) map.Append(CultureInfo.InvariantCulture, $"<{glyph:X4}> <{(int)character:X4}>\n");
            map.Append("endbfchar\n");
        }

        return map.Append("endcmap CMapName currentdict /CMap defineresource pop end end\n").ToString();
    }

    private void Add(string body)
    {
        Open();
        Append($"{body}\nendobj\n");
    }

    private void AddStream(string entries, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zip.Write(bytes);
        Open();
        Append($"<< {entries}/Length {packed.Length} /Filter /FlateDecode >>\nstream\n");
        packed.WriteTo(_file);
        Append("\nendstream\nendobj\n");
    }

    private void Open()
    {
        _offsets.Add(_file.Position);
        Append($"{_offsets.Count} 0 obj\n");
    }

    private byte[] Finish()
    {
        var table = _file.Position;
        Append($"xref\n0 {_offsets.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in _offsets) Append($"{offset.ToString("D10", CultureInfo.InvariantCulture)} 00000 n \n");
        Append($"trailer\n<< /Size {_offsets.Count + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return _file.ToArray();
    }

    private void Append(string text) => _file.Write(Encoding.Latin1.GetBytes(text));
}
