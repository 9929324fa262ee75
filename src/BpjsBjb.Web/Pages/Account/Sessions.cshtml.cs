using BpjsBjb.Services.Access;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Account;

/// <summary>Where one is signed in, to end what one does not know.</summary>
public sealed class SessionsModel(SessionService sessions) : PageModel
{
    [TempData]
    public string? Notice { get; set; }

    public IReadOnlyList<SessionListItem> Rows { get; private set; } = [];

    public Guid? Current => User.SessionIdOrNull();

    public async Task OnGetAsync(CancellationToken cancel) => Rows = await sessions.ListAsync(User.ToActor().UserId, cancel);

    public async Task<IActionResult> OnPostEndAsync(Guid id, CancellationToken cancel)
    {
        if (!await sessions.EndOneAsync(User.ToActor().UserId, id, SessionEnd.EndedByOwner, cancel)) return NotFound();

        Notice = "session.ended";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostEndOthersAsync(CancellationToken cancel)
    {
        await sessions.EndAllAsync(User.ToActor().UserId, SessionEnd.EndedByOwner, Current, cancel);
        Notice = "session.others-ended";
        return RedirectToPage();
    }
}
