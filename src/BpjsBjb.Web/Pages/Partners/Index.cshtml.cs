using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Guarantees;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Sheets;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Partners;

/// <summary>Sums of the agreement for Kadin and LPDB: no person, no loan, no figure of fewer than five debtors.</summary>
public sealed class IndexModel(
    PartnerSearch search, ReferenceSource reference, IStringLocalizerFactory factory, IStringLocalizer<SharedTexts> shared) : PageModel
{
    private readonly IStringLocalizer _texts = factory.Create("Pages.Partners.Index", "BpjsBjb.Web");

    public PartnerFigures Figures { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public Role Reader { get; private set; }

    /// <summary>Every table of loans with its lines, in the page's order.</summary>
    public IEnumerable<(string Table, IReadOnlyList<PartnerSums> Lines)> Tables =>
        [("Regency", Figures.Regencies), ("Product", Figures.Products), ("Part", Figures.Parts)];

    public Task OnGetAsync(CancellationToken cancel) => ReadAsync(cancel);

    /// <summary>The same sums as a workbook.</summary>
    public async Task<IActionResult> OnGetExcelAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        string[] head = ["Table", "Row", "Loans", "Amount", "Outstanding", "Covered", "Uncovered", "Guaranteed"];
        var rows = Tables.SelectMany(table => table.Lines.Select(line => Cells(_texts[table.Table], NameOf(table.Table, line), line, table.Table == "Part")))
            .Concat(Figures.Whole is { } whole ? [Cells(_texts["Whole"], _texts["Whole"], whole, false)] : [])
            .Concat(Figures.Claims.Select(line => (IReadOnlyList<object?>)[_texts["Claim"].Value, NameOf("Claim", line), (object?)line.Loans ?? Hidden]));
        var name = $"kesepakatan-{Figures.On:yyyy-MM-dd}";
        return this.Sheet(name, stream => SheetWriter.Write(stream, name, [.. head.Select(key => _texts[key].Value)], rows));
    }

    public string NameOf(string table, PartnerSums line) => table switch
    {
        "Regency" => Book.RegionName(line.Key),
        "Product" => Book.ProductName(line.Key),
        "Claim" => line.Key == "Open" ? _texts["Outcome.Open"] : shared.Of(Enum.Parse<ClaimOutcome>(line.Key)),
        _ => line.Name ?? _texts[line.Key].Value,
    };

    private string Hidden => _texts["Hidden"].Value;

    private IReadOnlyList<object?> Cells(string table, string name, PartnerSums line, bool isPart) =>
    [
        table, name, (object?)line.Loans ?? Hidden, (object?)line.Amount?.Amount ?? Hidden, (object?)line.Outstanding?.Amount ?? Hidden,
        (object?)line.Covered ?? Hidden, (object?)line.Uncovered ?? Hidden,
        (object?)line.Guaranteed?.Amount ?? (isPart && line.Name is not null ? Hidden : Format.Nothing),
    ];

    private async Task ReadAsync(CancellationToken cancel)
    {
        var actor = User.ToActor();
        Reader = actor.Role;
        Figures = await search.ReadAsync(actor, cancel);
        Book = await reference.ReadAsync(cancel);
    }
}
