using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Reference;
using BpjsBjb.Services.Sheets;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Reference;

/// <summary>A compared workbook: what would change, what is wrong at which cell, and the one button that stores all of it.</summary>
[RecentSignIn(OnlyToSend = true)]
public sealed class ImportModel(ReferenceService service, ReferenceSearch reference, ReferenceWords words, RefusalSentences sentences) : PageModel
{
    /// <summary>Rows on the page; the file has all.</summary>
    public const int Shown = 100;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public ReferenceWords Words => words;

    public ImportDetails Found { get; private set; } = null!;

    public string Sentence(Refusal refusal) => sentences.Of(refusal).Text;

    /// <summary>A column's place as Excel names it.</summary>
    public string Letter(string column) => ((char)('A' + Found.Kind.Columns.Select(one => one.Key).ToList().IndexOf(column))).ToString();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    /// <summary>The same file with a column of reasons.</summary>
    public async Task<IActionResult> OnGetExcelAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        var kind = Found.Kind;
        return this.Sheet(words.Kind(kind), file => SheetWriter.Write(
            file, words.Kind(kind), kind.Columns, words.Sheet(kind), Found.Rows.Select(row => row.Row), withFaults: true));
    }

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        var done = await service.ConfirmAsync(Found, User.ToActor(), cancel);
        if (done.IsRefused) return await RefusedAsync(done.Refusals, cancel);

        Notice = "reference.imported";
        return RedirectToPage("Import", new { Id });
    }

    public async Task<IActionResult> OnPostDiscardAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        var done = await service.DiscardAsync(Id, User.ToActor(), cancel);
        if (done.IsRefused) return await RefusedAsync(done.Refusals, cancel);

        Notice = "reference.discarded";
        return RedirectToPage("List", new { kind = Found.Kind.Name });
    }

    private async Task<IActionResult> RefusedAsync(IReadOnlyList<Refusal> refusals, CancellationToken cancel) =>
        await FindAsync(cancel) ? this.Refuse(refusals) : NotFound();

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await reference.ImportAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        Found = found;
        return true;
    }
}
