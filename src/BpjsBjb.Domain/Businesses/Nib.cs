using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Businesses;

/// <summary>Nomor Induk Berusaha: 13 digits of the business register.</summary>
public sealed record Nib
{
    public static readonly Refusal Missing = new("nib.missing");
    public static readonly Refusal NotThirteenDigits = new("nib.not-thirteen-digits");

    private Nib(string digits) => Digits = digits;

    public string Digits { get; }

    public static Result<Nib> Parse(string? text)
    {
        var digits = TypedNumber.Bare(text);
        if (digits.Length == 0) return Missing;
        return TypedNumber.IsDigits(digits, 13, 13) ? new Nib(digits) : NotThirteenDigits.With(digits.Count(char.IsAsciiDigit));
    }

    public override string ToString() => $"*********{Digits[^4..]}";

    internal static Nib Stored(string digits) => new(digits);
}
