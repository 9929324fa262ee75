using BpjsBjb.Services.Loans;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Groups;

public sealed class IndexModel(LoanGroupService groups, ReferenceSource reference) : PageModel
{
    public IReadOnlyList<GroupListItem> List { get; private set; } = [];

    public ReferenceBook Book { get; private set; } = null!;

    public bool MayRegister => Policies.Allows(Policies.RegisterDebtors, User.ToActor().Role);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        List = await groups.ListAsync(User.ToActor(), cancel);
        Book = await reference.ReadAsync(cancel);
    }
}
