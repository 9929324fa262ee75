using System.Globalization;
using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.People;

/// <summary>Nomor Kartu Keluarga: region (6), date of issue ddMMyy (6), serial (4). No sex is in it: the day goes to 31.</summary>
public sealed record Kk
{
    public static readonly Refusal Missing = new("kk.missing");
    public static readonly Refusal NotSixteenDigits = new("kk.not-sixteen-digits");
    public static readonly Refusal ImpossibleIssueDate = new("kk.impossible-issue-date");

    private Kk(string digits) => Digits = digits;

    public string Digits { get; }

    /// <summary>Digits 1–4: regency or city in which the card was issued first.</summary>
    public string RegencyCode => Digits[..4];

    public static Result<Kk> Parse(string? text)
    {
        var digits = TypedNumber.Bare(text);
        if (digits.Length == 0) return Missing;
        if (!TypedNumber.IsDigits(digits, 16, 16)) return NotSixteenDigits.With(digits.Count(char.IsAsciiDigit));

        var kk = new Kk(digits);
        return kk.HasPossibleIssueDate() ? kk : ImpossibleIssueDate;
    }

    /// <summary>Masked: it leads to a whole family.</summary>
    public override string ToString() => $"{Digits[..4]} **** **** {Digits[12..]}";

    internal static Kk Stored(string digits) => new(digits);

    /// <summary>A day that some year with these two last digits has: of the years 00, 2000 had a 29 February and 1900 had none.</summary>
    private bool HasPossibleIssueDate()
    {
        var (day, month, year) = (Pair(6), Pair(8), Pair(10));
        return month is >= 1 and <= 12 && day >= 1
            && day <= Math.Max(DateTime.DaysInMonth(1900 + year, month), DateTime.DaysInMonth(2000 + year, month));
    }

    private int Pair(int index) => int.Parse(Digits.AsSpan(index, 2), NumberStyles.None, CultureInfo.InvariantCulture);
}
