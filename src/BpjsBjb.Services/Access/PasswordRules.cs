using System.Globalization;
using System.Text;
using BpjsBjb.Domain.Common;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Services.Access;

/// <summary>What a password must be: long, and not what others would try first. No rule about kinds of characters.</summary>
public sealed class PasswordRules : IPasswordValidator<PortalUser>
{
    public const int Longest = 128;

    public static readonly Refusal TooShort = new("password.too-short");
    public static readonly Refusal TooLong = new("password.too-long");
    public static readonly Refusal TooFewCharacters = new("password.too-few-different-characters");
    public static readonly Refusal ContextWord = new("password.context-word");
    public static readonly Refusal Common = new("password.common");

    internal const int Shortest = 12;
    internal const int ShortestOfAdmin = 15;
    internal const int DifferentCharacters = 4;

    /// <summary>Rounds of PBKDF2 with SHA-512, as OWASP's password storage sheet asks; about a fifth of a second.</summary>
    internal const int HashIterations = 210_000;

    /// <summary>Shorter parts of a name are part of too many other words.</summary>
    private const int ShortestNamePart = 4;

    private static readonly string[] ContextWords = ["bpjs", "ketenagakerjaan", "bankbjb", "bjb", "lindung", "debitur"];

    /// <summary>Hashes as the portal does, outside of it.</summary>
    internal static PasswordHasher<PortalUser> Hasher(int iterations = HashIterations) =>
        new(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));

    public static int ShortestFor(Role role) => role == Role.SystemAdmin ? ShortestOfAdmin : Shortest;

    /// <summary>Every reason against this password for this person.</summary>
    public static IReadOnlyList<Refusal> Check(string password, PortalUser user)
    {
        if (password.Length > Longest) return [TooLong.With(Longest)];
        if (password.Length < ShortestFor(user.Role)) return [TooShort.With(ShortestFor(user.Role))];

        List<Refusal> refusals = [];
        if (password.Distinct().Count() < DifferentCharacters) refusals.Add(TooFewCharacters.With(DifferentCharacters));
        if (HoldsContextWord(password, user)) refusals.Add(ContextWord);
        if (CommonPasswords.Make(password)) refusals.Add(Common);
        return refusals;
    }

    Task<IdentityResult> IPasswordValidator<PortalUser>.ValidateAsync(UserManager<PortalUser> manager, PortalUser user, string? password)
    {
        var refusals = Check(password ?? "", user);
        return Task.FromResult(refusals.Count == 0
            ? IdentityResult.Success
            : IdentityResult.Failed([.. refusals.Select(refusal => new IdentityError { Code = refusal.Code, Description = refusal.Code })]));
    }

    private static bool HoldsContextWord(string password, PortalUser user)
    {
        string[] spellings = [LettersOf(password, one: 'i'), LettersOf(password, one: 'l')];
        return ContextWords.Concat(PartsOf(user)).Any(word => spellings.Any(spelling => spelling.Contains(word, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> PartsOf(PortalUser user) =>
        $"{user.FullName} {user.Email?.Split('@')[0]}".Split([' ', '.', '-', '_', '+', '\'', ','], StringSplitOptions.RemoveEmptyEntries)
            .Select(part => LettersOf(part, one: 'i')).Where(part => part.Length >= ShortestNamePart);

    /// <summary>Lower case, without accents, digits and signs read as the letters they stand for, all else left out.</summary>
    internal static string LettersOf(string text, char one)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKD).ToLower(CultureInfo.InvariantCulture))
        {
            var letter = c switch
            {
                '0' => 'o',
                '1' or '!' or '|' => one,
                '3' => 'e',
                '4' or '@' => 'a',
                '5' or '$' => 's',
                '6' or '9' => 'g',
                '7' => 't',
                '8' => 'b',
                _ => c,
            };
            if (letter is >= 'a' and <= 'z') letters.Append(letter);
        }

        return letters.ToString();
    }
}
