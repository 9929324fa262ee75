using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Offices;

/// <summary>The bank's own code of a branch, such as 0001 or ID123: a text, whose leading zeros count.</summary>
public sealed record BranchCode
{
    public static readonly Refusal Missing = new("branch-code.missing");
    public static readonly Refusal NotACode = new("branch-code.not-a-code");

    private const int Longest = 10;

    private BranchCode(string text) => Text = text;

    public string Text { get; }

    public static Result<BranchCode> Parse(string? text)
    {
        var typed = (text ?? "").Trim().ToUpperInvariant();
        if (typed.Length == 0) return Missing;
        return typed.Length > Longest || !typed.All(char.IsAsciiLetterOrDigit) ? NotACode.With(Longest) : new BranchCode(typed);
    }

    public override string ToString() => Text;

    internal static BranchCode Stored(string text) => new(text);
}
