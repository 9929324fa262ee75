using BpjsBjb.Services.Employers;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Employers;

/// <summary>An employer's loan with its gate, and by name everybody who must be covered first.</summary>
public sealed class LoanModel(EmployerLoanSearch loans, ReferenceSource reference) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public EmployerLoanDetails Loan { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public bool MayKeepList => Allows(Policies.RegisterDebtors);

    public bool MayFollow => Allows(Policies.FollowCover);

    public bool MayClear => Allows(Policies.ClearLoans);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await loans.DetailsAsync(Id, User.ToActor(), cancel) is not { } found) return NotFound();

        (Loan, Book) = (found, await reference.ReadAsync(cancel));
        return Page();
    }

    private bool Allows(string policy) => User.RoleOrNull() is { } role && Policies.Allows(policy, role);
}
