using System.Globalization;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Reviews;
using BpjsBjb.Web.Localisation;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Reviews;

/// <summary>The values of a record as a person reads them.</summary>
public static class RecordTexts
{
    public static string Label(PersonAttribute attribute, IStringLocalizer<SharedTexts> texts) =>
        texts.Label(attribute == PersonAttribute.Heirs ? "Heirs.Heirs" : $"Debtor.{attribute}");

    public static string Value(PersonRecord record, PersonAttribute attribute, IStringLocalizer<SharedTexts> texts)
    {
        var value = record.Values[attribute];
        if (value.Length == 0) return Format.Nothing;

        return attribute switch
        {
            PersonAttribute.Sex => texts.Of(Enum.Parse<Sex>(value)),
            PersonAttribute.BirthDate => Format.DateLong(DateOnly.ParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
            PersonAttribute.Heirs => Enum.GetValues<HeirRelation>()
                .Aggregate(value, (text, relation) => text.Replace($"({relation})", $"({texts.Of(relation)})", StringComparison.Ordinal)),
            _ => value,
        };
    }

    public static string Cards(PersonRecord record)
    {
        var cards = record.Covers.Where(cover => cover.Kpj is not null).Select(cover => cover.Kpj!).ToList();
        return cards.Count == 0 ? Format.Nothing : string.Join(", ", cards);
    }
}
