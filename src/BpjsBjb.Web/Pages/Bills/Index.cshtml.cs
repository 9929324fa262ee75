using BpjsBjb.Services.Common;
using BpjsBjb.Services.Contributions;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Bills;

public sealed class IndexModel(ContributionSearch bills) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public BillTab Tab { get; set; } = BillTab.Open;

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    public Page<BillListItem> Bills { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        if (!Enum.IsDefined(Tab)) Tab = BillTab.Open;
        Bills = await bills.ListAsync(Tab, Number, User.ToActor(), cancel);
    }
}
