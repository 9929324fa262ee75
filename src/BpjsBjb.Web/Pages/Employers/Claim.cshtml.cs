using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Claims;
using BpjsBjb.Services.Employers;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Employers;

/// <summary>One claim of a wage earner. The wage shows in what may be expected, so opening it is a look.</summary>
public sealed class ClaimModel(WorkerClaimSearch claims, WorkerClaimService service, PersonalDataReads reads) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public RecordStep Step { get; set; } = new();

    /// <summary>Name of a <c>ClaimItem</c>.</summary>
    [BindProperty]
    public string? Item { get; set; }

    /// <summary>Name of an <c>ItemState</c>.</summary>
    [BindProperty]
    public string? State { get; set; }

    [BindProperty]
    public CloseClaim Closing { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public WorkerClaimDetails Claim { get; private set; } = null!;

    public bool MayClose => Claim.IsOpen && Claim.OpenedBy != User.ToActor().UserId;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostStepAsync(CancellationToken cancel) =>
        await AnswerAsync(await service.RecordAsync(Id, Step, User.ToActor(), cancel), nameof(Step), "claim.step-recorded", cancel);

    public async Task<IActionResult> OnPostItemAsync(CancellationToken cancel) =>
        await AnswerAsync(
            await service.MarkAsync(Id, Item, State, User.ToActor(), cancel), "", "claim.item-marked", cancel);

    public async Task<IActionResult> OnPostCloseAsync(CancellationToken cancel) =>
        await AnswerAsync(await service.CloseAsync(Id, Closing, User.ToActor(), cancel), nameof(Closing), "claim.ended", cancel);

    private async Task<IActionResult> AnswerAsync(Result<Guid>? done, string form, string notice, CancellationToken cancel)
    {
        if (done is null) return NotFound();
        if (done.IsRefused) return await FindAsync(cancel) ? this.Refuse(done.Refusals, form) : NotFound();

        Notice = notice;
        return RedirectToPage("/Employers/Claim", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await claims.DetailsAsync(Id, User.ToActor(), cancel) is not { } claim) return false;

        await reads.LookWithoutCaseAsync(["Wage"], this.ReadPlace(), User.ToActor(), cancel);
        Claim = claim;
        return true;
    }
}
