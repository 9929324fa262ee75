using BpjsBjb.Services.Access;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BpjsBjb.Web.Pages.Users;

/// <summary>Another role, office or validity, or a return: the first of two people.</summary>
[RecentSignIn(OnlyToSend = true)]
public sealed class ChangeModel(UserSearch users, GrantService grants, CsrSearch csr, ReferenceSource reference) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public ProposeGrant Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public UserDetails Person { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Offices { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Donors { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        Input = new ProposeGrant
        {
            Role = Person.Role.ToString(),
            OfficeId = Person.OfficeId.ToString(),
            ValidTo = Person.Current?.ValidTo is { } last ? Format.DateTyped(last) : null,
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var proposed = await grants.ProposeAsync(Id, Input, User.ToActor(), cancel);
        if (proposed.IsRefused) return await FindAsync(cancel) ? this.Refuse(proposed.Refusals, nameof(Input)) : NotFound();

        Notice = "grant.proposed";
        return RedirectToPage("Details", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await users.DetailsAsync(Id, cancel) is not { } person) return false;

        (Person, Offices, Donors) =
            (person, GrantChoices.OpenOffices(await reference.ReadAsync(cancel)), GrantChoices.Donors(await csr.DonorsAsync(cancel)));
        return true;
    }
}
