using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Claims;
using BpjsBjb.Services.Cover;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Cover;

/// <summary>One debtor's cover: where it stands, what each way on would do and by which rule, and what the bank did about it.</summary>
public sealed class DetailsModel(CoverSearch covers, CoverService service, ClaimSearch claims, ReferenceSource reference) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public RecordContact Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public CoverDetails Cover { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public bool MayFollow => User.RoleOrNull() is { } role && Policies.Allows(Policies.FollowCover, role);

    public IReadOnlyList<ClaimLink> Claims { get; private set; } = [];

    public bool MayReadBills => User.RoleOrNull() is { } role && Policies.Allows(Policies.ReadBills, role);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel)) return Page();

        // Where a notice of an employer's loan leads.
        return await covers.IsOfEmployerAsync(Id, User.ToActor(), cancel) ? RedirectToPage("/Employers/Loan", new { id = Id }) : NotFound();
    }

    public async Task<IActionResult> OnPostContactAsync(CancellationToken cancel)
    {
        if (!MayFollow) return Forbid();

        var recorded = await service.ContactAsync(Id, Input, User.ToActor(), cancel);
        return await AnswerAsync(recorded, "cover.contacted", cancel);
    }

    public async Task<IActionResult> OnPostArrearsAsync(CancellationToken cancel)
    {
        if (!MayFollow) return Forbid();

        var billed = await service.BillArrearsAsync(Id, User.ToActor(), cancel);
        if (billed.IsRefused) return await AnswerAsync(billed, "", cancel);

        Notice = "cover.arrears-billed";
        return RedirectToPage("/Bills/Details", new { id = billed.Value });
    }

    private async Task<IActionResult> AnswerAsync(Result<Guid> done, string notice, CancellationToken cancel)
    {
        if (done.IsRefused) return await FindAsync(cancel) ? this.Refuse(done.Refusals, nameof(Input)) : NotFound();

        Notice = notice;
        return RedirectToPage("/Cover/Details", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await covers.DetailsAsync(Id, User.ToActor(), cancel) is not { } cover) return false;

        (Cover, Book) = (cover, await reference.ReadAsync(cancel));
        Claims = await claims.OfLoanAsync(Id, User.ToActor(), cancel);
        return true;
    }
}
