using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace BpjsBjb.Web.Proofs;

/// <summary>A typeface of the paper, read from this assembly: its glyphs, how wide they are, and the file itself to embed.</summary>
internal sealed class PaperFont
{
    public static readonly PaperFont Regular = new("PlusJakartaSans-Regular");
    public static readonly PaperFont Bold = new("PlusJakartaSans-Bold");

    private readonly Dictionary<char, ushort> _glyphs = [];
    private readonly int _unitsPerEm;

    private PaperFont(string name)
    {
        using var stream = typeof(PaperFont).Assembly.GetManifestResourceStream($"BpjsBjb.Web.Fonts.{name}.ttf")
            ?? throw new InvalidOperationException($"No font {name} in the assembly.");
        (Name, File) = (name, new byte[stream.Length]);
        stream.ReadExactly(File);

        var head = Table("head");
        _unitsPerEm = Unsigned(head + 18);
        Box = [.. Enumerable.Range(0, 4).Select(side => Thousandths(Signed(head + 36 + (side * 2))))];
        var hhea = Table("hhea");
        (Ascent, Descent) = (Thousandths(Signed(hhea + 4)), Thousandths(Signed(hhea + 6)));
        Widths = ReadWidths(Table("hmtx"), Unsigned(hhea + 34), Unsigned(Table("maxp") + 4));
        ReadGlyphs(Table("cmap"));
    }

    public string Name { get; }

    public byte[] File { get; }

    /// <summary>Smallest box around every glyph, in thousandths of the size, as all measures here.</summary>
    public IReadOnlyList<int> Box { get; }

    public int Ascent { get; }

    public int Descent { get; }

    /// <summary>Width of each glyph by its number.</summary>
    public IReadOnlyList<int> Widths { get; }

    public IReadOnlyDictionary<char, ushort> Glyphs => _glyphs;

    /// <summary>Width in the unit of <paramref name="size"/>.</summary>
    public double WidthOf(string text, double size) => text.Sum(character => Widths[GlyphOf(character)]) * size / 1000;

    /// <summary>The glyph numbers as PDF writes a string; a character the font lacks is its empty box.</summary>
    public string Encode(string text) =>
        string.Concat(text.Select(character => GlyphOf(character).ToString("X4", CultureInfo.InvariantCulture)));

    private ushort GlyphOf(char character) => _glyphs.GetValueOrDefault(character);

    private int Table(string tag)
    {
        for (var entry = 12; entry < 12 + (Unsigned(4) * 16); entry += 16)
        {
            if (Encoding.ASCII.GetString(File, entry, 4) == tag) return BinaryPrimitives.ReadInt32BigEndian(File.AsSpan(entry + 8));
        }

        throw new InvalidOperationException($"The font has no table {tag}.");
    }

    /// <summary>Glyphs after the last stated width share it.</summary>
    private int[] ReadWidths(int hmtx, int stated, int glyphs) =>
        [.. Enumerable.Range(0, glyphs).Select(glyph => Thousandths(Unsigned(hmtx + (Math.Min(glyph, stated - 1) * 4))))];

    /// <summary>Characters to glyphs: subtable format 4, segments of consecutive characters.</summary>
    private void ReadGlyphs(int cmap)
    {
        var table = Enumerable.Range(0, Unsigned(cmap + 2))
            .Select(index => cmap + BinaryPrimitives.ReadInt32BigEndian(File.AsSpan(cmap + 4 + (index * 8) + 4)))
            .First(subtable => Unsigned(subtable) == 4);
        var segments = Unsigned(table + 6) / 2;
        var (ends, starts) = (table + 14, table + 16 + (segments * 2));
        var (deltas, ranges) = (starts + (segments * 2), starts + (segments * 4));
        for (var segment = 0; segment < segments; segment++)
        {
            var (start, end) = (Unsigned(starts + (segment * 2)), Unsigned(ends + (segment * 2)));
            var (delta, range) = (Unsigned(deltas + (segment * 2)), Unsigned(ranges + (segment * 2)));
            for (var character = start; character <= end && character != char.MaxValue; character++)
            {
                var glyph = range == 0 ? character : Unsigned(ranges + (segment * 2) + range + ((character - start) * 2));
                if (glyph != 0) _glyphs[(char)character] = (ushort)(glyph + delta);
            }
        }
    }

    private int Thousandths(int units) => (int)Math.Round(units * 1000.0 / _unitsPerEm);

    private int Unsigned(int offset) => BinaryPrimitives.ReadUInt16BigEndian(File.AsSpan(offset));

    private int Signed(int offset) => BinaryPrimitives.ReadInt16BigEndian(File.AsSpan(offset));
}
