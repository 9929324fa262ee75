using BpjsBjb.Services.Cover;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Cover;

/// <summary>The debtor claimed the old-age savings: a day, from which the status follows.</summary>
public sealed class JhtModel(CoverSearch covers, CoverService service) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public RecordJhtClaim Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public CoverDetails Cover { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var recorded = await service.RecordJhtAsync(Id, Input, User.ToActor(), cancel);
        if (recorded.IsRefused) return await FindAsync(cancel) ? this.Refuse(recorded.Refusals, nameof(Input)) : NotFound();

        Notice = "cover.jht-recorded";
        return RedirectToPage("/Cover/Details", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await covers.DetailsAsync(Id, User.ToActor(), cancel) is not { } cover) return false;

        Cover = cover;
        return true;
    }
}
