using System.Text.RegularExpressions;
using Serilog.Events;
using Serilog.Formatting;

namespace BpjsBjb.Web.Logging;

/// <summary>The last guard: whoever wrote it, sixteen digits in a row do not leave the process. No statement may count on it.</summary>
internal sealed partial class DigitGuard(ITextFormatter inner) : ITextFormatter
{
    private const string Instead = "[16 digits]";

    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var line = new StringWriter();
        inner.Format(logEvent, line);
        output.Write(Guarded(line.ToString()));
    }

    public static string Guarded(string text) => SixteenDigits().Replace(text, Instead);

    /// <summary>In one run, or in fours as a NIK is shown and typed.</summary>
    [GeneratedRegex("[0-9]{4}( ?[0-9]{4}){3}", RegexOptions.NonBacktracking)]
    private static partial Regex SixteenDigits();
}
