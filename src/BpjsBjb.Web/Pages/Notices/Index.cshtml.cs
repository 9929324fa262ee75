using BpjsBjb.Services.Common;
using BpjsBjb.Services.Notices;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Notices;

/// <summary>What the reader was told, those not read first; each leads to its thing.</summary>
public sealed class IndexModel(NoticeSearch search, NoticeService notices) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    [TempData]
    public string? Notice { get; set; }

    public Page<Notice> List { get; private set; } = null!;

    public int Unread => List.Items.Count(item => item.ReadAt is null);

    public async Task OnGetAsync(CancellationToken cancel) => List = await search.ListAsync(Number, User.ToActor(), cancel);

    public async Task<IActionResult> OnPostOpenAsync(Guid id, CancellationToken cancel) =>
        await notices.ReadAsync(id, User.ToActor(), cancel) is { } read ? LocalRedirect(Url.AddressOf(read.Kind, read.About)) : NotFound();

    public async Task<IActionResult> OnPostReadAsync(Guid id, CancellationToken cancel) =>
        await notices.ReadAsync(id, User.ToActor(), cancel) is null ? NotFound() : RedirectToPage();

    public async Task<IActionResult> OnPostReadAllAsync(CancellationToken cancel)
    {
        await notices.ReadAllAsync(User.ToActor(), cancel);
        Notice = "notices.read";
        return RedirectToPage();
    }
}
