using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Reviews;
using BpjsBjb.Web.Localisation;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Reviews;

/// <summary>Turns compared values, written for machines, into what a person reads, and marks the words that differ.</summary>
public static class ComparisonTexts
{
    public static string Stated(ComparisonRow row, EnrollmentForm form, IStringLocalizer<SharedTexts> texts) =>
        row.Field == "Heirs.Heirs" ? Heirs(form.Heirs, texts) : Text(row.Field, row.Stated, texts);

    public static string Recorded(ComparisonRow row, IStringLocalizer<SharedTexts> texts) =>
        row.Recorded is { } recorded ? Text(row.Field, recorded, texts) : Format.Nothing;

    /// <summary>The text with every word the other one lacks in a mark; neighbouring words share one.</summary>
    public static IHtmlContent Marked(string text, string other)
    {
        var common = Words(other).Select(PersonName.Normalised).ToHashSet();
        var content = new HtmlContentBuilder();
        List<string> differing = [];
        var isFirst = true;
        foreach (var word in Words(text))
        {
            if (!common.Contains(PersonName.Normalised(word)))
            {
                differing.Add(word);
                continue;
            }

            Flush();
            Space();
            content.Append(word);
        }

        Flush();
        return content;

        void Flush()
        {
            if (differing.Count == 0) return;

            Space();
            var mark = new TagBuilder("mark");
            mark.InnerHtml.Append(string.Join(' ', differing));
            content.AppendHtml(mark);
            differing.Clear();
        }

        void Space()
        {
            if (!isFirst) content.Append(" ");
            isFirst = false;
        }
    }

    private static string Text(string field, string value, IStringLocalizer<SharedTexts> texts) => value.Length == 0 ? Format.Nothing : field switch
    {
        "Debtor.BirthDate" when DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) =>
            Format.DateLong(date),
        "Debtor.Sex" when Enum.TryParse<Sex>(value, out var sex) => texts.Of(sex),
        "Debtor.Phone" when MobilePhone.Parse(value) is { IsRefused: false } phone => Format.Phone(phone.Value),
        "Debtor.DistrictCode" when value == Format.Nothing => texts["Outside"],
        "Debtor.StatedMembership" when Enum.TryParse<Segment>(value, out var segment) => texts.Of(segment),
        "Debtor.StatedMembership" => texts["Enum.StatedMembership.None"],
        "Business.EmploysWorkers" => texts[value == "true" ? "Yes" : "No"],
        "Income.MonthlyIncome" when Rupiah.Parse(value) is { IsRefused: false } income => Format.Rupiah(income.Value),
        _ => value,
    };

    private static string Heirs(HeirsForm form, IStringLocalizer<SharedTexts> texts)
    {
        var heirs = form.Heirs.Where(heir => !heir.IsEmpty)
            .Select(heir => Enum.TryParse<HeirRelation>(heir.Relation, out var relation) ? $"{heir.Name} ({texts.Of(relation)})" : heir.Name);
        return string.Join(", ", heirs) is { Length: > 0 } names ? names : Format.Nothing;
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
