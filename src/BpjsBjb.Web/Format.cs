using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;

namespace BpjsBjb.Web;

/// <summary>How the portal writes values. Month names follow the reader's language; money is written the Indonesian way in both.</summary>
public static class Format
{
    public const string Nothing = "–";

    private static readonly CultureInfo Indonesian = CultureInfo.GetCultureInfo("id-ID");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-US");

    private static CultureInfo Reader =>
        CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? English : Indonesian;

    /// <summary>Rp1.234.567, negative -Rp1.234.567.</summary>
    public static string Rupiah(Rupiah amount) => Rupiah(amount.Amount.ToString("N0", Indonesian));

    /// <summary>1.234.567, as it is typed into a form.</summary>
    public static string RupiahTyped(Rupiah amount) => amount.Amount.ToString("N0", Indonesian);

    /// <summary>Rp286,9 jt, Rp15,54 M (miliar), Rp1,2 T; below a million in full.</summary>
    public static string RupiahShort(Rupiah amount)
    {
        ReadOnlySpan<(decimal Size, string Unit, int Decimals)> units =
            [(1_000_000m, "jt", 1), (1_000_000_000m, "M", 2), (1_000_000_000_000m, "T", 2)];

        var text = Rupiah(amount);
        foreach (var (size, unit, decimals) in units)
        {
            var rounded = Math.Round(amount.Amount / size, decimals, MidpointRounding.AwayFromZero);
            if (Math.Abs(rounded) < 1) break;
            text = $"{Rupiah(rounded.ToString(decimals == 1 ? "#,0.#" : "#,0.##", Indonesian))} {unit}";
        }

        return text;
    }

    /// <summary>2 September 2016.</summary>
    public static string DateLong(DateOnly date) => date.ToString("d MMMM yyyy", Reader);

    /// <summary>Jumat, 2 September 2016.</summary>
    public static string DateWithDay(DateOnly date) => date.ToString("dddd, d MMMM yyyy", Reader);

    /// <summary>2 Sep 2016.</summary>
    public static string DateShort(DateOnly date) => date.ToString("d MMM yyyy", Reader);

    /// <summary>02-09-2016, as it is typed into a form.</summary>
    public static string DateTyped(DateOnly date) => date.ToString("dd-MM-yyyy", CultureInfo.InvariantCulture);

    /// <summary>09.05 WIB.</summary>
    public static string Time(DateTimeOffset instant) =>
        JakartaTime.At(instant).ToString("HH.mm", CultureInfo.InvariantCulture) + " WIB";

    /// <summary>2 Sep 2016, 09.05 WIB.</summary>
    public static string Moment(DateTimeOffset instant) => $"{DateShort(JakartaTime.DateIn(instant))}, {Time(instant)}";

    /// <summary>September 2016.</summary>
    public static string Month(Month month) => month.FirstDay.ToString("MMMM yyyy", Reader);

    /// <summary>September, where the year stands elsewhere.</summary>
    public static string MonthName(Month month) => month.FirstDay.ToString("MMMM", Reader);

    /// <summary>Sep.</summary>
    public static string MonthShort(Month month) => month.FirstDay.ToString("MMM", Reader);

    /// <summary>A width for SVG, written for machines: 77.8%.</summary>
    public static string Share(long part, long whole) =>
        (whole == 0 ? 0 : part * 100m / whole).ToString("0.#", CultureInfo.InvariantCulture) + "%";

    /// <summary>27.985 (English 27,985).</summary>
    public static string Number(long number) => number.ToString("N0", Reader);

    /// <summary>1,3 (English 1.3).</summary>
    public static string Number(decimal number) => number.ToString("#,0.##", Reader);

    /// <summary>89% or 89,4%, from 0.894.</summary>
    public static string Percent(decimal share, int decimals = 0) =>
        (share * 100).ToString($"F{decimals}", Reader) + "%";

    /// <summary>3204 28** **** 0002 for lists; the people who work on the record see <see cref="Nik.Grouped"/>.</summary>
    public static string Masked(Nik nik) => $"{nik.Digits[..4]} {nik.Digits[4..6]}** **** {nik.Digits[12..]}";

    /// <summary>0812-2045-7719.</summary>
    public static string Phone(MobilePhone phone)
    {
        var local = "0" + phone.E164[3..];
        return $"{local[..4]}-{local[4..8]}-{local[8..]}";
    }

    /// <summary>A value of a refusal's sentence.</summary>
    public static object Value(object value) => value switch
    {
        Rupiah amount => Rupiah(amount),
        DateOnly date => DateLong(date),
        DateTimeOffset instant => Moment(instant),
        Month month => Month(month),
        int number => Number(number),
        long number => Number(number),
        decimal number => Number(number),
        _ => value,
    };

    /// <summary>A value as a form shows it for editing, in the shape the parsers read back.</summary>
    public static string Typed(object? value) => value switch
    {
        null => "",
        Rupiah amount => amount.Amount.ToString("N0", Indonesian),
        DateOnly date => DateTyped(date),
        Nik nik => nik.Grouped,
        Kpj kpj => kpj.Digits,
        MobilePhone phone => Phone(phone),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Rupiah(string number) =>
        number.StartsWith('-') ? $"-Rp{number[1..]}" : $"Rp{number}";
}
