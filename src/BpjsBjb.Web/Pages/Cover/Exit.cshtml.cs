using BpjsBjb.Services.Cover;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Cover;

/// <summary>The loan's end at the bank, and the end of its care for the debtor's cover.</summary>
public sealed class ExitModel(CoverSearch covers, CoverService service, ReferenceSource reference) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public RecordExit Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public CoverDetails Cover { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        Input = new RecordExit { ClosedOn = Format.DateTyped(Cover.Loan.Today), ExitedOn = Format.DateTyped(Cover.Loan.Today) };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var recorded = await service.ExitAsync(Id, Input, User.ToActor(), cancel);
        if (recorded.IsRefused) return await FindAsync(cancel) ? this.Refuse(recorded.Refusals, nameof(Input)) : NotFound();

        Notice = "cover.left";
        return RedirectToPage("/Cover/Details", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await covers.DetailsAsync(Id, User.ToActor(), cancel) is not { } cover) return false;

        (Cover, Book) = (cover, await reference.ReadAsync(cancel));
        return true;
    }
}
