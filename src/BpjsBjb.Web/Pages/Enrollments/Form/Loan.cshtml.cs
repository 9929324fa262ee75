using BpjsBjb.Services.Enrollments;

namespace BpjsBjb.Web.Pages.Enrollments.Form;

public sealed class LoanModel(SectionServices services) : SectionPage<LoanForm>(services);
