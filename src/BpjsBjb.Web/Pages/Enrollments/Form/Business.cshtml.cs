using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Offices;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Enrollments.Form;

public sealed class BusinessModel(SectionServices services, BusinessTypeSearch types) : SectionPage<BusinessForm>(services)
{
    /// <summary>Everyday words for the business type; no part of what is kept.</summary>
    [BindProperty]
    public string? Words { get; set; }

    public BusinessTypeChoices Found { get; private set; } = BusinessTypeChoices.None;

    /// <summary>The business types the words lead to, without keeping anything.</summary>
    public Task<IActionResult> OnPostFindAsync(CancellationToken cancel) => ShowAsync(cancel);

    protected override async Task PrepareAsync(CancellationToken cancel) => Found = BusinessTypeChoices.Of(
        await types.FindAsync(Words, cancel), HttpContext.RequestServices.GetRequiredService<IStringLocalizer<SharedTexts>>());
}
