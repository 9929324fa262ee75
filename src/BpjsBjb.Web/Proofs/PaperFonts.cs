using PdfSharp.Fonts;

namespace BpjsBjb.Web.Proofs;

/// <summary>The paper's typeface from this assembly: no font of the server is needed or used.</summary>
internal sealed class PaperFonts : IFontResolver
{
    public const string Family = "Plus Jakarta Sans";

    private const string Regular = "PlusJakartaSans-Regular";
    private const string Bold = "PlusJakartaSans-Bold";

    public FontResolverInfo ResolveTypeface(string familyName, bool bold, bool italic) => new(bold ? Bold : Regular);

    public byte[] GetFont(string faceName)
    {
        using var font = typeof(PaperFonts).Assembly.GetManifestResourceStream($"BpjsBjb.Web.Fonts.{faceName}.ttf")
            ?? throw new InvalidOperationException($"No font {faceName} in the assembly.");
        var bytes = new byte[font.Length];
        font.ReadExactly(bytes);
        return bytes;
    }
}
