using BpjsBjb.Services.Access;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Users;

/// <summary>Another person's second factors: what there is, and taking them off when they are lost.</summary>
[RecentSignIn]
public sealed class FactorsModel(FactorService factors, FactorResetService resets, UserService users) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public ResetFactors Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public string FullName { get; private set; } = "";

    public FactorState State { get; private set; } = new(null, 0, 0);

    public IReadOnlyList<FactorResetView> Earlier { get; private set; } = [];

    public bool IsSelf => Id == User.ToActor().UserId;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var reset = await resets.ResetAsync(Id, Input, User.ToActor(), cancel);
        if (reset.IsRefused) return await FindAsync(cancel) ? this.Refuse(reset.Refusals, nameof(Input)) : NotFound();

        Notice = "factor.reset";
        return RedirectToPage(new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await users.NameOfAsync(Id, cancel) is not { } name) return false;

        (FullName, State, Earlier) = (name, await factors.StateAsync(Id, cancel), await resets.ListAsync(Id, cancel));
        return true;
    }
}
