using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Localisation;

public static class EnumTexts
{
    /// <summary>The reader's word for a value of the domain: key <c>Enum.Type.Value</c> of the shared texts.</summary>
    public static string Of(this IStringLocalizer<SharedTexts> texts, Enum value) => texts[$"Enum.{value.GetType().Name}.{value}"];

    /// <summary>Every value of a domain's enum as a field offers it.</summary>
    public static IReadOnlyList<SelectListItem> Choices<T>(this IStringLocalizer<SharedTexts> texts)
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(one => new SelectListItem(texts.Of(one), one.ToString()))];

    /// <summary>The label of a form field by its name in refusals, such as <c>Debtor.FullName</c>.</summary>
    public static string Label(this IStringLocalizer<SharedTexts> texts, string field) => texts[$"Label.{field}"];
}
