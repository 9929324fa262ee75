using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace BpjsBjb.Web.Pages.Reference.Offices;

/// <summary>The end of an office without a successor: only once nothing is left to do there.</summary>
[RecentSignIn(OnlyToSend = true)]
public sealed class CloseModel(OfficeService offices, OfficeSearch search, ReferenceSource reference) : OfficePage(search, reference)
{
    [BindProperty]
    public long Version { get; set; }

    [BindProperty]
    public CloseOffice Input { get; set; } = new();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        Version = Office.Version;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var closed = await offices.CloseAsync(Id, Version, Input, User.ToActor(), cancel);
        if (closed.IsRefused) return await FindAsync(cancel) ? this.Refuse(closed.Refusals, nameof(Input)) : NotFound();

        Notice = "office.closed";
        return RedirectToPage("Details", new { id = Id });
    }
}
