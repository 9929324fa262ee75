using BpjsBjb.Services.Privacy;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Privacy;

/// <summary>Requests of debtors about their own data, the most urgent first.</summary>
public sealed class RequestsModel(DataRequestSearch requests) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "settled")]
    public bool WithSettled { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public RequestList List { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel) => List = await requests.ListAsync(WithSettled, User.ToActor(), cancel);
}
