using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.People;

/// <summary>An Indonesian mobile number, kept as E.164 (+628…).</summary>
public sealed record MobilePhone
{
    public static readonly Refusal Missing = new("phone.missing");
    public static readonly Refusal NotAMobileNumber = new("phone.not-a-mobile-number");

    private MobilePhone(string e164) => E164 = e164;

    public string E164 { get; }

    /// <summary>Reads 0812-2045-7719, 62812…, +62 812… alike: 08 and 8 to 11 further digits.</summary>
    public static Result<MobilePhone> Parse(string? text)
    {
        var typed = new string([.. (text ?? "").Where(c => c is not (' ' or '.' or '-' or '(' or ')' or '\u00a0'))]);
        if (typed.Length == 0) return Missing;

        if (typed.StartsWith("+62", StringComparison.Ordinal)) typed = "0" + typed[3..];
        else if (typed.StartsWith("62", StringComparison.Ordinal)) typed = "0" + typed[2..];

        return typed.Length is < 10 or > 13 || !typed.StartsWith("08", StringComparison.Ordinal) || !typed.All(char.IsAsciiDigit)
            ? NotAMobileNumber
            : new MobilePhone("+62" + typed[1..]);
    }

    public override string ToString() => $"{E164[..4]}*****{E164[^3..]}";
}
