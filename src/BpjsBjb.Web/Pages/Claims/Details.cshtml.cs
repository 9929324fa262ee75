using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Claims;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Claims;

/// <summary>One claim: its terms, what the family may expect beside what is owed, the list of documents, and its story.</summary>
public sealed class DetailsModel(ClaimSearch claims, ClaimService service, PersonalDataReads reads, ReferenceSource reference) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public RecordStep Step { get; set; } = new();

    [BindProperty]
    public MarkItem Item { get; set; } = new();

    [BindProperty]
    public AddHeir Heir { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public ClaimDetails Claim { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public bool MayKeep => May(Policies.KeepClaims);

    /// <summary>What is owed is the bank's to know: BPJS sees which loans there are, not how much.</summary>
    public bool MayReadLoans => May(Policies.ReadLoans);

    public bool MayReadBills => May(Policies.ReadBills);

    public bool MayReadFile => May(Policies.RevealPersonalData);

    public bool MayClose => MayKeep && Claim.IsOpen && Claim.OpenedBy != User.ToActor().UserId;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostStepAsync(CancellationToken cancel) => MayKeep
        ? await AnswerAsync(await service.RecordAsync(Id, Step, User.ToActor(), cancel), nameof(Step), "claim.step-recorded", cancel)
        : Forbid();

    public async Task<IActionResult> OnPostItemAsync(CancellationToken cancel) => MayKeep
        ? await AnswerAsync(await service.MarkAsync(Id, Item, User.ToActor(), cancel), nameof(Item), "claim.item-marked", cancel)
        : Forbid();

    public async Task<IActionResult> OnPostHeirAsync(CancellationToken cancel) => MayKeep
        ? await AnswerAsync(await service.AddHeirAsync(Id, Heir, User.ToActor(), cancel), nameof(Heir), "claim.heir-added", cancel)
        : Forbid();

    private bool May(string policy) => User.RoleOrNull() is { } role && Policies.Allows(policy, role);

    private async Task<IActionResult> AnswerAsync(Result<Guid>? done, string form, string notice, CancellationToken cancel)
    {
        if (done is null) return NotFound();
        if (done.IsRefused) return await FindAsync(cancel) ? this.Refuse(done.Refusals, form) : NotFound();

        Notice = notice;
        return RedirectToPage("/Claims/Details", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        var actor = User.ToActor();
        if (await claims.DetailsAsync(Id, actor, cancel) is not { } claim) return false;

        if (claim.Kpj is not null && claim.Loans.Count > 0) await reads.LookAsync(claim.Loans[0].Id, ["Kpj"], this.ReadPlace(), actor, cancel);
        (Claim, Book) = (claim, await reference.ReadAsync(cancel));
        return true;
    }
}
