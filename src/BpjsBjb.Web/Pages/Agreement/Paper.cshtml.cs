using BpjsBjb.Services.Guarantees;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Agreement;

/// <summary>A paper of the agreement is kept, sealed.</summary>
[TakesFiles(Domain.Loans.Paper.MostBytes + RequestGuard.MostFormBytes)]
public sealed class PaperModel(AgreementPapers papers) : PageModel
{
    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? DatedOn { get; set; }

    [BindProperty]
    public IFormFile? Paper { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Paper is null) return this.Refuse([Domain.Loans.Paper.Missing.On(nameof(Paper))]);

        var kept = await papers.AddAsync(new AddAgreementPaper { Kind = Kind, DatedOn = DatedOn }, await Paper.ReadAsync(cancel), User.ToActor(), cancel);
        if (kept.IsRefused) return this.Refuse(kept.Refusals);

        Notice = "agreement.paper-kept";
        return RedirectToPage("/Agreement/Index");
    }
}
