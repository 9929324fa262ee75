using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Reference.Offices;

/// <summary>A new office below another, from a day on.</summary>
[RecentSignIn(OnlyToSend = true)]
public sealed class AddModel(OfficeService offices, ReferenceSource reference, IStringLocalizer<SharedTexts> texts) : PageModel
{
    [BindProperty]
    public AddOffice Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public IReadOnlyList<SelectListItem> Parents { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Regencies { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Kinds { get; } =
        [.. Enum.GetValues<OfficeKind>().Where(kind => kind != OfficeKind.HeadOffice).Select(kind => new SelectListItem(texts.Of(kind), kind.ToString()))];

    /// <param name="below">The office whose page led here.</param>
    public async Task OnGetAsync(Guid? below, CancellationToken cancel)
    {
        Input = new AddOffice { ParentId = below?.ToString() };
        await FillAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var added = await offices.AddAsync(Input, User.ToActor(), cancel);
        if (added.IsRefused)
        {
            await FillAsync(cancel);
            return this.Refuse(added.Refusals, nameof(Input));
        }

        Notice = "office.added";
        return RedirectToPage("Details", new { id = added.Value });
    }

    private async Task FillAsync(CancellationToken cancel)
    {
        var book = await reference.ReadAsync(cancel);
        (Parents, Regencies) = (OfficeChoices.Parents(book), OfficeChoices.Regencies(book));
    }
}
