using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Enrollments;

public sealed class IndexModel(EnrollmentSearch enrollments) : PageModel
{
    public static readonly IReadOnlyList<EnrollmentTab> Tabs =
    [
        EnrollmentTab.All, EnrollmentTab.Returned, EnrollmentTab.Draft, EnrollmentTab.WaitingForBpjs, EnrollmentTab.AwaitingPayment,
        EnrollmentTab.Active,
    ];

    public Role Role { get; private set; }

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
