using System.Globalization;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.TagHelpers;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Enrollments.Form;

/// <summary>What the fields of the form offer to choose from.</summary>
public static class FormChoices
{
    private static readonly string[] StatedMemberships = ["None", "Pu", "Bpu"];

    public static IReadOnlyList<SelectListItem> Products(ReferenceBook reference) =>
        [.. reference.Products.Where(product => !product.IsRetired).Select(product => new SelectListItem(product.Name, product.Code))];

    public static IReadOnlyList<SelectListItem> Branches(ReferenceBook reference, Guid officeId)
    {
        var only = reference.BpjsBranchOf(officeId);
        return [.. reference.BpjsBranchesNear(officeId).Select(branch => new SelectListItem(branch.Name, branch.Id.ToString(), branch == only))];
    }

    /// <summary>All districts under their regencies, and "elsewhere" as the last.</summary>
    public static IReadOnlyList<SelectListItem> Districts(ReferenceBook reference, string elsewhere)
    {
        var groups = reference.Regencies.ToDictionary(regency => regency.Code, regency => new SelectListGroup { Name = regency.Name });
        return
        [
            .. reference.Districts.Where(district => !district.IsRetired && groups.ContainsKey(district.Code[..4])).Select(district =>
                new WordedItem(district.Name, district.Code, groups[district.Code[..4]].Name) { Group = groups[district.Code[..4]] }),
            new(elsewhere, ReferenceBook.OutsideDistrict),
        ];
    }

    public static IReadOnlyList<SelectListItem> Regencies(ReferenceBook reference, string elsewhere) =>
        [.. reference.Regencies.Where(regency => !regency.IsRetired).Select(regency => new SelectListItem(regency.Name, regency.Code)), new(elsewhere, ReferenceBook.OutsideRegency)];

    public static IReadOnlyList<SelectListItem> BusinessTypes(ReferenceBook reference) =>
        [.. reference.BusinessTypes.Where(type => !type.IsRetired).Select(type => new WordedItem(type.Name, type.Id, type.Aliases))];

    public static IReadOnlyList<SelectListItem> Terms(IEnumerable<PrepaymentTerm> terms, IStringLocalizer<SharedTexts> texts) =>
    [
        .. terms.Select(term => new SelectListItem(
            texts["Months", term.Months] + (term.IsConfirmed ? "" : $" ({texts["Unconfirmed"]})"),
            term.Months.ToString(CultureInfo.InvariantCulture))),
    ];

    public static IReadOnlyList<SelectListItem> Memberships(IStringLocalizer<SharedTexts> texts) =>
        [.. StatedMemberships.Select(value => new SelectListItem(texts[$"Enum.StatedMembership.{value}"], value))];

    public static IReadOnlyList<SelectListItem> YesOrNo(IStringLocalizer<SharedTexts> texts) =>
        [new(texts["Yes"], "true"), new(texts["No"], "false")];

    public static IReadOnlyList<SelectListItem> Of<TEnum>(IStringLocalizer<SharedTexts> texts)
        where TEnum : struct, Enum =>
        [.. Enum.GetValues<TEnum>().Select(value => new SelectListItem(texts.Of(value), value.ToString()))];
}
