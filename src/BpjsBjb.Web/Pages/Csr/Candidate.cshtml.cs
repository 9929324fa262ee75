using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>One person is put on a fund's list, typed.</summary>
public sealed class CandidateModel(CsrSearch csr, CsrListService lists, ReferenceSource reference, CsrWords words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public AddCandidate Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public CsrWords Words => words;

    public CsrFundDetails Found { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Occupations { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Regencies { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        var added = await lists.AddAsync(Id, Input, words.Both(await lists.SheetAsync(cancel)), User.ToActor(), cancel);
        if (added.IsRefused) return this.Refuse(added.Refusals, nameof(Input));

        Notice = "csr.candidate-added";
        return RedirectToPage("/Csr/Candidate", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await csr.FundAsync(Id, User.ToActor(), cancel) is not { } fund) return false;

        var book = await reference.ReadAsync(cancel);
        Found = fund;
        Occupations = CsrWords.Occupations(await lists.SheetAsync(cancel));
        Regencies = [.. book.AllRegencies.Where(region => fund.Regions.Any(quota => region.Code.StartsWith(quota.Code, StringComparison.Ordinal)))
            .Select(region => new SelectListItem(region.Name, region.Code))];
        return true;
    }
}
