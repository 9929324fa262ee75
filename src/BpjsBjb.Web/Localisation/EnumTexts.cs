using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Localisation;

public static class EnumTexts
{
    /// <summary>The reader's word for a value of the domain: key <c>Enum.Type.Value</c> of the shared texts.</summary>
    public static string Of(this IStringLocalizer<SharedTexts> texts, Enum value) => texts[$"Enum.{value.GetType().Name}.{value}"];

    /// <summary>The label of a form field by its name in refusals, such as <c>Debtor.FullName</c>.</summary>
    public static string Label(this IStringLocalizer<SharedTexts> texts, string field) => texts[$"Label.{field}"];
}
