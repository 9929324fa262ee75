using BpjsBjb.Services.Access;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Users;

/// <summary>What one administrator proposed, for another to approve or refuse.</summary>
[RecentSignIn(OnlyToSend = true)]
public sealed class ApprovalsModel(UserSearch users, GrantService grants) : PageModel
{
    [BindProperty]
    public Guid GrantId { get; set; }

    [BindProperty]
    public uint Version { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public IReadOnlyList<ProposalItem> Proposals { get; private set; } = [];

    public Guid Reader => User.ToActor().UserId;

    /// <summary>Shown this once, never stored.</summary>
    public ApprovedGrant? Link { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel) => Proposals = await users.ProposalsAsync(cancel);

    public async Task<IActionResult> OnPostApproveAsync(CancellationToken cancel)
    {
        var approved = await grants.ApproveAsync(GrantId, Version, User.ToActor(), cancel);
        Proposals = await users.ProposalsAsync(cancel);
        if (approved.IsRefused) return this.Refuse(approved.Refusals);
        if (approved.Value.LinkToken is not null)
        {
            Link = approved.Value;
            return Page();
        }

        Notice = "grant.approved";
        return RedirectToPage("Details", new { id = approved.Value.UserId });
    }

    public async Task<IActionResult> OnPostRefuseAsync(CancellationToken cancel)
    {
        var refused = await grants.RefuseAsync(GrantId, Version, User.ToActor(), cancel);
        if (refused.IsRefused)
        {
            Proposals = await users.ProposalsAsync(cancel);
            return this.Refuse(refused.Refusals);
        }

        Notice = "grant.refused";
        return RedirectToPage();
    }
}
