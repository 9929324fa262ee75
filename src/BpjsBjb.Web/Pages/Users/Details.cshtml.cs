using BpjsBjb.Services.Access;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Users;

/// <summary>One user: the right in force, what waits, everything that was decided, and taking it away.</summary>
[RecentSignIn(OnlyToSend = true)]
public sealed class DetailsModel(UserSearch users, GrantService grants, PasswordLinkService links) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public EndGrant Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public UserDetails Person { get; private set; } = null!;

    public bool IsSelf => Id == User.ToActor().UserId;

    /// <summary>Shown this once, never stored.</summary>
    public ApprovedGrant? Link { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostDisableAsync(CancellationToken cancel)
    {
        var disabled = await grants.DisableAsync(Id, Input, User.ToActor(), cancel);
        if (disabled.IsRefused) return await FindAsync(cancel) ? this.Refuse(disabled.Refusals, nameof(Input)) : NotFound();

        Notice = "grant.ended";
        return RedirectToPage(new { id = Id });
    }

    public async Task<IActionResult> OnPostLinkAsync(CancellationToken cancel)
    {
        var made = await grants.NewLinkAsync(Id, User.ToActor(), cancel);
        if (!await FindAsync(cancel)) return NotFound();
        if (made.IsRefused) return this.Refuse(made.Refusals);

        Link = made.Value;
        return Page();
    }

    public async Task<IActionResult> OnPostWithdrawAsync(CancellationToken cancel)
    {
        var withdrawn = await links.WithdrawAsync(Id, User.ToActor(), cancel);
        if (withdrawn.IsRefused) return await FindAsync(cancel) ? this.Refuse(withdrawn.Refusals) : NotFound();

        Notice = "link.withdrawn";
        return RedirectToPage(new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await users.DetailsAsync(Id, cancel) is not { } person) return false;

        Person = person;
        return true;
    }
}
