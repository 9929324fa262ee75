using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Offices;

namespace BpjsBjb.Web.Pages.Enrollments.Form;

/// <summary>What every page of the form asks.</summary>
public sealed record SectionServices(
    EnrollmentService Enrollments, EnrollmentSearch Search, ContributionPanelSource Panels, ReferenceSource Reference,
    PersonalDataReads Reads);
