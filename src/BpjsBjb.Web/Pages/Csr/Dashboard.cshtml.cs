using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>Vulnerable workers the reader's funds protect, what a month of one costs, and how many go on afterwards.</summary>
public sealed class DashboardModel(CsrDonorSearch search, ReferenceSource reference) : PageModel
{
    public CsrDashboard Figures { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public IEnumerable<(string Table, IReadOnlyList<CsrDashboardLine> Lines)> Tables =>
        [("Regency", Figures.Regencies), ("Fund", Figures.Funds), ("Occupation", Figures.Occupations)];

    public async Task OnGetAsync(CancellationToken cancel) =>
        (Figures, Book) = (await search.DashboardAsync(User.ToActor(), cancel), await reference.ReadAsync(cancel));

    public string NameOf(string table, CsrDashboardLine line) =>
        table == "Regency" ? Book.RegionName(line.Key) : CsrFigureWords.Occupation(Figures.KnownOccupations, line.Key);
}
