using BpjsBjb.Services.Loans;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Groups;

public sealed class RegisterModel(LoanGroupService groups, ReferenceSource reference) : PageModel
{
    [BindProperty]
    public RegisterGroup Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public ReferenceBook Book { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel) => Book = await reference.ReadAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var registered = await groups.RegisterAsync(Input, User.ToActor(), cancel);
        if (registered.IsRefused)
        {
            Book = await reference.ReadAsync(cancel);
            return this.Refuse(registered.Refusals, nameof(Input));
        }

        Notice = "group.registered";
        return RedirectToPage("Details", new { id = registered.Value });
    }
}
