using System.Globalization;
using System.Text.RegularExpressions;

namespace BpjsBjb.Domain.Common;

/// <summary>A date as an officer types it: 21-03-1988, 21/3/1988, 21.3.1988, 21031988, 21 Maret 1988 or 1988-03-21.</summary>
public static partial class TypedDate
{
    public static readonly Refusal Missing = new("date.missing");
    public static readonly Refusal NotADate = new("date.not-a-date");

    private static readonly string[] Months =
        ["januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember"];

    private static readonly string[] EnglishMonths =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    public static Result<DateOnly> Parse(string? text)
    {
        var typed = (text ?? "").Trim();
        if (typed.Length == 0) return Missing;

        var match = DayFirst().Match(typed);
        if (!match.Success) match = YearFirst().Match(typed);
        if (!match.Success) match = EightDigits().Match(typed);
        if (match.Success) return Build(Number(match, "y"), Number(match, "m"), Number(match, "d"));

        var words = WithMonthName().Match(typed);
        if (!words.Success) return NotADate;

        var name = words.Groups["m"].Value.ToLowerInvariant();
        var month = Math.Max(MonthNumber(Months, name), MonthNumber(EnglishMonths, name));
        return month == 0 ? NotADate : Build(Number(words, "y"), month, Number(words, "d"));
    }

    private static int MonthNumber(string[] names, string typed) =>
        Array.FindIndex(names, name => name == typed || (typed.Length == 3 && name.StartsWith(typed, StringComparison.Ordinal))) + 1;

    private static int Number(Match match, string group) =>
        int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static Result<DateOnly> Build(int year, int month, int day)
    {
        if (year is < 1900 or > 2199 || month is < 1 or > 12) return NotADate;
        return day < 1 || day > DateTime.DaysInMonth(year, month) ? NotADate : new DateOnly(year, month, day);
    }

    [GeneratedRegex("^(?<d>[0-9]{1,2})[-/. ](?<m>[0-9]{1,2})[-/. ](?<y>[0-9]{4})$", RegexOptions.NonBacktracking)]
    private static partial Regex DayFirst();

    [GeneratedRegex("^(?<y>[0-9]{4})-(?<m>[0-9]{2})-(?<d>[0-9]{2})$", RegexOptions.NonBacktracking)]
    private static partial Regex YearFirst();

    [GeneratedRegex("^(?<d>[0-9]{2})(?<m>[0-9]{2})(?<y>[0-9]{4})$", RegexOptions.NonBacktracking)]
    private static partial Regex EightDigits();

    [GeneratedRegex("^(?<d>[0-9]{1,2}) +(?<m>[A-Za-z]{3,9}) +(?<y>[0-9]{4})$", RegexOptions.NonBacktracking)]
    private static partial Regex WithMonthName();
}
