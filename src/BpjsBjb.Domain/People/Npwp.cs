using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.People;

/// <summary>
/// Nomor Pokok Wajib Pajak, one value whichever length was typed: 16 digits, for an Indonesian the NIK, for everybody else a zero
/// before the older 15 (type 2, serial 6, check digit 1, tax office 3, branch 3).
/// </summary>
public sealed record Npwp
{
    public static readonly Refusal Missing = new("npwp.missing");
    public static readonly Refusal NotFifteenOrSixteenDigits = new("npwp.not-fifteen-or-sixteen-digits");
    public static readonly Refusal NotANik = new("npwp.not-a-nik");

    /// <summary>The tax office never published how the ninth digit is made, so that it warns and does not block.</summary>
    public static readonly Refusal CheckDigitDiffers = new("npwp.check-digit-differs");

    /// <summary>Digits of the older number that its check digit closes.</summary>
    private const int CheckedDigits = 9;

    private Npwp(string digits) => Digits = digits;

    /// <summary>Sixteen.</summary>
    public string Digits { get; }

    /// <summary>The older form; null where the number is a person's NIK.</summary>
    public string? Fifteen => Digits[0] == '0' ? Digits[1..] : null;

    /// <summary>The person, where the number is theirs.</summary>
    public Nik? Nik => Fifteen is null ? Nik.Stored(Digits) : null;

    public IReadOnlyList<Refusal> Warnings =>
        Fifteen is { } older && !IsLuhn(older.AsSpan(0, CheckedDigits)) ? [CheckDigitDiffers.AsWarning()] : [];

    public static Result<Npwp> Parse(string? text)
    {
        var digits = TypedNumber.Bare(text);
        if (digits.Length == 0) return Missing;
        if (!TypedNumber.IsDigits(digits, 15, 16)) return NotFifteenOrSixteenDigits.With(digits.Count(char.IsAsciiDigit));
        if (digits.Length == 15) return new Npwp("0" + digits);
        if (digits[0] == '0') return new Npwp(digits);

        var nik = Nik.Parse(digits);
        return nik.IsRefused ? (Refusal[])[NotANik, .. nik.Refusals] : new Npwp(digits);
    }

    public override string ToString() => $"{Digits[..4]} **** **** {Digits[12..]}";

    internal static Npwp Stored(string digits) => new(digits);

    private static bool IsLuhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var fromRight = 0; fromRight < digits.Length; fromRight++)
        {
            var digit = digits[^(fromRight + 1)] - '0';
            if (fromRight % 2 == 1) digit = digit > 4 ? (digit * 2) - 9 : digit * 2;
            sum += digit;
        }

        return sum % 10 == 0;
    }
}
