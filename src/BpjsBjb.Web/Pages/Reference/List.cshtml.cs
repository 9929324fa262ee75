using BpjsBjb.Services.Common;
using BpjsBjb.Services.Reference;
using BpjsBjb.Services.Sheets;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Reference;

/// <summary>The rows of one kind, found by words; and all of them as a workbook that can come back.</summary>
public sealed class ListModel(ReferenceSearch reference, ReferenceWords words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Query { get; set; }

    [BindProperty(SupportsGet = true, Name = "retired")]
    public bool RetiredOnly { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    [TempData]
    public string? Notice { get; set; }

    public ReferenceWords Words => words;

    public ReferenceKind Chosen { get; private set; } = null!;

    public Page<StoredRow> Rows { get; private set; } = null!;

    /// <summary>Beside codes of regions.</summary>
    public IReadOnlyDictionary<string, string> RegionNames { get; private set; } = new Dictionary<string, string>();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (ReferenceKinds.Named(Kind) is not { } kind) return NotFound();

        if (kind.HasOwnPages) return RedirectToPage($"/Reference/{kind.Name}/Index");

        Chosen = kind;
        Rows = await reference.ListAsync(kind, new ReferenceFilter(Query, RetiredOnly), Number, User.ToActor(), cancel);
        RegionNames = await reference.RegionNamesAsync(User.ToActor(), cancel);
        return Page();
    }

    public async Task<IActionResult> OnGetExcelAsync(CancellationToken cancel)
    {
        if (ReferenceKinds.Named(Kind) is not { } kind) return NotFound();

        var rows = await reference.AllAsync(kind, User.ToActor(), cancel);
        return this.Sheet(words.Kind(kind), file => SheetWriter.Write(
            file, words.Kind(kind), kind.Columns, words.Sheet(kind), rows.Select(row => new SheetRow(0, row.Values, []))));
    }
}
