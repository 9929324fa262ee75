using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.SignIn;

/// <summary>
/// The first page after a provider. A browser that came from another site leaves the portal's Strict cookies behind, until a page of the portal itself leads on.
/// </summary>
public sealed class OnwardModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    public string Address { get; private set; } = "";

    public void OnGet()
    {
        Address = Url.Content(Url.IsLocalUrl(To) && To!.All(letter => letter is > ' ' and <= '~') ? To! : "~/");
        Response.Headers["Refresh"] = $"0;url={Address}";
    }
}
