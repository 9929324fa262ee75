using BpjsBjb.Services.Gate;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Gate;

/// <summary>The second step: what turning the key means, and the button.</summary>
[RecentSignIn(OnlyToSend = true)]
public sealed class TurnModel(SigningKeys keys) : PageModel
{
    [TempData]
    public string? Notice { get; set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var turned = await keys.TurnAsync(User.ToActor(), cancel);
        if (turned.IsRefused) return this.Refuse(turned.Refusals);

        Notice = "signing-key.turned";
        return RedirectToPage("/Gate/Keys");
    }
}
