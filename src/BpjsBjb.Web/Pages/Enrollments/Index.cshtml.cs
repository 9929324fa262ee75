using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Enrollments;

public sealed class IndexModel(EnrollmentSearch enrollments) : PageModel
{
    private static readonly EnrollmentTab[] AllTabs =
    [
        EnrollmentTab.All, EnrollmentTab.Returned, EnrollmentTab.Draft, EnrollmentTab.WaitingForBpjs, EnrollmentTab.AwaitingPayment,
        EnrollmentTab.Active,
    ];

    public Role Role { get; private set; }

    /// <summary>Drafts are the bank's own.</summary>
    public IReadOnlyList<EnrollmentTab> Tabs =>
        Policies.Allows(Policies.ReviewEnrollments, Role) ? [.. AllTabs.Where(tab => tab != EnrollmentTab.Draft)] : AllTabs;

    public EnrollmentFilter Filter { get; private set; } = new();

    public WorkCounts Counts { get; private set; } = null!;

    public Page<EnrollmentListItem> Cases { get; private set; } = null!;

    public async Task OnGetAsync([FromQuery] CaseQuery query, CancellationToken cancel)
    {
        var actor = User.ToActor();
        Role = actor.Role;
        Filter = query.ToFilter(EnrollmentTab.All, mine: false);
        Counts = await enrollments.CountsAsync(Filter, actor, cancel);
        Cases = await enrollments.ListAsync(Filter, actor, cancel);
    }
}
