using BpjsBjb.Services.Mails;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Account;

/// <summary>Whether notices also come by mail, and in which language. What concerns the account itself always comes.</summary>
public sealed class MailModel(MailChoiceService choices, IMailCarrier carrier) : PageModel
{
    /// <summary>A ticked box and the hidden field beside it come as true and false; an empty one as false.</summary>
    [BindProperty]
    public string? WantsMail { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public bool IsOn => carrier.IsOn;

    public async Task OnGetAsync(CancellationToken cancel) => WantsMail = (await choices.ReadAsync(User.ToActor(), cancel)).IsOff ? "false" : "true";

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var actor = User.ToActor();
        await choices.SwitchAsync(WantsMail?.StartsWith("true", StringComparison.Ordinal) != true, actor, cancel);
        await choices.KeepLanguageAsync(Language.Current, actor, cancel);
        Notice = "mail.chosen";
        return RedirectToPage();
    }
}
