using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Claims;
using BpjsBjb.Services.Loans;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Loans;

public sealed class DetailsModel(LoanSearch loans, PersonalDataReads reads, AuditSearch audit, ClaimSearch claims, ReferenceSource reference) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public LoanDetails Loan { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public IReadOnlyList<Change> Changes { get; private set; } = [];

    public IReadOnlyList<ClaimLink> Claims { get; private set; } = [];

    public bool MayClear => Allows(Policies.ClearLoans);

    public bool MayIssueProofs => Allows(Policies.IssueProofs);

    public bool MayReadBills => Allows(Policies.ReadBills);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await loans.DetailsAsync(Id, User.ToActor(), cancel) is not { } loan) return NotFound();

        if (loan.Kpj is not null) await reads.LookAsync(Id, ["Kpj"], this.ReadPlace(), User.ToActor(), cancel);
        Changes = await audit.OfCaseAsync(loan.EnrollmentId, User.ToActor(), cancel);
        (Loan, Book) = (loan, await reference.ReadAsync(cancel));
        Claims = await claims.OfLoanAsync(Id, User.ToActor(), cancel);
        return Page();
    }

    private bool Allows(string policy) => User.RoleOrNull() is { } role && Policies.Allows(policy, role);
}
