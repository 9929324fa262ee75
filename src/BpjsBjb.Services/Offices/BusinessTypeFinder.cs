using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.People;

namespace BpjsBjb.Services.Offices;

/// <summary>What everyday words lead to.</summary>
/// <param name="Hits">Business types, the nearest first.</param>
/// <param name="Answers">Where the words fit several risk groups: the answers to the one question that decides; else none.</param>
public sealed record BusinessTypeFinding(IReadOnlyList<BusinessType> Hits, IReadOnlyList<BusinessTypeAnswer> Answers)
{
    public static readonly BusinessTypeFinding Nothing = new([], []);
}

/// <summary>Finds business types by the words people use for what they do.</summary>
public static class BusinessTypeFinder
{
    private const int Most = 12;

    /// <summary>No everyday word is longer; a bound on the work.</summary>
    private const int Longest = 100;

    public static BusinessTypeFinding Find(this ReferenceBook book, string? typed)
    {
        var words = PersonName.Normalised((typed ?? "").Length > Longest ? typed![..Longest] : typed ?? "");
        if (words.Length == 0) return BusinessTypeFinding.Nothing;

        var ranked = book.BusinessTypes.Where(type => !type.IsRetired).Select(type => (Type: type, Rank: RankOf(type, words))).Where(hit => hit.Rank is not null)
            .OrderBy(hit => hit.Rank).ThenBy(hit => hit.Type.Name, StringComparer.Ordinal).ToList();
        var isExact = ranked.Count > 0 && ranked[0].Rank == 0;
        var question = book.BusinessTypeAnswers.GroupBy(answer => answer.QuestionId)
            .FirstOrDefault(answers => Split(answers.First().Words).Any(word => word == words || (!isExact && Holds(words, word))));
        return new BusinessTypeFinding([.. ranked.Select(hit => hit.Type).Take(Most)], question is null ? [] : [.. question]);
    }

    /// <summary>0 for the very word, then the nearer the smaller; null where nothing fits.</summary>
    private static int? RankOf(BusinessType type, string words)
    {
        var aliases = Split(type.Aliases);
        if (aliases.Contains(words)) return 0;
        if (aliases.Any(alias => alias.StartsWith(words, StringComparison.Ordinal) || Holds(words, alias))) return 1;
        if (aliases.Any(alias => HoldsAll(alias, words))) return 2;
        return HoldsAll(PersonName.Normalised(type.Name), words) ? 3 : null;
    }

    private static List<string> Split(string words) =>
        [.. words.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(PersonName.Normalised)];

    /// <summary>Whether a text holds a phrase as whole words.</summary>
    private static bool Holds(string text, string phrase) => $" {text} ".Contains($" {phrase} ", StringComparison.Ordinal);

    private static bool HoldsAll(string text, string words) => words.Split(' ').All(word => text.Contains(word, StringComparison.Ordinal));
}
