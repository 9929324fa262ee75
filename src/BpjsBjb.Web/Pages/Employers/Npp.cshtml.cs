using BpjsBjb.Services.Employers;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Employers;

/// <summary>BPJS enters the number it gave the employer; once, and not by whoever registered it.</summary>
public sealed class NppModel(EmployerSearch search, EmployerService employers) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public uint Version { get; set; }

    [BindProperty]
    public string? Npp { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public EmployerDetails Employer { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var recorded = await employers.RecordNppAsync(Id, Version, Npp, User.ToActor(), cancel);
        if (recorded is null || !await FindAsync(cancel)) return NotFound();
        if (recorded.IsRefused) return this.Refuse(recorded.Refusals);

        Notice = "employer.numbered";
        return RedirectToPage("Details", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await search.DetailsAsync(Id, month: null, User.ToActor(), cancel) is not { } found) return false;

        Employer = found;
        return true;
    }
}
