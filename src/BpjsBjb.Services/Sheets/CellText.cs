using System.Globalization;
using System.Text.RegularExpressions;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Common;

namespace BpjsBjb.Services.Sheets;

/// <summary>A cell's plain written form from what was typed in a form or stands in a sheet, or why there is none.</summary>
public static partial class CellText
{
    public static readonly Refusal Missing = new("cell.missing");
    public static readonly Refusal Formula = new("cell.formula");
    public static readonly Refusal ErrorValue = new("cell.error-value");
    public static readonly Refusal NumberForText = new("cell.number-for-text");
    public static readonly Refusal ShortenedNumber = new("cell.shortened-number");
    public static readonly Refusal BadCharacters = new("cell.bad-characters");
    public static readonly Refusal NotANumber = new("cell.not-a-number");
    public static readonly Refusal NotAPercent = new("cell.not-a-percent");
    public static readonly Refusal OutOfRange = new("cell.out-of-range");
    public static readonly Refusal NotADay = new("cell.not-a-day");
    public static readonly Refusal NotAMonth = new("cell.not-a-month");
    public static readonly Refusal NotAChoice = new("cell.not-a-choice");

    private const int LongestShown = 200;

    /// <summary>Days of a leap year that never was: Excel counts from the end of 1899.</summary>
    private static readonly DateOnly FirstSerial = new(1899, 12, 30);
    private static readonly DateOnly FirstSerial1904 = new(1904, 1, 1);
    private static readonly DateOnly EarliestDay = new(1900, 3, 1);

    /// <summary>Reads what was typed in a field of a form.</summary>
    /// <param name="words">The portal's languages, for choices.</param>
    public static (string? Value, CellFault? Fault) Read(SheetColumn column, string? typed, IReadOnlyList<SheetWords> words) =>
        Read(column, RawCell.Typed(typed), words, is1904: false);

    internal static (string? Value, CellFault? Fault) Read(SheetColumn column, RawCell cell, IReadOnlyList<SheetWords> words, bool is1904)
    {
        var typed = cell.Text.Trim();
        if (cell.Kind == RawKind.Formula) return Refused(Formula);
        if (cell.Kind == RawKind.Error) return Refused(ErrorValue);
        if (typed.Length == 0)
        {
            if (column.Kind == CellKind.YesNo) return ("false", null);
            return column.IsRequired ? Refused(Missing) : (null, null);
        }

        if (typed.Any(IsUnprintable)) return Refused(BadCharacters);

        var (value, refusal) = column.Kind switch
        {
            CellKind.Whole => Whole(column, cell.Kind, typed),
            CellKind.Percent => Percent(column, cell.Kind, typed),
            CellKind.Day => Day(cell.Kind, typed, is1904),
            CellKind.Month => Month(cell.Kind, typed, is1904),
            CellKind.Choice or CellKind.YesNo => Choice(column, typed, words),
            _ => Text(column, cell.Kind, typed),
        };
        return refusal is null ? (value, null) : Refused(refusal);

        (string?, CellFault?) Refused(Refusal why) => (null, new CellFault(column.Key, why.On(column.Key), Shown(typed)));
    }

    /// <summary>The day of a plain written form.</summary>
    internal static DateOnly DayOf(string written) => DateOnly.ParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string Written(decimal percent) => percent.ToString("0.##", CultureInfo.InvariantCulture);

    internal static double SerialOf(DateOnly day) => day.DayNumber - FirstSerial.DayNumber;

    private static (string?, Refusal?) Text(SheetColumn column, RawKind kind, string typed)
    {
        if (kind == RawKind.Number) return (null, NumberForText);
        if (Shortened().IsMatch(typed)) return (null, ShortenedNumber);

        var text = Blanks().Replace(typed, " ");
        return text.Length > column.Longest ? (null, Validation.TooLong.With(column.Longest)) : (text, null);
    }

    private static (string?, Refusal?) Whole(SheetColumn column, RawKind kind, string typed)
    {
        if (kind != RawKind.Number && !WholeNumber().IsMatch(typed)) return (null, NotANumber);

        var plain = kind == RawKind.Number ? typed : typed.Replace(".", "", StringComparison.Ordinal);
        if (!double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsInteger(number)) return (null, NotANumber);
        if (number < column.Least || number > column.Most) return (null, OutOfRange.With(column.Least, column.Most));

        return (((long)number).ToString(CultureInfo.InvariantCulture), null);
    }

    private static (string?, Refusal?) Percent(SheetColumn column, RawKind kind, string typed)
    {
        var plain = typed.TrimEnd('%', ' ').Replace(',', '.');
        if (kind != RawKind.Number && !Decimals().IsMatch(plain)) return (null, NotAPercent);
        if (!double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number)) return (null, NotAPercent);
        if (number < column.Least || number > column.Most) return (null, OutOfRange.With(column.Least, column.Most));

        var percent = (decimal)number; // as people see it: without the tail of a binary fraction
        return decimal.Round(percent, 2) == percent ? (Written(percent), null) : (null, NotAPercent);
    }

    private static (string?, Refusal?) Day(RawKind kind, string typed, bool is1904)
    {
        if (kind == RawKind.Number) return SerialDay(typed, is1904) is { } serial ? (Written(serial), null) : (null, NotADay);

        var day = TypedDate.Parse(typed);
        return day.IsRefused ? (null, NotADay) : (Written(day.Value), null);
    }

    private static (string?, Refusal?) Month(RawKind kind, string typed, bool is1904)
    {
        if (kind == RawKind.Number)
        {
            return SerialDay(typed, is1904) is { } serial ? (Written(Domain.Common.Month.Of(serial).FirstDay), null) : (null, NotAMonth);
        }

        var match = MonthFirst().Match(typed);
        if (!match.Success) match = YearFirst().Match(typed);
        var day = TypedDate.Parse(match.Success ? $"01-{match.Groups["m"].Value}-{match.Groups["y"].Value}" : $"1 {typed}");
        return day.IsRefused ? (null, NotAMonth) : (Written(day.Value), null);
    }

    private static DateOnly? SerialDay(string typed, bool is1904)
    {
        if (!double.TryParse(typed, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial) || !double.IsInteger(serial)) return null;

        var first = is1904 ? FirstSerial1904 : FirstSerial;
        if (serial < EarliestDay.DayNumber - first.DayNumber || serial > DateOnly.MaxValue.DayNumber - first.DayNumber) return null;

        var day = first.AddDays((int)serial);
        return TypedDate.Parse(Written(day)).IsRefused ? null : day;
    }

    private static (string?, Refusal?) Choice(SheetColumn column, string typed, IReadOnlyList<SheetWords> words)
    {
        foreach (var choice in column.AllChoices)
        {
            if (Same(choice) || words.Any(language => Same(language.Choice(column, choice)))) return (choice, null);
        }

        // The first language is the one whose words are offered.
        return (null, NotAChoice.With(string.Join(", ", column.AllChoices.Select(choice => words.Count == 0 ? choice : words[0].Choice(column, choice)))));

        bool Same(string word) => word.Equals(typed, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsUnprintable(char c) => c is '\uFFFD' || (char.IsControl(c) && c is not ('\t' or '\n' or '\r'));

    private static string Shown(string typed) => typed.Length <= LongestShown ? typed : typed[..LongestShown];

    [GeneratedRegex(@"^[0-9][.,][0-9]+E\+[0-9]{1,3}$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Shortened();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^([0-9]{1,3}(\.[0-9]{3})+|[0-9]{1,15})$", RegexOptions.NonBacktracking)]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^[0-9]{1,9}(\.[0-9]{1,2})?$", RegexOptions.NonBacktracking)]
    private static partial Regex Decimals();

    [GeneratedRegex("^(?<m>[0-9]{1,2})[-/. ](?<y>[0-9]{4})$", RegexOptions.NonBacktracking)]
    private static partial Regex MonthFirst();

    [GeneratedRegex("^(?<y>[0-9]{4})-(?<m>[0-9]{2})(-01)?$", RegexOptions.NonBacktracking)]
    private static partial Regex YearFirst();
}
