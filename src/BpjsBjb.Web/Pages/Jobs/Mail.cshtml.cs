using BpjsBjb.Services.Mails;
using BpjsBjb.Web.Mails;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Jobs;

/// <summary>Mails that were caught where one tries the portal out; elsewhere there is no such page.</summary>
public sealed class MailModel(IMailCarrier carrier) : PageModel
{
    public IReadOnlyList<CaughtMail> Mails { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (carrier is not FolderCarrier caught) return NotFound();

        Mails = await caught.ListAsync(cancel);
        return Page();
    }
}
