using BpjsBjb.Services.Reference;
using BpjsBjb.Services.Sheets;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Reference;

/// <summary>
/// A workbook is sent and compared with what is stored; nothing is changed here. The password is asked before the page opens: a file cannot be held
/// while it is asked later.
/// </summary>
[RecentSignIn]
[TakesFiles(SheetRows.MostBytes + RequestGuard.MostFormBytes)]
public sealed class UploadModel(ReferenceService service, ReferenceSearch reference, ReferenceWords words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty]
    public IFormFile? Sheet { get; set; }

    public ReferenceWords Words => words;

    public ReferenceKind Chosen { get; private set; } = null!;

    public IActionResult OnGet() => Find() ? Page() : NotFound();

    /// <summary>The template, with one row as an example.</summary>
    public async Task<IActionResult> OnGetTemplateAsync(CancellationToken cancel)
    {
        if (!Find()) return NotFound();

        var first = (await reference.AllAsync(Chosen, User.ToActor(), cancel)).Take(1).Select(row => new SheetRow(0, row.Values, []));
        return this.Sheet(words.Kind(Chosen), file => SheetWriter.Write(file, words.Kind(Chosen), Chosen.Columns, words.Sheet(Chosen), first));
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!Find()) return NotFound();
        if (Sheet is null) return this.Refuse([SheetRefusal.Missing.On(nameof(Sheet))]);
        if (Sheet.Length > SheetRows.MostBytes) return this.Refuse([SheetRefusal.TooLarge.With(SheetRows.MostBytes / 1024 / 1024).On(nameof(Sheet))]);

        var planned = await service.PlanAsync(Chosen, Sheet.FileName, await Sheet.ReadAsync(cancel), words.Both(Chosen), User.ToActor(), cancel);
        if (planned.IsRefused) return this.Refuse([.. planned.Refusals.Select(refusal => refusal.On(nameof(Sheet)))]);

        return RedirectToPage("Import", new { id = planned.Value });
    }

    private bool Find()
    {
        if (ReferenceKinds.Named(Kind) is not { } kind) return false;

        Chosen = kind;
        return true;
    }
}
