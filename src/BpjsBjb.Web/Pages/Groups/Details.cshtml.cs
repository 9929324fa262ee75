using BpjsBjb.Services.Loans;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Groups;

public sealed class DetailsModel(LoanGroupService groups, ReferenceSource reference) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public GroupDetails Group { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await groups.DetailsAsync(Id, User.ToActor(), cancel) is not { } found) return NotFound();

        (Group, Book) = (found, await reference.ReadAsync(cancel));
        return Page();
    }
}
