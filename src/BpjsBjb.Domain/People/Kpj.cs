using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.People;

/// <summary>Nomor Kartu Peserta: 11 digits today, 8 to 13 on older cards; no checksum is published.</summary>
public sealed record Kpj
{
    public static readonly Refusal Missing = new("kpj.missing");
    public static readonly Refusal NotAKpj = new("kpj.not-eight-to-thirteen-digits");
    public static readonly Refusal OlderLength = new("kpj.older-length");

    private const int LengthToday = 11;

    private Kpj(string digits) => Digits = digits;

    public string Digits { get; }

    public IReadOnlyList<Refusal> Warnings => Digits.Length == LengthToday ? [] : [OlderLength.AsWarning().With(Digits.Length)];

    public static Result<Kpj> Parse(string? text)
    {
        var digits = new string([.. (text ?? "").Where(c => c is not (' ' or '.' or '-'))]);
        if (digits.Length == 0) return Missing;
        return digits.Length is < 8 or > 13 || !digits.All(char.IsAsciiDigit) ? NotAKpj : new Kpj(digits);
    }

    public override string ToString() => $"*******{Digits[^4..]}";

    internal static Kpj Stored(string digits) => new(digits);
}
