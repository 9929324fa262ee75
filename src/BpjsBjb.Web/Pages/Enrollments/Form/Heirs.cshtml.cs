using BpjsBjb.Services.Enrollments;

namespace BpjsBjb.Web.Pages.Enrollments.Form;

public sealed class HeirsModel(SectionServices services) : SectionPage<HeirsForm>(services)
{
    protected override bool ShowsRecord => true;
}
