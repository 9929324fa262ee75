using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Sheets;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>
/// The list that is handed over to BPJS, in Indonesian, with a place for initials on each sheet. Numbers stand in full: the password is asked
/// first, and the look is written down.
/// </summary>
[RecentSignIn]
public sealed class NamesModel(CsrSearch csr, CsrListService lists, ReferenceSource reference, IStringLocalizer<CsrTexts> texts) : PageModel
{
    /// <summary>Rows of one printed sheet.</summary>
    public const int RowsASheet = 28;

    private CandidateSheet _sheet = null!;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public CsrAllocationDetails Found { get; private set; } = null!;

    public IReadOnlyList<CsrPerson> People { get; private set; } = [];

    public ReferenceBook Book { get; private set; } = null!;

    public string Words(string key, params object[] values) => Language.In(Language.Indonesian, () => texts.GetString($"Names.{key}", values).Value);

    public string Occupation(string code) => Language.In(Language.Indonesian, () => CsrWords.Occupation(_sheet, code));

    public static string DayOf(DateOnly day) => Language.In(Language.Indonesian, () => Format.DateLong(day));

    /// <summary>A code in groups of four, to be read off.</summary>
    public static string Grouped(string? code) => string.Join(' ', (code ?? "").Chunk(4).Select(part => new string(part)));

    public static string MonthOf(Month month) => Language.In(Language.Indonesian, () => Format.Month(month));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(isExport: false, cancel) ? Page() : NotFound();

    /// <summary>The same list as a workbook.</summary>
    public async Task<IActionResult> OnGetExcelAsync(CancellationToken cancel)
    {
        if (!await FindAsync(isExport: true, cancel)) return NotFound();

        string[] head = [Words("No"), "NIK", Words("Name"), Words("Work"), Words("Region"), Words("Months"), Words("Code")];
        return this.Sheet(Found.Number, file => SheetWriter.Write(file, Found.Number, head, People.Select((person, place) => (IReadOnlyList<object?>)
            [place + 1, person.Nik, person.FullName, Occupation(person.OccupationCode), Book.RegionName(person.RegionCode), person.Months, person.Code])));
    }

    private async Task<bool> FindAsync(bool isExport, CancellationToken cancel)
    {
        var actor = User.ToActor();
        if (await csr.AllocationAsync(Id, actor, cancel) is not { } found) return false;
        if (await csr.NamesAsync(Id, isExport, this.ReadPlace(), actor, cancel) is not { } people) return false;

        (Found, People, Book, _sheet) = (found, people, await reference.ReadAsync(cancel), await lists.SheetAsync(cancel));
        return true;
    }
}
