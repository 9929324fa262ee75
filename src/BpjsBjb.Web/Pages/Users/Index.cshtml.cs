using BpjsBjb.Services.Access;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Users;

/// <summary>Who can sign in, in which role and for which office.</summary>
public sealed class IndexModel(UserService users) : PageModel
{
    public IReadOnlyList<UserListItem> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Rows = await users.ListAsync(cancel);
}
