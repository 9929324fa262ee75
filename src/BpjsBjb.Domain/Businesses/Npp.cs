using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Businesses;

/// <summary>Nomor Pendaftaran Perusahaan: an employer's number at BPJS. Its form is known from examples only, so that another one warns.</summary>
public sealed record Npp
{
    public static readonly Refusal Missing = new("npp.missing");
    public static readonly Refusal NotANumber = new("npp.not-a-number");
    public static readonly Refusal Unusual = new("npp.unusual");

    private const int Usual = 8;

    /// <summary>More than any register would write into it; what is longer, or has control characters, is another text pasted here.</summary>
    private const int Longest = 32;

    private Npp(string text) => Text = text;

    /// <summary>Capitals and digits without the separators.</summary>
    public string Text { get; }

    public IReadOnlyList<Refusal> Warnings => Text.Length == Usual && Text.All(IsUsual) ? [] : [Unusual.AsWarning()];

    public static Result<Npp> Parse(string? text)
    {
        var bare = TypedNumber.Bare(text).ToUpperInvariant();
        if (bare.Length == 0) return Missing;
        return bare.Length > Longest || bare.Any(char.IsControl) ? NotANumber : new Npp(bare);
    }

    public override string ToString() => $"****{(Text.Length > Usual / 2 ? Text[^2..] : "")}";

    internal static Npp Stored(string text) => new(text);

    private static bool IsUsual(char c) => c is (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
