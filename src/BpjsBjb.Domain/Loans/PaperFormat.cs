using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Loans;

/// <summary>In which format a paper of a guarantee is kept, told by its first bytes and by nothing else.</summary>
public enum PaperFormat
{
    Pdf,
    Jpeg,
    Png,
}

public static class Paper
{
    /// <summary>Bytes; a scan of a certificate has a tenth of it.</summary>
    public const int MostBytes = 2 * 1024 * 1024;

    public static readonly Refusal Missing = new("paper.missing");
    public static readonly Refusal TooLarge = new("paper.too-large");
    public static readonly Refusal UnknownFormat = new("paper.unknown-format");
    public static readonly Refusal KindMissing = new("paper.kind-missing");
    public static readonly Refusal KeptAlready = new("paper.kept-already");

    public static Result<PaperFormat> FormatOf(ReadOnlySpan<byte> content)
    {
        if (content.Length == 0) return Missing;
        if (content.Length > MostBytes) return TooLarge.With(MostBytes / 1024 / 1024);
        if (content.StartsWith("%PDF-"u8)) return PaperFormat.Pdf;
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return PaperFormat.Jpeg;
        if (content.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])) return PaperFormat.Png;
        return UnknownFormat;
    }
}
