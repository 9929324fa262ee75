using BpjsBjb.Services.Enrollments;

namespace BpjsBjb.Web.Pages.Enrollments.Form;

public sealed class BusinessModel(SectionServices services) : SectionPage<BusinessForm>(services);
