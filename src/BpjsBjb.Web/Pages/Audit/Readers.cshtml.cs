using BpjsBjb.Services.Audit;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Audit;

/// <summary>Which people somebody saw: the list of those affected after a leak.</summary>
[RecentSignIn(OnlyToSend = true)]
public sealed class ReadersModel(AuditSearch audit, IStringLocalizer<SharedTexts> texts) : PageModel
{
    /// <summary>Rows on the page; the file has all.</summary>
    public const int Shown = 200;

    [BindProperty]
    public ReadersFilter Input { get; set; } = new();

    public IReadOnlyList<AffectedPerson>? People { get; private set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var found = await audit.AffectedAsync(Input, asExport: false, this.ReadPlace(), User.ToActor(), cancel);
        if (found.IsRefused) return this.Refuse(found.Refusals, nameof(Input));

        People = found.Value;
        return Page();
    }

    public async Task<IActionResult> OnPostCsvAsync(CancellationToken cancel)
    {
        var found = await audit.AffectedAsync(Input, asExport: true, this.ReadPlace(), User.ToActor(), cancel);
        if (found.IsRefused) return this.Refuse(found.Refusals, nameof(Input));

        var lines = found.Value.Select(person => CsvText.Line(
            person.FullName, person.MaskedNik, person.Reference, AuditWords.Fields(person.Fields, texts), Format.Number(person.Looks),
            Format.Moment(person.First), Format.Moment(person.Last)));
        var head = CsvText.Line(
            texts["Affected.Name"], texts["Affected.Nik"], texts["Affected.Case"], texts["Affected.Fields"], texts["Affected.Looks"],
            texts["Affected.First"], texts["Affected.Last"]);
        return File(CsvText.File(lines.Prepend(head)), CsvText.ContentType, "affected.csv");
    }
}
