using System.Globalization;
using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.People;

/// <summary>Nomor Induk Kependudukan: region (6), birth date ddMMyy with 40 added to a woman's day (6), serial (4).</summary>
public sealed record Nik
{
    public static readonly Refusal Missing = new("nik.missing");
    public static readonly Refusal NotSixteenDigits = new("nik.not-sixteen-digits");
    public static readonly Refusal ImpossibleBirthDate = new("nik.impossible-birth-date");
    public static readonly Refusal SerialIsZero = new("nik.serial-is-zero");

    /// <summary>No century makes the holder 17: a person reads the birth date off the card.</summary>
    public static readonly Refusal UnsureCentury = new("nik.unsure-century");

    private const int WomansDayOffset = 40;
    private const int YoungestApplicant = 17;

    private Nik(string digits) => Digits = digits;

    public string Digits { get; }

    /// <summary>Digits 1–2: province of first registration, not of today's address.</summary>
    public string ProvinceCode => Digits[..2];

    /// <summary>Digits 1–4: regency or city of first registration.</summary>
    public string RegencyCode => Digits[..4];

    /// <summary>Digits 1–6: district of first registration.</summary>
    public string DistrictCode => Digits[..6];

    public Sex Sex => Day > WomansDayOffset ? Sex.Female : Sex.Male;

    public string Grouped => $"{Digits[..4]} {Digits[4..8]} {Digits[8..12]} {Digits[12..]}";

    private int Day => Pair(6);

    /// <summary>Reads the number however it was pasted: with dots, spaces or dashes.</summary>
    public static Result<Nik> Parse(string? text)
    {
        var digits = new string([.. (text ?? "").Where(c => c is not (' ' or '.' or '-' or '\u00a0'))]);

        if (digits.Length == 0) return Missing;
        if (digits.Length != 16 || !digits.All(char.IsAsciiDigit)) return NotSixteenDigits.With(digits.Count(char.IsAsciiDigit));

        var nik = new Nik(digits);
        if (!nik.HasPossibleBirthDate()) return ImpossibleBirthDate;
        if (digits.EndsWith("0000", StringComparison.Ordinal)) return SerialIsZero;

        return nik;
    }

    /// <summary>The birth date in the number, in the latest century in which its holder is at least 17 on <paramref name="today"/>.</summary>
    public DateOnly BirthDate(DateOnly today) =>
        IsSureOfCentury(today) ? BirthDates(today).First(date => IsApplicant(date, today)) : BirthDates(today).First(date => date <= today);

    /// <summary>False where that century is none of this and the last one: <see cref="BirthDate"/> is then a guess.</summary>
    public bool IsSureOfCentury(DateOnly today) => BirthDates(today).Any(date => IsApplicant(date, today));

    /// <summary>Whole years on a day.</summary>
    public int AgeOn(DateOnly day)
    {
        var born = BirthDate(day);
        var years = day.Year - born.Year;
        return born.AddYears(years) > day ? years - 1 : years;
    }

    /// <summary>Masked, so that a careless log or page shows four digits at most of what is personal.</summary>
    public override string ToString() => $"{Digits[..4]} **** **** {Digits[12..]}";

    internal static Nik Stored(string digits) => new(digits);

    private bool HasPossibleBirthDate()
    {
        var year = Pair(10);
        return InYear(1900 + year) is not null || InYear(2000 + year) is not null;
    }

    private static bool IsApplicant(DateOnly born, DateOnly today) =>
        born.AddYears(YoungestApplicant) <= today && (today.Year / 100) - (born.Year / 100) <= 1;

    /// <summary>Latest first. Five centuries, because of the years 00 only every fourth has a 29 February.</summary>
    private IEnumerable<DateOnly> BirthDates(DateOnly today) => Enumerable.Range(0, 5)
        .Select(back => InYear((((today.Year / 100) - back) * 100) + Pair(10))).OfType<DateOnly>();

    private DateOnly? InYear(int year)
    {
        var day = Day > WomansDayOffset ? Day - WomansDayOffset : Day;
        var month = Pair(8);
        return year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;
    }

    private int Pair(int index) => int.Parse(Digits.AsSpan(index, 2), NumberStyles.None, CultureInfo.InvariantCulture);
}
