using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;

namespace BpjsBjb.Domain.Businesses;

/// <summary>Nomor Identitas Tempat Kegiatan Usaha: the taxpayer's 16 digits and six for the place of business.</summary>
public sealed record Nitku
{
    public static readonly Refusal Missing = new("nitku.missing");
    public static readonly Refusal NotTwentyTwoDigits = new("nitku.not-twenty-two-digits");

    /// <summary>Of a number whose first sixteen digits are another taxpayer's.</summary>
    public static readonly Refusal OfAnotherTaxpayer = new("nitku.of-another-taxpayer");

    private const string HeadOffice = "000000";

    private Nitku(Npwp npwp, string place) => (Npwp, Place) = (npwp, place);

    public Npwp Npwp { get; }

    public string Place { get; }

    public bool IsHeadOffice => Place == HeadOffice;

    public string Digits => Npwp.Digits + Place;

    public IReadOnlyList<Refusal> Warnings => Npwp.Warnings;

    public static Result<Nitku> Parse(string? text)
    {
        var digits = TypedNumber.Bare(text);
        if (digits.Length == 0) return Missing;
        if (!TypedNumber.IsDigits(digits, 22, 22)) return NotTwentyTwoDigits.With(digits.Count(char.IsAsciiDigit));

        var npwp = Npwp.Parse(digits[..16]);
        return npwp.IsRefused ? npwp.Refusals.ToArray() : new Nitku(npwp.Value, digits[16..]);
    }

    public override string ToString() => $"{Npwp} {Place}";
}
