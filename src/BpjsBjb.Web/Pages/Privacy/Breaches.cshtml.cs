using BpjsBjb.Services.Privacy;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Privacy;

/// <summary>Incidents with personal data, and the form that opens one.</summary>
public sealed class BreachesModel(BreachService breaches) : PageModel
{
    [BindProperty]
    public OpenBreach Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public IReadOnlyList<BreachListItem> Incidents { get; private set; } = [];

    public bool MayManage => User.RoleOrNull() is { } role && Policies.Allows(Policies.ManageBreaches, role);

    public async Task OnGetAsync(CancellationToken cancel) => Incidents = await breaches.ListAsync(User.ToActor(), cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!MayManage) return Forbid();

        var opened = await breaches.OpenAsync(Input, User.ToActor(), cancel);
        if (opened.IsRefused)
        {
            await OnGetAsync(cancel);
            return this.Refuse(opened.Refusals, nameof(Input));
        }

        Notice = "breach.opened";
        return RedirectToPage("Breach", new { id = opened.Value });
    }
}
