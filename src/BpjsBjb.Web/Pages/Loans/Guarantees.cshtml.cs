using BpjsBjb.Domain.Loans;
using BpjsBjb.Services.Guarantees;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BpjsBjb.Web.Pages.Loans;

/// <summary>The stack of one loan: what is owed against its layers, what stands beside them, who funds it; and a layer to add.</summary>
public sealed class GuaranteesModel(GuaranteeSearch search, GuaranteeService guarantees, GuaranteeFileService files, ReferenceSource reference) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public AddGuarantee Input { get; set; } = new();

    [BindProperty]
    public ChooseFunding Funding { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public LoanGuarantees Loan { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public bool MayKeep => User.RoleOrNull() is { } role && Policies.Allows(Policies.FollowCover, role);

    public static IReadOnlyList<SelectListItem> Layers =>
        [.. Enumerable.Range(1, LoanGuarantee.MostLayers).Select(layer => new SelectListItem(Format.Number(layer), $"{layer}"))];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        Input = new AddGuarantee
        {
            Layer = $"{Math.Min(LoanGuarantee.MostLayers, Loan.Guarantees.Where(one => one.Ended is null).Select(one => one.Layer).DefaultIfEmpty(0).Max() + 1)}",
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAddAsync(CancellationToken cancel)
    {
        if (!MayKeep) return Forbid();

        var added = await guarantees.AddAsync(Id, Input, User.ToActor(), cancel);
        if (added.IsRefused) return await FindAsync(cancel) ? this.Refuse(added.Refusals, nameof(Input)) : NotFound();

        Notice = "guarantee.added";
        return RedirectToPage("/Loans/Guarantee", new { id = added.Value });
    }

    public async Task<IActionResult> OnPostFundAsync(CancellationToken cancel)
    {
        if (!MayKeep) return Forbid();

        var funded = await files.FundAsync(Id, Funding, User.ToActor(), cancel);
        if (funded.IsRefused) return await FindAsync(cancel) ? this.Refuse(funded.Refusals, nameof(Funding)) : NotFound();

        Notice = "guarantee.funded";
        return RedirectToPage("/Loans/Guarantees", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await search.OfLoanAsync(Id, User.ToActor(), cancel) is not { } loan) return false;

        (Loan, Book) = (loan, await reference.ReadAsync(cancel));
        return true;
    }
}
