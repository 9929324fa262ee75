using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Businesses;

/// <summary>Nomor Induk Koperasi: the number of a cooperative's certificate, 10 to 20 digits; no checksum is published.</summary>
public sealed record NikKoperasi
{
    public static readonly Refusal Missing = new("nik-koperasi.missing");
    public static readonly Refusal NotTenToTwentyDigits = new("nik-koperasi.not-ten-to-twenty-digits");

    private NikKoperasi(string digits) => Digits = digits;

    public string Digits { get; }

    public static Result<NikKoperasi> Parse(string? text)
    {
        var digits = TypedNumber.Bare(text);
        if (digits.Length == 0) return Missing;
        return TypedNumber.IsDigits(digits, 10, 20) ? new NikKoperasi(digits) : NotTenToTwentyDigits.With(digits.Count(char.IsAsciiDigit));
    }

    public override string ToString() => $"******{Digits[^4..]}";

    internal static NikKoperasi Stored(string digits) => new(digits);
}
