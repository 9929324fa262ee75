using BpjsBjb.Services.Common;
using BpjsBjb.Services.Reference;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Reference;

/// <summary>Who changed what and when, before and after: of a whole kind, or of one row.</summary>
public sealed class HistoryModel(ReferenceSearch reference, ReferenceWords words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Key { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    public ReferenceWords Words => words;

    public ReferenceKind Chosen { get; private set; } = null!;

    public Page<ReferenceChange> Changes { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (ReferenceKinds.Named(Kind) is not { } kind) return NotFound();
        if (Key is not null && await reference.RowAsync(kind, Key, User.ToActor(), cancel) is null) return NotFound();

        Chosen = kind;
        Changes = await reference.HistoryAsync(kind, Key, Number, User.ToActor(), cancel);
        return Page();
    }
}
