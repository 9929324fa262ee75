using BpjsBjb.Services.Guarantees;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Loans;

/// <summary>The file of one guarantee: claimable or not and what is missing, its premium and papers, and its end.</summary>
public sealed class GuaranteeModel(GuaranteeSearch search, GuaranteeService guarantees, GuaranteeFileService files) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public RecordPremium Premium { get; set; } = new();

    [BindProperty]
    public EndGuarantee End { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public LoanGuarantees Loan { get; private set; } = null!;

    public GuaranteeDetails Guarantee { get; private set; } = null!;

    public bool MayKeep => User.RoleOrNull() is { } role && Policies.Allows(Policies.FollowCover, role);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostPremiumAsync(CancellationToken cancel)
    {
        if (!MayKeep) return Forbid();

        var paid = await files.PayPremiumAsync(Id, Premium, User.ToActor(), cancel);
        if (paid.IsRefused) return await FindAsync(cancel) ? this.Refuse(paid.Refusals, nameof(Premium)) : NotFound();

        Notice = "guarantee.premium-paid";
        return RedirectToPage("/Loans/Guarantee", new { id = Id });
    }

    public async Task<IActionResult> OnPostEndAsync(CancellationToken cancel)
    {
        if (!MayKeep) return Forbid();
        if (!await FindAsync(cancel)) return NotFound();

        var ended = await guarantees.EndAsync(Loan.LoanId, Id, End, User.ToActor(), cancel);
        if (ended.IsRefused) return this.Refuse(ended.Refusals, nameof(End));

        Notice = "guarantee.ended";
        return RedirectToPage("/Loans/Guarantee", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await search.OfGuaranteeAsync(Id, User.ToActor(), cancel) is not { } loan) return false;

        (Loan, Guarantee) = (loan, loan.Guarantees.Single(one => one.Id == Id));
        return true;
    }
}
