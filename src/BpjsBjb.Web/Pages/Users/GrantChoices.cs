using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Offices;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BpjsBjb.Web.Pages.Users;

/// <summary>Offices to choose from, by institution and place in the tree.</summary>
internal static class GrantChoices
{
    /// <summary>Those at which a right can be given today.</summary>
    public static IReadOnlyList<SelectListItem> OpenOffices(ReferenceBook book) => Choices(book.OpenOffices);

    /// <summary>All, those that have ended among them.</summary>
    public static IReadOnlyList<SelectListItem> Offices(ReferenceBook book) => Choices(book.Offices);

    public static IReadOnlyList<SelectListItem> Donors(IEnumerable<CsrDonorChoice> donors) =>
        [.. donors.Select(donor => new SelectListItem(donor.Name, donor.Id.ToString()))];

    private static IReadOnlyList<SelectListItem> Choices(IEnumerable<Domain.Offices.Office> offices)
    {
        var groups = new Dictionary<Domain.Offices.Institution, SelectListGroup>
        {
            [Domain.Offices.Institution.Bjb] = new() { Name = "bank bjb" },
            [Domain.Offices.Institution.Bpjs] = new() { Name = "BPJS Ketenagakerjaan" },
        };
        return [.. offices.OrderBy(office => office.Institution).ThenBy(office => office.Position)
            .Select(office => new SelectListItem(office.Name, office.Id.ToString()) { Group = groups[office.Institution] })];
    }
}
