using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Pages.Audit;
using BpjsBjb.Web.Pages.Privacy;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>One request of somebody on a donor's list: what is kept and what holds it, the decision of the second person, the copy.</summary>
[RecentSignIn(Handler = "Copy")]
[RecentSignIn(Handler = "Decide")]
public sealed class RequestModel(
    CsrRequestService requests, CsrRequestSearch search, ReferenceSource reference, RefusalSentences sentences, IStringLocalizer<SharedTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public DecideCsrRequest Decision { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public CsrRequestDetails Found { get; private set; } = null!;

    public bool MayDecide => Found.Item.Status == DataRequestStatus.Verified && May(Policies.ApproveCsr) && Found.RecordedBy != User.ToActor().UserId;

    public bool MayDownload => Found.Item is { Kind: DataRequestKind.Access, Status: DataRequestStatus.Done } && May(Policies.ApproveCsr);

    public IReadOnlyList<SelectListItem> Choices => [new(texts["Grant"], "true"), new(texts["Refuse"], "false")];

    /// <summary>Text that says what happens next and who must act.</summary>
    public string Next => Found.Item switch
    {
        { Status: DataRequestStatus.Verified } when Found.RecordedBy == User.ToActor().UserId => "Another",
        { Status: DataRequestStatus.Done } done => $"Done.{done.Kind}",
        var other => other.Status.ToString(),
    };

    public static string Occupation(FiledDonation listing) => Language.Current == Language.Indonesian ? listing.Occupation : listing.OccupationEn;

    public string Words(string code) => sentences.Of(new Refusal(code)).Text;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostDecideAsync(CancellationToken cancel)
    {
        if (!May(Policies.ApproveCsr)) return Forbid();
        if (await requests.DecideAsync(Id, Decision, User.ToActor(), cancel) is not { } decided) return NotFound();
        if (decided.IsRefused) return await FindAsync(cancel) ? this.Refuse(decided.Refusals, nameof(Decision)) : NotFound();

        Notice = "data-request.decided";
        return RedirectToPage(new { Id });
    }

    /// <summary>Everything kept of the asker in every fund; that it left the portal is stored first.</summary>
    public async Task<IActionResult> OnPostCopyAsync(CancellationToken cancel)
    {
        if (!May(Policies.ApproveCsr)) return Forbid();
        if (await search.ExportAsync(Id, this.ReadPlace(), User.ToActor(), cancel) is not { } file) return NotFound();

        var lines = new PersonFileText(texts, await reference.ReadAsync(cancel)).Lines(file);
        return File(CsvText.File(lines), CsvText.ContentType, $"{file.RequestNumber}.csv");
    }

    private bool May(string policy) => User.RoleOrNull() is { } role && Policies.Allows(policy, role);

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await search.DetailsAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        Found = found;
        return true;
    }
}
