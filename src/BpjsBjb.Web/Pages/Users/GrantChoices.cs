using BpjsBjb.Services.Offices;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BpjsBjb.Web.Pages.Users;

/// <summary>Offices to choose from, by institution and place in the tree.</summary>
internal static class GrantChoices
{
    public static IReadOnlyList<SelectListItem> Offices(ReferenceBook book)
    {
        var groups = new Dictionary<Domain.Offices.Institution, SelectListGroup>
        {
            [Domain.Offices.Institution.Bjb] = new() { Name = "bank bjb" },
            [Domain.Offices.Institution.Bpjs] = new() { Name = "BPJS Ketenagakerjaan" },
        };
        return [.. book.Offices.OrderBy(office => office.Institution).ThenBy(office => office.Position)
            .Select(office => new SelectListItem(office.Name, office.Id.ToString()) { Group = groups[office.Institution] })];
    }
}
