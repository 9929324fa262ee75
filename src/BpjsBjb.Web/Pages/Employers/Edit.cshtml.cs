using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Employers;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace BpjsBjb.Web.Pages.Employers;

/// <summary>What was stated of an employer, to correct it. The tax number stands on it in full, so opening it is a look.</summary>
public sealed class EditModel(
    EmployerService employers, EmployerSearch search, PersonalDataReads reads, ReferenceSource reference, BusinessTypeSearch types)
    : EmployerFormPage(reference, types)
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public uint Version { get; set; }

    public EmployerDetails Employer { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        (Input, Version) = (Employer.AsTyped, Employer.Version);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var changed = await employers.ChangeAsync(Id, Version, Input, User.ToActor(), cancel);
        if (changed is null || !await FindAsync(cancel)) return NotFound();
        if (changed.IsRefused) return this.Refuse(changed.Refusals, nameof(Input));

        Notice = "employer.changed";
        return RedirectToPage("Details", new { id = Id });
    }

    /// <summary>The business types the words lead to, without storing anything.</summary>
    public async Task<IActionResult> OnPostFindAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await search.DetailsAsync(Id, month: null, User.ToActor(), cancel) is not { } found) return false;

        await reads.LookWithoutCaseAsync(["Npwp"], this.ReadPlace(), User.ToActor(), cancel);
        Employer = found;
        await PrepareAsync(cancel);
        return true;
    }
}
