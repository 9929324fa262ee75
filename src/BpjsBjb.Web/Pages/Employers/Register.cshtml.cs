using BpjsBjb.Services.Employers;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace BpjsBjb.Web.Pages.Employers;

public sealed class RegisterModel(EmployerService employers, ReferenceSource reference, BusinessTypeSearch types, TimeProvider clock)
    : EmployerFormPage(reference, types)
{
    public async Task OnGetAsync(CancellationToken cancel)
    {
        await PrepareAsync(cancel);
        Input = new StateEmployer
        {
            Key = Guid.CreateVersion7(clock.GetUtcNow()),
            BpjsOfficeId = Book.BpjsBranchOf(User.ToActor().OfficeId)?.Id.ToString(),
        };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var registered = await employers.RegisterAsync(Input, User.ToActor(), cancel);
        if (registered.IsRefused)
        {
            await PrepareAsync(cancel);
            return this.Refuse(registered.Refusals, nameof(Input));
        }

        Notice = "employer.registered";
        return RedirectToPage("Details", new { id = registered.Value });
    }

    /// <summary>The business types the words lead to, without storing anything.</summary>
    public async Task<IActionResult> OnPostFindAsync(CancellationToken cancel)
    {
        await PrepareAsync(cancel);
        return Page();
    }
}
