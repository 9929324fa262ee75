using BpjsBjb.Services.Employers;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Employers;

/// <summary>A loan of the employer itself, under the duty of its product and amount.</summary>
public sealed class ApplyModel(EmployerSearch search, EmployerLoanService loans, ReferenceSource reference) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public ApplyForLoan Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public EmployerDetails Employer { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var applied = await loans.ApplyAsync(Id, Input, User.ToActor(), cancel);
        if (applied is null || !await FindAsync(cancel)) return NotFound();
        if (applied.IsRefused) return this.Refuse(applied.Refusals, nameof(Input));

        Notice = "employer.loan-applied";
        return RedirectToPage("Loan", new { id = applied.Value });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await search.DetailsAsync(Id, month: null, User.ToActor(), cancel) is not { } found) return false;

        (Employer, Book) = (found, await reference.ReadAsync(cancel));
        return true;
    }
}
