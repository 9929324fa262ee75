using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace BpjsBjb.Services.Sheets;

/// <summary>Text in a workbook: <c>_x0041_</c> stands for a character (ECMA-376 part 1, 22.4.2.4), and what XML cannot hold is left out.</summary>
internal static partial class SheetText
{
    public static string Written(string text)
    {
        var printable = text.Any(MayBeForbidden) ? string.Concat(text.EnumerateRunes().Where(rune => !IsForbidden(rune))) : text;
        return printable.Contains("_x", StringComparison.OrdinalIgnoreCase) ? Escape().Replace(printable, match => $"_x005F{match.Value}") : printable;
    }

    public static string Read(string text) => text.Contains("_x", StringComparison.OrdinalIgnoreCase)
        ? Escape().Replace(text, match => ((char)ushort.Parse(match.Groups["hex"].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString())
        : text;

    /// <summary>True for text that another program might take for a formula after it was edited or saved as something else.</summary>
    public static bool MayBeTakenForAFormula(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r';

    private static bool MayBeForbidden(char c) => c is < ' ' or '\uFFFE' or '\uFFFF' || char.IsSurrogate(c);

    /// <summary>Half a pair of surrogates comes out of the text as U+FFFD.</summary>
    private static bool IsForbidden(Rune rune) =>
        (rune.Value < ' ' && rune.Value is not ('\t' or '\n' or '\r')) || rune.Value is 0xFFFE or 0xFFFF || rune == Rune.ReplacementChar;

    [GeneratedRegex("_x(?<hex>[0-9A-F]{4})_", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Escape();
}
