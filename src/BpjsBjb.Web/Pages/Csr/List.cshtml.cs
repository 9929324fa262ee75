using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Sheets;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>A list that was looked at: what passed, what is refused and why, and the one button that keeps what passed.</summary>
public sealed class ListModel(CsrSearch csr, CsrListService lists, CsrWords words) : PageModel
{
    /// <summary>Rows on the page; the file has all.</summary>
    public const int Shown = 100;

    /// <summary>Seconds after which the page of a list that is being looked at looks again by itself.</summary>
    private const string Again = "3";

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public CsrListDetails Found { get; private set; } = null!;

    /// <summary>Null where the file was let go of, or was looked at before looks were kept.</summary>
    public CsrLook? Look { get; private set; }

    public IEnumerable<(string Column, string Sentence)> Reasons(CheckedCandidate row) => row.Row.Faults
        .Select(fault => (fault.Column is { } column ? words.Head(column) : Format.Nothing, words.Sentence(fault.Refusal)))
        .Concat(row.Warnings.Select(warning => (words.Head(warning.Field!), words.Sentence(warning))));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        if (Look is { IsOpen: true }) Response.Headers["Refresh"] = Again;
        return Page();
    }

    /// <summary>The refused rows in the template, with a column of reasons: to be mended and sent again.</summary>
    public async Task<IActionResult> OnGetExcelAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        var sheet = await lists.SheetAsync(cancel);
        var rows = await lists.RowsAsync(Id, words.Both(sheet), User.ToActor(), cancel) ?? [];
        return this.Sheet(words.FileName, file => SheetWriter.Write(
            file, words.FileName, sheet.Columns, words.Sheet(sheet), rows.Where(row => row.IsRefused).Select(row => row.Row), withFaults: true));
    }

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancel)
    {
        var kept = await lists.ConfirmAsync(Id, words.Both(await lists.SheetAsync(cancel)), User.ToActor(), cancel);
        if (kept.IsRefused) return await RefusedAsync(kept.Refusals, cancel);

        Notice = "csr.list-confirmed";
        return await csr.ListAsync(Id, User.ToActor(), cancel) is { } list ? RedirectToPage("/Csr/Fund", new { id = list.FundId }) : NotFound();
    }

    public async Task<IActionResult> OnPostDiscardAsync(CancellationToken cancel)
    {
        if (await csr.ListAsync(Id, User.ToActor(), cancel) is not { } list) return NotFound();

        var done = await lists.DiscardAsync(Id, User.ToActor(), cancel);
        if (done.IsRefused) return await RefusedAsync(done.Refusals, cancel);

        Notice = "csr.list-discarded";
        return RedirectToPage("/Csr/Fund", new { id = list.FundId });
    }

    private async Task<IActionResult> RefusedAsync(IReadOnlyList<Refusal> refusals, CancellationToken cancel) =>
        await FindAsync(cancel) ? this.Refuse(refusals) : NotFound();

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        var actor = User.ToActor();
        if (await csr.ListAsync(Id, actor, cancel) is not { } list) return false;

        (Found, Look) = (list, await lists.LookAsync(Id, actor, cancel));
        return true;
    }
}
