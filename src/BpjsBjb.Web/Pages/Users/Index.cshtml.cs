using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Offices;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BpjsBjb.Web.Pages.Users;

/// <summary>Who can sign in, in which role and for which office, and what waits for an administrator.</summary>
public sealed class IndexModel(UserSearch users, ReferenceSource reference) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "role")]
    public Role? Role { get; set; }

    [BindProperty(SupportsGet = true, Name = "office")]
    public Guid? OfficeId { get; set; }

    [BindProperty(SupportsGet = true, Name = "standing")]
    public UserStanding? Standing { get; set; }

    [BindProperty(SupportsGet = true, Name = "overdue")]
    public bool OverdueOnly { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    public UserFilter Filter { get; private set; } = new();

    public Page<UserListItem> Users { get; private set; } = null!;

    public UserWork Work { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Offices { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Filter = new UserFilter(Role, OfficeId, Standing, OverdueOnly);
        Users = await users.ListAsync(Filter, Number, cancel);
        Work = await users.WorkAsync(cancel);
        Offices = GrantChoices.Offices(await reference.ReadAsync(cancel));
    }
}
