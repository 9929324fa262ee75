using BpjsBjb.Services.Guarantees;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Loans;

/// <summary>A paper is put into the file of a guarantee, sealed.</summary>
[TakesFiles(Domain.Loans.Paper.MostBytes + RequestGuard.MostFormBytes)]
public sealed class GuaranteePaperModel(GuaranteeSearch search, GuaranteeFileService files) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public IFormFile? Paper { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public LoanGuarantees Loan { get; private set; } = null!;

    public GuaranteeDetails Guarantee { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();
        if (Paper is null) return this.Refuse([Domain.Loans.Paper.Missing.On(nameof(Paper))]);

        var kept = await files.AddDocumentAsync(Id, Kind, await Paper.ReadAsync(cancel), User.ToActor(), cancel);
        if (kept.IsRefused) return this.Refuse(kept.Refusals);

        Notice = "guarantee.paper-kept";
        return RedirectToPage("/Loans/Guarantee", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await search.OfGuaranteeAsync(Id, User.ToActor(), cancel) is not { } loan) return false;

        (Loan, Guarantee) = (loan, loan.Guarantees.Single(one => one.Id == Id));
        return true;
    }
}
