using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Privacy;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Pages.Audit;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Privacy;

/// <summary>One request: recognise the asker, decide, hand over the copy, end a restriction.</summary>
[RecentSignIn(Handler = "Copy")]
[RecentSignIn(Handler = "Decide")]
[RecentSignIn(Handler = "Lift")]
public sealed class RequestModel(
    DataRequestService requests, DataRequestSearch search, PersonFileSource files, ReferenceSource reference, RefusalSentences sentences,
    IStringLocalizer<SharedTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public uint Version { get; set; }

    [BindProperty]
    public VerifyRequest Identity { get; set; } = new();

    [BindProperty]
    public DecideRequest Decision { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public RequestDetails Found { get; private set; } = null!;

    public bool MayVerify => Found.Status == DataRequestStatus.Received && May(Policies.RecordDataRequests);

    public bool MayDecide => Found.Status is DataRequestStatus.Received or DataRequestStatus.Verified
        && May(Policies.DecideDataRequests) && Found.RecordedBy != User.ToActor().UserId;

    public bool MayLift => Found.IsRestricting && May(Policies.DecideDataRequests);

    public bool MayDownload => Found is { Kind: DataRequestKind.Access, Status: DataRequestStatus.Done } && May(Policies.DecideDataRequests);

    public IReadOnlyList<SelectListItem> Choices => [new(texts["Grant"], "true"), new(texts["Refuse"], "false")];

    /// <summary>Text that says what happens next and who must act.</summary>
    public string Next => Found switch
    {
        { IsRestricting: true } => "Restricting",
        { Status: DataRequestStatus.Received or DataRequestStatus.Verified } when May(Policies.DecideDataRequests) && Found.RecordedBy == User.ToActor().UserId
            => "Another",
        { Status: DataRequestStatus.Done } => $"Done.{Found.Kind}",
        _ => Found.Status.ToString(),
    };

    public string Tone => Found.Status switch
    {
        DataRequestStatus.Done => "ok",
        DataRequestStatus.Refused => "err",
        _ => "info",
    };

    public string Words(string code) => sentences.Of(new Refusal(code)).Text;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostVerifyAsync(CancellationToken cancel) => May(Policies.RecordDataRequests)
        ? await DoneAsync(await requests.VerifyAsync(Id, Version, Identity, User.ToActor(), cancel), "data-request.verified", nameof(Identity), cancel)
        : Forbid();

    public async Task<IActionResult> OnPostDecideAsync(CancellationToken cancel) => May(Policies.DecideDataRequests)
        ? await DoneAsync(await requests.DecideAsync(Id, Version, Decision, User.ToActor(), cancel), "data-request.decided", nameof(Decision), cancel)
        : Forbid();

    public async Task<IActionResult> OnPostLiftAsync(CancellationToken cancel) => May(Policies.DecideDataRequests)
        ? await DoneAsync(await requests.LiftAsync(Id, Version, User.ToActor(), cancel), "data-request.lifted", "", cancel)
        : Forbid();

    /// <summary>The copy of everything held, as a file that spreadsheets open; that it left the portal is stored first.</summary>
    public async Task<IActionResult> OnPostCopyAsync(CancellationToken cancel)
    {
        if (!May(Policies.DecideDataRequests)) return Forbid();
        if (await files.ExportAsync(Id, this.ReadPlace(), User.ToActor(), cancel) is not { } file) return NotFound();

        var lines = new PersonFileText(texts, await reference.ReadAsync(cancel)).Lines(file);
        return File(CsvText.File(lines), CsvText.ContentType, $"{file.RequestNumber}.csv");
    }

    private bool May(string policy) => User.RoleOrNull() is { } role && Policies.Allows(policy, role);

    private async Task<IActionResult> DoneAsync(Result<Guid>? done, string notice, string prefix, CancellationToken cancel)
    {
        if (done is null) return NotFound();
        if (!done.IsRefused)
        {
            Notice = notice;
            return RedirectToPage(new { Id });
        }

        return await FindAsync(cancel) ? this.Refuse(done.Refusals, prefix) : NotFound();
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await search.DetailsAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        Found = found;
        return true;
    }
}
