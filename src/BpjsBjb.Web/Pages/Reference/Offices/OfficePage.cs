using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Reference.Offices;

/// <summary>A page about one office.</summary>
public abstract class OfficePage(OfficeSearch search, ReferenceSource reference) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public OfficeDetails Office { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    protected async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await search.DetailsAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        (Office, Book) = (found, await reference.ReadAsync(cancel));
        return true;
    }
}
