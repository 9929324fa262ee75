using BpjsBjb.Services.Common;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>The people of an allocation: who pays next for each, and which benefits were paid.</summary>
public sealed class PeopleModel(
    CsrSearch csr, CsrListService lists, CsrFollowService follow, ReferenceSource reference) : PageModel
{
    private CandidateSheet _sheet = null!;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Only those without a next payer.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Without { get; set; }

    [BindProperty(SupportsGet = true, Name = TagHelpers.ListQuery.PageNumber)]
    public int Number { get; set; } = 1;

    [BindProperty]
    public RecordNextPayer Input { get; set; } = new();

    [BindProperty]
    public RecordBenefit Benefit { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public CsrAllocationDetails Found { get; private set; } = null!;

    public Page<CsrPerson> List { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public bool MayKeep => User.RoleOrNull() is { } role && Policies.Allows(Policies.KeepCsr, role);

    public string Occupation(string code) => CsrWords.Occupation(_sheet, code);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostNextAsync(CancellationToken cancel)
    {
        if (!MayKeep) return Forbid();

        var recorded = await follow.RecordNextPayerAsync(Id, Input, User.ToActor(), cancel);
        if (recorded.IsRefused) return await FindAsync(cancel) ? this.Refuse(recorded.Refusals, nameof(Input)) : NotFound();

        Notice = "csr.next-payer-recorded";
        return RedirectToPage("/Csr/People", new { id = Id, without = Without ? "true" : null });
    }

    public async Task<IActionResult> OnPostBenefitAsync(CancellationToken cancel)
    {
        if (!MayKeep) return Forbid();

        var recorded = await follow.RecordBenefitAsync(Id, Benefit, User.ToActor(), cancel);
        if (recorded.IsRefused) return await FindAsync(cancel) ? this.Refuse(recorded.Refusals, nameof(Benefit)) : NotFound();

        Notice = "csr.benefit-recorded";
        return RedirectToPage("/Csr/People", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        var actor = User.ToActor();
        if (await csr.AllocationAsync(Id, actor, cancel) is not { } found) return false;

        (Found, Book, _sheet) = (found, await reference.ReadAsync(cancel), await lists.SheetAsync(cancel));
        List = await csr.PeopleAsync(Id, new CsrPeopleFilter(Without, Page: Number), actor, cancel);
        return true;
    }
}
