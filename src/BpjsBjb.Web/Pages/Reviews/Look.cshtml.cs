using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Reviews;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Reviews;

/// <summary>A drawn case, and what the second reviewer would have decided. Nothing on the page tells the first decision.</summary>
[RecentSignIn(OnlyToSend = true)]
public sealed class LookModel(SecondLooks looks, PersonalDataReads reads) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public LookAgain Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public BlindCase Blind { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        var looked = await looks.LookAsync(Id, Input, User.ToActor(), cancel);
        if (looked.IsRefused) return this.Refuse(looked.Refusals, nameof(Input));

        Notice = "review.looked";
        return RedirectToPage("Looks");
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await looks.CaseAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        await reads.LookAsync(Id, PersonalDataReads.WholeRecord, this.ReadPlace(), User.ToActor(), cancel);
        Blind = found;
        return true;
    }
}
