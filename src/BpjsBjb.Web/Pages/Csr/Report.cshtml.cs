using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Proofs;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>The numbers of one fund for its donor, as a page, a PDF and a workbook: the same ones, with the same of them hidden.</summary>
public sealed class ReportModel(CsrDonorSearch search, ReferenceSource reference, CsrReportSource papers, CsrFigureWords words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Fund { get; set; }

    public CsrFigures Found { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public bool IsDonors => User.RoleOrNull() == Role.DonorViewer;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnGetPdfAsync(CancellationToken cancel) => await FindAsync(cancel)
        ? File(ClaimDocument.Draw(papers.Of(Found, Book, User.FullName())), "application/pdf", $"{FileName}.pdf")
        : NotFound();

    public async Task<IActionResult> OnGetExcelAsync(CancellationToken cancel) => await FindAsync(cancel)
        ? this.Sheet(FileName, file => words.Write(file, Found.Fund.Number, Found, Book))
        : NotFound();

    private string FileName => $"{Found.Fund.Number}-{Found.On:yyyy-MM-dd}";

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await search.FiguresAsync(Fund, User.ToActor(), cancel) is not { } figures) return false;

        (Found, Book) = (figures, await reference.ReadAsync(cancel));
        return true;
    }
}
