using BpjsBjb.Services.Rules;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Rules;

/// <summary>New rules that change the reader's work, each in words and confirmed once.</summary>
public sealed class NewsModel(RuleNewsSearch search, RuleNewsService news, IStringLocalizerFactory texts) : PageModel
{
    [BindProperty]
    public Guid Id { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public IReadOnlyList<RuleNews> Items { get; private set; } = [];

    public RuleWords Words { get; } = new(texts);

    public async Task OnGetAsync(CancellationToken cancel) => Items = await search.ListAsync(User.ToActor(), cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var confirmed = await news.ConfirmAsync(Id, User.ToActor(), cancel);
        if (confirmed.IsRefused)
        {
            await OnGetAsync(cancel);
            return this.Refuse(confirmed.Refusals);
        }

        Notice = "rule.confirmed";
        return RedirectToPage();
    }
}
