using BpjsBjb.Services.Access;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Users;

/// <summary>Another person's forgotten password: a one-time link to choose a new one.</summary>
[RecentSignIn]
public sealed class PasswordModel(PasswordLinkService links, UserService users) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public MakePasswordLink Input { get; set; } = new();

    public string FullName { get; private set; } = "";

    /// <summary>How long a link made now opens.</summary>
    public int Minutes { get; private set; }

    public IReadOnlyList<PasswordLinkView> Earlier { get; private set; } = [];

    /// <summary>Shown this once, never stored.</summary>
    public ApprovedGrant? Link { get; private set; }

    public bool IsSelf => Id == User.ToActor().UserId;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var made = await links.MakeAsync(Id, Input, User.ToActor(), cancel);
        if (!await FindAsync(cancel)) return NotFound();
        if (made.IsRefused) return this.Refuse(made.Refusals, nameof(Input));

        Link = made.Value;
        return Page();
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await users.NameOfAsync(Id, cancel) is not { } name) return false;

        (FullName, Minutes, Earlier) = (name, await links.MinutesAsync(cancel), await links.ListAsync(Id, cancel));
        return true;
    }
}
