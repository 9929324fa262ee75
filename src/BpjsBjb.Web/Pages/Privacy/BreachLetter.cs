using BpjsBjb.Services.Privacy;
using BpjsBjb.Web.Pages.Audit;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Privacy;

/// <summary>A draft of the written notice with what UU 27/2022 art. 46(2) wants in it: which data, when and how, and what is done about it.</summary>
public sealed record BreachLetter(string Language, IReadOnlyList<string> Paragraphs)
{
    /// <param name="found">The incident.</param>
    /// <param name="language">Of the letter, whatever the reader's is.</param>
    /// <param name="texts">The portal's shared words.</param>
    public static BreachLetter Of(BreachDetails found, string language, IStringLocalizer<SharedTexts> texts) => new(
        language,
        Localisation.Language.In<IReadOnlyList<string>>(language, () =>
        [
            texts["Breach.Opening", found.Number, Format.Moment(found.DiscoveredAt)],
            texts["Breach.Data", found.Fields.Count == 0 ? texts["Breach.FieldsUnknown"].Value : AuditWords.Fields(found.Fields, texts)],
            texts["Breach.WhenAndHow", Format.Moment(found.WindowFrom), Format.Moment(found.WindowBefore), found.What],
            texts["Breach.Remedy", found.Measures ?? texts["Breach.NoMeasures"].Value],
            texts["Breach.Closing"],
        ]));
}
