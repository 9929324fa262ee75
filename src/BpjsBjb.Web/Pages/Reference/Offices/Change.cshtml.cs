using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace BpjsBjb.Web.Pages.Reference.Offices;

/// <summary>Another name, code, regency or place in the tree, from today on.</summary>
[RecentSignIn(OnlyToSend = true)]
public sealed class ChangeModel(OfficeService offices, OfficeSearch search, ReferenceSource reference) : OfficePage(search, reference)
{
    [BindProperty]
    public long Version { get; set; }

    [BindProperty]
    public ChangeOffice Input { get; set; } = new();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        Version = Office.Version;
        Input = new ChangeOffice
        {
            ParentId = Office.ParentId?.ToString(),
            Code = Office.Code,
            Name = Office.Name,
            RegencyCode = Office.RegencyCode,
            IsSample = Office.IsSample ? "true" : "false",
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var changed = await offices.ChangeAsync(Id, Version, Input, User.ToActor(), cancel);
        if (changed.IsRefused) return await FindAsync(cancel) ? this.Refuse(changed.Refusals, nameof(Input)) : NotFound();

        Notice = "office.changed";
        return RedirectToPage("Details", new { id = Id });
    }
}
