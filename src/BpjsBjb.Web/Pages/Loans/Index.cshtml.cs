using BpjsBjb.Services.Common;
using BpjsBjb.Services.Loans;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using BpjsBjb.Web.TagHelpers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Loans;

public sealed class IndexModel(LoanSearch loans, ReferenceSource reference) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public LoanTab Tab { get; set; } = LoanTab.Blocked;

    [BindProperty(SupportsGet = true, Name = ListQuery.PageNumber)]
    public int Number { get; set; } = 1;

    public Page<LoanListItem> List { get; private set; } = null!;

    public LoanCounts Counts { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var actor = User.ToActor();
        List = await loans.ListAsync(Tab, Number, actor, cancel);
        Counts = await loans.CountAsync(actor, cancel);
        Book = await reference.ReadAsync(cancel);
    }
}
