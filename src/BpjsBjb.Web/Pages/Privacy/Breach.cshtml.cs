using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Privacy;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Pages.Audit;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Privacy;

/// <summary>One incident: the clock, the evidence, the letters, who was told. Names are for the auditor; the administrator sees numbers.</summary>
[RecentSignIn(Handler = "Csv")]
public sealed class BreachModel(BreachService breaches, IStringLocalizer<SharedTexts> texts) : PageModel
{
    /// <summary>Rows on the page; the file has all.</summary>
    public const int Shown = 200;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public uint Version { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public BreachDetails Found { get; private set; } = null!;

    public BreachPeople? Affected { get; private set; }

    public IReadOnlyList<BreachLetter> Letters { get; private set; } = [];

    public bool MayManage => May(Policies.ManageBreaches);

    public bool MayReadPeople => May(Policies.ReadAudit);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAuthorityAsync(CancellationToken cancel) => MayManage
        ? await DoneAsync(await breaches.TellAuthorityAsync(Id, Version, User.ToActor(), cancel), cancel)
        : Forbid();

    public async Task<IActionResult> OnPostPeopleAsync(CancellationToken cancel) => MayManage
        ? await DoneAsync(await breaches.TellPeopleAsync(Id, Version, User.ToActor(), cancel), cancel)
        : Forbid();

    public async Task<IActionResult> OnPostCloseAsync(CancellationToken cancel) => MayManage
        ? await DoneAsync(await breaches.CloseAsync(Id, Version, User.ToActor(), cancel), cancel)
        : Forbid();

    /// <summary>Everybody affected, as a file; that it left the portal is stored first.</summary>
    public async Task<IActionResult> OnPostCsvAsync(CancellationToken cancel)
    {
        if (!MayReadPeople) return Forbid();
        if (await breaches.AffectedAsync(Id, asExport: true, this.ReadPlace(), User.ToActor(), cancel) is not { } affected) return NotFound();

        var lines = affected.People.Select(person => CsvText.Line(
            person.FullName, person.MaskedNik, person.Reference, Words(person.Fields), Format.Moment(person.First), Format.Moment(person.Last)));
        var head = CsvText.Line(
            texts["Affected.Name"], texts["Affected.Nik"], texts["Affected.Case"], texts["Affected.Fields"], texts["Affected.First"], texts["Affected.Last"]);
        return File(CsvText.File(lines.Prepend(head)), CsvText.ContentType, $"{affected.Number}.csv");
    }

    public string Words(IEnumerable<string> fields) => AuditWords.Fields(fields, texts);

    private bool May(string policy) => User.RoleOrNull() is { } role && Policies.Allows(policy, role);

    private async Task<IActionResult> DoneAsync(Result<Guid>? done, CancellationToken cancel)
    {
        if (done is null) return NotFound();
        if (done.IsRefused) return await FindAsync(cancel) ? this.Refuse(done.Refusals) : NotFound();

        Notice = "breach.moved";
        return RedirectToPage(new { Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await breaches.DetailsAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        Found = found;
        Letters = [.. Language.All.Select(language => BreachLetter.Of(found, language, texts))];
        if (MayReadPeople) Affected = await breaches.AffectedAsync(Id, asExport: false, this.ReadPlace(), User.ToActor(), cancel);
        return true;
    }
}
