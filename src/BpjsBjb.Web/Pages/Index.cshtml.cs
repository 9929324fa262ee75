using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Work;
using BpjsBjb.Web.Pages.Enrollments;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages;

/// <summary>What waits for whoever signed in, by role.</summary>
public sealed class IndexModel(WorkSearch work, UserSearch users, CertificationService certification, DatabaseHealth database, TimeProvider clock) : PageModel
{
    public static readonly IReadOnlyList<EnrollmentTab> Tabs =
        [EnrollmentTab.Action, EnrollmentTab.WaitingForBpjs, EnrollmentTab.AwaitingPayment, EnrollmentTab.Active, EnrollmentTab.All];

    public Role Role { get; private set; }

    public EnrollmentFilter Filter { get; private set; } = new();

    public BankWork? Bank { get; private set; }

    public ReviewWork? Review { get; private set; }

    public UserWork? Users { get; private set; }

    /// <summary>Rights of the branch that are overdue for its supervisor to confirm.</summary>
    public int OverdueRights { get; private set; }

    public bool DatabaseIsReady { get; private set; }

    public DateOnly Today => clock.Today();

    public string FirstName => (User.FindFirst(PortalClaims.Name)?.Value ?? "").Split(' ')[0];

    /// <summary>Text of the greeting at this hour in Jakarta.</summary>
    public string Greeting => JakartaTime.At(clock.GetUtcNow()).Hour switch
    {
        >= 4 and < 11 => "Morning",
        >= 11 and < 15 => "Midday",
        >= 15 and < 18 => "Afternoon",
        _ => "Evening",
    };

    public async Task<IActionResult> OnGetAsync([FromQuery] CaseQuery query, CancellationToken cancel)
    {
        var actor = User.ToActor();
        Role = actor.Role;
        Filter = query.ToFilter(EnrollmentTab.Action, mine: Role == Role.LoanOfficer);
        switch (Role)
        {
            case Role.LoanOfficer or Role.BranchSupervisor:
                Bank = await work.OfBankAsync(Filter, actor, cancel);
                if (Role == Role.BranchSupervisor) OverdueRights = (await certification.ListAsync(actor, cancel)).Overdue;
                return Page();
            case Role.BpjsReviewer or Role.BpjsSupervisor:
                Review = await work.OfReviewerAsync(actor, cancel);
                return Page();
            case Role.SystemAdmin:
                Users = await users.WorkAsync(cancel);
                DatabaseIsReady = await database.IsReadyAsync(cancel);
                return Page();
            case Role.KadinViewer or Role.LpdbViewer:
                return LocalRedirect("~/Partners");
            case Role.DonorViewer:
                return LocalRedirect("~/Csr/Donor");
            default:
                return LocalRedirect("~/Dashboards");
        }
    }
}
