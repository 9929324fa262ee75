using BpjsBjb.Services.Audit;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Audit;

/// <summary>Who saw or changed what of one person. The NIK comes by POST and is not shown again.</summary>
public sealed class PersonModel(AuditSearch audit) : PageModel
{
    [BindProperty]
    public string? Nik { get; set; }

    public PersonTrail? Trail { get; private set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var found = await audit.PersonAsync(Nik, this.ReadPlace(), User.ToActor(), cancel);
        if (found.IsRefused) return this.Refuse(found.Refusals);

        Trail = found.Value;
        Nik = null;
        ModelState.Clear();
        return Page();
    }
}
