using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Offices;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BpjsBjb.Web.Pages.Reference.Offices;

/// <summary>What the forms of offices offer.</summary>
internal static class OfficeChoices
{
    /// <summary>Names of institutions are the same in every language.</summary>
    public static string NameOf(Institution institution) => institution == Institution.Bjb ? "bank bjb" : "BPJS Ketenagakerjaan";

    public static IReadOnlyList<SelectListItem> Regencies(ReferenceBook book) =>
        [.. book.Regencies.Select(regency => new SelectListItem(regency.Name, regency.Code))];

    /// <summary>Open offices another can stand below.</summary>
    public static IReadOnlyList<SelectListItem> Parents(ReferenceBook book, Institution? only = null)
    {
        var groups = Enum.GetValues<Institution>().ToDictionary(one => one, one => new SelectListGroup { Name = NameOf(one) });
        return
        [
            .. book.OpenOffices.Where(office => office.Kind != OfficeKind.SubBranch && (only is null || office.Institution == only))
                .OrderBy(office => office.Institution).ThenBy(office => office.Position)
                .Select(office => new SelectListItem(office.Name, office.Id.ToString()) { Group = groups[office.Institution] }),
        ];
    }

    /// <summary>Branches that could go on with another's work.</summary>
    public static IReadOnlyList<SelectListItem> Successors(ReferenceBook book, OfficeDetails office) =>
    [
        .. book.OpenOffices.Where(other => other.Institution == office.Institution && other.Id != office.Id
                && other.Kind >= OfficeKind.Branch && other.Kind <= office.Kind && other.ParentId != office.Id)
            .OrderBy(other => other.Name).Select(other => new SelectListItem(other.Name, other.Id.ToString())),
    ];
}
