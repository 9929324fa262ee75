using BpjsBjb.Services.Access;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BpjsBjb.Web.Pages.Users;

/// <summary>A new user: the first of two people.</summary>
[RecentSignIn(OnlyToSend = true)]
public sealed class InviteModel(GrantService grants, CsrSearch csr, ReferenceSource reference) : PageModel
{
    [BindProperty]
    public InviteUser Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public IReadOnlyList<SelectListItem> Offices { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Donors { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancel) => FillAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var invited = await grants.InviteAsync(Input, User.ToActor(), cancel);
        if (invited.IsRefused)
        {
            await FillAsync(cancel);
            return this.Refuse(invited.Refusals, nameof(Input));
        }

        Notice = "grant.proposed";
        return RedirectToPage("Details", new { id = invited.Value });
    }

    private async Task FillAsync(CancellationToken cancel) =>
        (Offices, Donors) = (GrantChoices.OpenOffices(await reference.ReadAsync(cancel)), GrantChoices.Donors(await csr.DonorsAsync(cancel)));
}
