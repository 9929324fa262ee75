using System.Globalization;
using BpjsBjb.Services.Offices;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages;

/// <summary>Business types found by everyday words, as a form offers them.</summary>
/// <param name="Question">What decides between them; null where they are only listed.</param>
public sealed record BusinessTypeChoices(string? Question, IReadOnlyList<SelectListItem> Items)
{
    public static readonly BusinessTypeChoices None = new(null, []);

    public static BusinessTypeChoices Of(IReadOnlyList<BusinessTypeOption> options, IStringLocalizer<SharedTexts> texts)
    {
        var isEnglish = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";
        var first = options.Count > 0 ? options[0].Answer : null;
        return new BusinessTypeChoices(
            isEnglish ? first?.QuestionEn : first?.QuestionId,
            [.. options.Select(option => new SelectListItem(TextOf(option), option.Type.Id))]);

        string TextOf(BusinessTypeOption option)
        {
            var group = texts["RiskGroup", Roman(option.Type.RiskGroup)].Value;
            var rate = option.RateHundredths is { } hundredths ? $", JKK {Format.Percent(hundredths / 10_000m, 2)}" : "";
            var answer = isEnglish ? option.Answer?.AnswerEn : option.Answer?.AnswerId;
            return answer is null ? $"{option.Type.Name} ({group}{rate})" : $"{answer}: {option.Type.Name} ({group}{rate})";
        }
    }

    /// <summary>I to V, as the annex writes its groups.</summary>
    public static string Roman(int group) => group switch { 1 => "I", 2 => "II", 3 => "III", 4 => "IV", 5 => "V", _ => Format.Nothing };
}
