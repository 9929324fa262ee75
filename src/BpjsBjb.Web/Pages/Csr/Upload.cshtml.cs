using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Sheets;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>A list of names is sent and looked at; nobody on it is kept here.</summary>
[TakesFiles(SheetRows.MostBytes + RequestGuard.MostFormBytes)]
public sealed class UploadModel(CsrSearch csr, CsrListService lists, CsrWords words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public IFormFile? Sheet { get; set; }

    public CsrFundDetails Found { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnGetTemplateAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        var sheet = await lists.SheetAsync(cancel);
        return this.Sheet(words.FileName, file => SheetWriter.Write(file, words.FileName, sheet.Columns, words.Sheet(sheet), []));
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();
        if (Sheet is null) return this.Refuse([SheetRefusal.Missing.On(nameof(Sheet))]);
        if (Sheet.Length > SheetRows.MostBytes) return this.Refuse([SheetRefusal.TooLarge.With(SheetRows.MostBytes / 1024 / 1024).On(nameof(Sheet))]);

        var planned = await lists.PlanAsync(Id, Sheet.FileName, await Sheet.ReadAsync(cancel), words.Both(await lists.SheetAsync(cancel)), User.ToActor(), cancel);
        if (planned.IsRefused) return this.Refuse([.. planned.Refusals.Select(refusal => refusal.On(nameof(Sheet)))]);

        return RedirectToPage("/Csr/List", new { id = planned.Value });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await csr.FundAsync(Id, User.ToActor(), cancel) is not { } fund) return false;

        Found = fund;
        return true;
    }
}
