using System.Globalization;
using System.Text;
using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.People;

/// <summary>A name exactly as on the identity card; compared without case, accents or double spaces.</summary>
public static class PersonName
{
    public static readonly Refusal Missing = new("full-name.missing");
    public static readonly Refusal TooLong = new("full-name.too-long");
    public static readonly Refusal NotAName = new("full-name.not-a-name");

    public const int MaximumLength = 100;

    public static Result<string> Parse(string? text)
    {
        var name = string.Join(' ', (text ?? "").Normalize(NormalizationForm.FormC).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (name.Length == 0) return Missing;
        if (name.Length > MaximumLength) return TooLong.With(MaximumLength);
        return name.Any(char.IsLetter) && name.All(IsNameCharacter) ? name : NotAName;
    }

    /// <summary>What two spellings of one name have in common: lower case, no accents, single spaces.</summary>
    public static string Normalised(string name)
    {
        var bare = new StringBuilder(name.Length);
        foreach (var c in name.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            bare.Append(char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ');
        }

        return string.Join(' ', bare.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool IsNameCharacter(char c) =>
        char.IsLetter(c) || c is ' ' or '.' or ',' or '\'' or '’' or '-' or '/' or '(' or ')'
        || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;
}
