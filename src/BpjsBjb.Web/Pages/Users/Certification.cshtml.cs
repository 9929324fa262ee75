using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Users;

/// <summary>The head of an office says that the people below still need what they may do, or takes it away.</summary>
[RecentSignIn(OnlyToSend = true)]
public sealed class CertificationModel(CertificationService certification) : PageModel
{
    [BindProperty]
    public Guid GrantId { get; set; }

    [BindProperty]
    public uint Version { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public CertificationList List { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel) => List = await certification.ListAsync(User.ToActor(), cancel);

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancel) =>
        await ShowAsync(await certification.ConfirmAsync(GrantId, Version, User.ToActor(), cancel), "grant.confirmed", cancel);

    public async Task<IActionResult> OnPostRevokeAsync(CancellationToken cancel) =>
        await ShowAsync(await certification.RevokeAsync(GrantId, Version, User.ToActor(), cancel), "grant.ended", cancel);

    private async Task<IActionResult> ShowAsync(Result<Guid> done, string notice, CancellationToken cancel)
    {
        if (done.IsRefused)
        {
            List = await certification.ListAsync(User.ToActor(), cancel);
            return this.Refuse(done.Refusals);
        }

        Notice = notice;
        return RedirectToPage();
    }
}
