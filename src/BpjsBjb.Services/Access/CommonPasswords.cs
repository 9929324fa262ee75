using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;

namespace BpjsBjb.Services.Access;

/// <summary>
/// Passwords people have been seen to choose, and common Indonesian words. The list: npm <c>@zxcvbn-ts/language-common</c> 4.1.3 and
/// <c>@zxcvbn-ts/language-id</c> 4.1.1, MIT licence, Copyright (c) 2012-2016 Dan Wheeler and Dropbox, Inc., (c) 2021 @zxcvbn-ts; shortened.
/// </summary>
internal static class CommonPasswords
{
    private const int MostPieces = 2;

    private static readonly Lazy<FrozenSet<string>> List = new(Read);

    /// <summary>True for a listed one, for two put together, and for runs of digits or one character beside them: "password2026", "qwerty-qwerty".</summary>
    public static bool Make(string password)
    {
        var text = string.Concat(password.ToLower(CultureInfo.InvariantCulture).Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '_' or '.')));
        return IsMade(text) || IsMade(PasswordRules.LettersOf(password, one: 'i')) || IsMade(PasswordRules.LettersOf(password, one: 'l'));
    }

    private static bool IsMade(string text)
    {
        var fewest = new int[text.Length + 1];
        for (var end = 1; end <= text.Length; end++)
        {
            fewest[end] = MostPieces + 1;
            for (var start = 0; start < end; start++)
            {
                if (fewest[start] < fewest[end] - 1 && IsPiece(text[start..end])) fewest[end] = fewest[start] + 1;
            }
        }

        return fewest[^1] <= MostPieces;
    }

    private static bool IsPiece(string text) =>
        List.Value.Contains(text) || text.All(char.IsAsciiDigit) || text.All(c => c == text[0]) || text.All(char.IsPunctuation);

    private static FrozenSet<string> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var name = assembly.GetManifestResourceNames().Single(path => path.EndsWith("common-passwords.txt", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
