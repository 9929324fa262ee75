using BpjsBjb.Services.Access;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Users;

/// <summary>Where a user is signed in, and the system admin's way to end it.</summary>
[RecentSignIn]
public sealed class SessionsModel(SessionService sessions, UserService users) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public string FullName { get; private set; } = "";

    public IReadOnlyList<SessionListItem> Rows { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await users.NameOfAsync(Id, cancel) is not { } name) return NotFound();

        (FullName, Rows) = (name, await sessions.ListAsync(Id, cancel));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await users.NameOfAsync(Id, cancel) is null) return NotFound();

        await sessions.EndAllAsync(Id, SessionEnd.EndedByAdmin, User.SessionIdOrNull(), cancel);
        Notice = "session.all-ended";
        return RedirectToPage(new { id = Id });
    }
}
