using BpjsBjb.Services.Employers;
using BpjsBjb.Services.Offices;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Employers;

/// <summary>What registering an employer and correcting it share: the form and the search for its business type.</summary>
public abstract class EmployerFormPage(ReferenceSource reference, BusinessTypeSearch types) : PageModel
{
    [BindProperty]
    public StateEmployer Input { get; set; } = new();

    /// <summary>Everyday words for the business type.</summary>
    [BindProperty]
    public string? Words { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public ReferenceBook Book { get; private set; } = null!;

    public BusinessTypeChoices Found { get; private set; } = BusinessTypeChoices.None;

    protected async Task PrepareAsync(CancellationToken cancel)
    {
        var texts = HttpContext.RequestServices.GetRequiredService<IStringLocalizer<SharedTexts>>();
        Book = await reference.ReadAsync(cancel);
        Found = BusinessTypeChoices.Of(await types.FindAsync(Words, cancel), texts);
    }
}
