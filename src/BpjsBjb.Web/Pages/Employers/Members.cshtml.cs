using BpjsBjb.Services.Employers;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Employers;

/// <summary>The member list of a cooperative's loan, while the loan is applied for.</summary>
public sealed class MembersModel(EmployerLoanSearch search, EmployerLoanService loans) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public AddMember Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public EmployerLoanDetails Loan { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var added = await loans.AddMemberAsync(Id, Input, User.ToActor(), cancel);
        if (added is null || !await FindAsync(cancel)) return NotFound();
        if (added.IsRefused) return this.Refuse(added.Refusals, nameof(Input));

        Notice = "member.added";
        return RedirectToPage("Members", new { id = Id });
    }

    public async Task<IActionResult> OnPostRemoveAsync(Guid memberId, CancellationToken cancel)
    {
        var removed = await loans.RemoveMemberAsync(Id, memberId, User.ToActor(), cancel);
        if (removed is null || !await FindAsync(cancel)) return NotFound();
        if (removed.IsRefused) return this.Refuse(removed.Refusals);

        Notice = "member.removed";
        return RedirectToPage("Members", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await search.DetailsAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        Loan = found;
        return true;
    }
}
