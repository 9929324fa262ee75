namespace BpjsBjb.Domain.Common;

/// <summary>A number of a card or register as people type and paste it: in groups, with dots, spaces or dashes.</summary>
internal static class TypedNumber
{
    public static string Bare(string? text) =>
        new([.. (text ?? "").Where(c => c is not (' ' or '.' or '-' or '\u00a0'))]);

    /// <summary>ASCII digits only: the full-width and Arabic ones of a pasted text are none.</summary>
    public static bool IsDigits(string bare, int from, int to) =>
        bare.Length >= from && bare.Length <= to && bare.All(char.IsAsciiDigit);
}
