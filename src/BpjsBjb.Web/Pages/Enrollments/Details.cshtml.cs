using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Privacy;
using BpjsBjb.Services.Reviews;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Enrollments;

/// <summary>A case of any status: where it stands, who acts next, what was filled in and what happened.</summary>
public sealed class DetailsModel(
    EnrollmentSearch enrollments, AuditSearch audit, DataRequestSearch privacy, ContributionPanelSource panels, ReferenceSource references,
    SecondLooks looks, IStringLocalizer<SharedTexts> texts) : PageModel
{
    public Role Role { get; private set; }

    public EnrollmentDetails Case { get; private set; } = null!;

    public ReferenceBook Reference { get; private set; } = null!;

    public IReadOnlyList<CaseSection> Sections { get; private set; } = [];

    public IReadOnlyList<Change> Changes { get; private set; } = [];

    /// <summary>For the bank: whose debtor it is.</summary>
    public CasePrivacy? Privacy { get; private set; }

    /// <summary>Only while the case is open: afterwards the bill tells the amount. Null also while the income cannot be read.</summary>
    public ContributionPanel? Panel { get; private set; }

    /// <summary>Text that says what happens next and who must act.</summary>
    public string NextStep => Case switch
    {
        { Status: EnrollmentStatus.Accepted, Outcome: AcceptanceOutcome.Declined } => "Next.Declined",
        { Status: EnrollmentStatus.Accepted, Participation: { } participation } => $"Next.{nameof(EnrollmentStatus.Accepted)}.{participation}",
        _ => $"Next.{Case.Status}",
    };

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        var actor = User.ToActor();
        if (await enrollments.DetailsAsync(id, actor, cancel) is not { } found) return NotFound();
        if (found.IsEditable && Policies.Allows(Policies.RegisterDebtors, actor.Role)) return LocalRedirect(CaseStep.Tasks(id));

        var isBlind = await looks.IsOpenForAsync(id, actor, cancel);
        if (isBlind) found = SecondLooks.Blind(found);

        Role = actor.Role;
        Case = found;
        Reference = await references.ReadAsync(cancel);
        Sections = new CaseSummary(texts, Reference).Of(found.Form, inFull: false);
        Privacy = May(Policies.ReadDataRequests) ? await privacy.OfCaseAsync(id, actor, cancel) : null;
        Changes = isBlind ? [] : await audit.OfCaseAsync(id, actor, cancel);
        if (found is { Status: EnrollmentStatus.Draft or EnrollmentStatus.Submitted or EnrollmentStatus.Returned })
        {
            Panel = await panels.OfAsync(found.Form, cancel);
        }

        return Page();
    }

    public bool May(string policy) => Policies.Allows(policy, Role);

    public ReturnedField? ReturnedAt(string field) => Case.ReturnedFields.FirstOrDefault(returned => returned.Field == field);
}
