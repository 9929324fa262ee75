using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Enrollments;
using Microsoft.AspNetCore.Mvc;

namespace BpjsBjb.Web.Pages.Enrollments;

/// <summary>A list of cases as its address asks for it; what the address leaves out is the page's to say.</summary>
public sealed record CaseQuery
{
    public EnrollmentTab? Tab { get; init; }

    public bool? Mine { get; init; }

    public string? Product { get; init; }

    public string? Regency { get; init; }

    [FromQuery(Name = TagHelpers.ListQuery.PageNumber)]
    public int Page { get; init; } = 1;

    public EnrollmentFilter ToFilter(EnrollmentTab tab, bool mine) => new(Tab ?? tab, Mine ?? mine, Product, Regency, Page);
}

/// <summary>What the tabs and filters above a list of cases show.</summary>
public sealed record CaseFilters(EnrollmentFilter Filter, WorkCounts Counts, Role Role, IReadOnlyList<EnrollmentTab> Tabs);

/// <summary>Rows of cases with the step each role may take next.</summary>
public sealed record CaseRows(IReadOnlyList<EnrollmentListItem> Items, Role Role, string Caption);
